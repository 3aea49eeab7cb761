import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine
import Rooms

struct Recovery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How long a room takes to come back after its process ended.")
  @Option(help: "Order events in the log.") var events = 200_000
  @Option(help: "Hours of a stream that says ten times a second how far it is.") var hours = 4.0

  func run() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let name = RoomName("bench") ?? .main
    var room = try LiveRoom(name: name, catalog: MadeOrders.catalog, folder: folder.url)
    let now = WallClock.system.now
    _ = try await room.submit(RoomIntake(MadeOrders.stock(at: now, each: events), receivedAt: now))
    let batches = 1000
    for number in 0..<batches {
      let (from, length) = (hours * 3600 * Double(number) / Double(batches), hours * 3600 / Double(batches))
      room.hear(
        stride(from: from, to: from + length, by: 0.1).map { RoomInput(at: StreamTime(seconds: $0), .heard) })
      let now = WallClock.system.now
      let rows = (0..<(events / batches)).map { MadeOrders.event(number * (events / batches) + $0, at: now) }
      _ = try await room.submit(RoomIntake(rows, receivedAt: now))
    }
    let before = try await room.engine()?.engine.stockTable
    await room.close()
    let start = ContinuousClock.now
    room = try LiveRoom(name: name, catalog: MadeOrders.catalog, folder: folder.url)
    let elapsed = seconds(since: start)
    let after = try await room.engine()?.engine.stockTable
    print(
      String(
        format: "%d order events and %.1f h of stream: back after %.2f s, ledger %@, peak %d MB", events, hours,
        elapsed, (before == after ? "equal" : "NOT EQUAL") as NSString, peakMemory()))
    await room.close()
  }
}
