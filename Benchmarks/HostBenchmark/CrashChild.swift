import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine
import RoomHost

/// Takes in a made show on a made clock, from where the log ends: like a sender that sends again what was not confirmed.
struct CrashChild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(shouldDisplay: false)
  @Argument var folder: String
  @Option var events = 40_000

  /// The show's first moment.
  private static let opening: Int64 = 1_800_000_000_000_000
  private static let batch = 50

  func run() async throws {
    // The machine's clock stands still: the stream alone tells the time, so that a run can be repeated.
    let room = try LiveRoom(
      name: RoomName("crash") ?? .main, catalog: MadeOrders.catalog, folder: URL(filePath: folder),
      clock: WallClock { Self.opening })
    let opening = WallTime(microseconds: Self.opening)
    // Everything that was confirmed before is sent again from a little earlier, as a sender does that is not sure.
    let known = room.frame?.orderCounts.applied ?? 0
    if room.frame?.show == nil {
      _ = try await room.submit(RoomIntake(MadeOrders.stock(at: opening, each: 160), receivedAt: opening))
    }
    for number in stride(from: max(0, known / Self.batch - 2), to: events / Self.batch, by: 1) {
      let now = opening + Double(number)
      room.hear([RoomInput(at: StreamTime(seconds: Double(number)), .heard)])
      let rows = (0..<Self.batch).map { MadeOrders.event(number * Self.batch + $0, at: now) }
      _ = try await room.submit(RoomIntake(rows, receivedAt: now))
    }
    await room.close()
  }
}
