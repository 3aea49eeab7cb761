import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine
import Rooms

/// Takes in a show on a made clock, from where the log ends: like a sender that sends again what was not confirmed.
struct CrashChild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(shouldDisplay: false)
  @Argument var folder: String
  @Option var events = 40_000
  @Option var show: String?

  func run() async throws {
    let show: any CrashShow =
      if let folder = self.show { try RecordedShow(URL(filePath: folder)) } else { MadeShow(events: events) }
    // The machine's clock stands still: the stream alone tells the time, so that a run can be repeated.
    let opening = show.opening
    let room = try LiveRoom(
      name: RoomName("crash") ?? .main, catalog: show.catalog, folder: URL(filePath: folder),
      clock: WallClock { opening.microseconds })
    // Everything that was confirmed before is sent again from a little earlier, as a sender does that is not sure.
    let known = room.frame?.orderCounts.applied ?? 0
    // A show may have begun without it.
    if known == 0 {
      _ = try await room.submit(RoomIntake(show.stock, receivedAt: opening))
    }
    for number in stride(from: show.batch(after: known), to: show.batchCount, by: 1) {
      let batch = show.batch(number)
      room.hear([RoomInput(at: StreamTime(seconds: batch.at), .heard)])
      _ = try await room.submit(RoomIntake(batch.rows, receivedAt: opening + batch.at))
    }
    await room.close()
  }
}
