import ArgumentParser
import Foundation
import LiveshelfCore
import Rooms

struct Throughput: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Durable order events a second, in batches.")
  @Option var events = 400_000
  @Option var batch = 500
  @Option(help: "Senders at once.") var senders = 8

  func run() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let name = RoomName("bench") ?? .main
    let room = try LiveRoom(name: name, catalog: MadeOrders.catalog, folder: folder.url)
    let now = WallClock.system.now
    _ = try await room.submit(RoomIntake(MadeOrders.stock(at: now, each: events), receivedAt: now))
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for sender in 0..<senders {
        group.addTask {
          for number in stride(from: sender, to: events / batch, by: senders) {
            let now = WallClock.system.now
            let rows = (0..<batch).map { MadeOrders.event(number * batch + $0, at: now) }
            while true {
              do {
                _ = try await room.submit(RoomIntake(rows, receivedAt: now))
                break
              } catch RoomHostError.busy {
                try await Task.sleep(for: .milliseconds(5))
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let elapsed = seconds(since: start)
    print(
      String(
        format: "%d events in %.2f s: %.0f durable events/s; received to durable %@; peak %d MB", events, elapsed,
        Double(events) / elapsed,
        quantiles([room.frame?.statistics.receivedToDurable.quantile(0.5) ?? 0]) as NSString, peakMemory()))
    await room.close()
  }
}
