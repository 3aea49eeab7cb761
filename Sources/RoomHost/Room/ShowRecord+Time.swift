internal import Foundation
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

extension ShowRecord {
  /// The show's time at a moment of the machine's clock.
  func streamTime(at now: WallTime) -> StreamTime {
    clock.streamTime(of: showTime(of: now))
  }

  /// A moment of the machine's clock on the show's: another one when the show is a rehearsal with older data.
  func showTime(of now: WallTime) -> WallTime {
    WallTime(microseconds: now.microseconds + clockShift)
  }

  /// A row as the engine takes it. Orders without a time of reception get the one at which they came.
  func content(of row: IntakeRow, receivedAt: WallTime) -> RoomInput.Content {
    switch row {
    case .order(var event):
      event.ingestTime = event.ingestTime ?? showTime(of: receivedAt)
      return .order(event)
    case .stock(let snapshot): return .stock(snapshot)
    case .transaction(let transaction): return .transaction(transaction)
    case .comment(let comment): return .comment(comment)
    case .click(let sku, let starts, let time):
      return .click(
        ExplainClick(
          sku: sku, starts: starts, at: clock.streamTime(of: time), knownAt: streamTime(at: receivedAt)))
    }
  }

  /// A show's name: when it began, such as `20260410T200000`, in its own zone.
  static func id(at time: WallTime, offset: ZoneOffset) -> String {
    String(time.formatted(in: offset).prefix(19).filter { $0 != "-" && $0 != ":" })
  }
}
