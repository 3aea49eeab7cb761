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

  /// A show's name: when it began, such as `20260410T200000`, in its own zone.
  static func id(at time: WallTime, offset: ZoneOffset) -> String {
    String(time.formatted(in: offset).prefix(19).filter { $0 != "-" && $0 != ":" })
  }
}
