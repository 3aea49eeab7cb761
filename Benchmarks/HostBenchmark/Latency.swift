import ArgumentParser
import Foundation
import LiveshelfCore
import Rooms

struct Latency: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "From a single order's reception to its durability, and to that of the signal that it caused.")
  @Option(help: "Orders a second.") var rate = 200
  @Option(help: "Seconds.") var duration = 20.0

  func run() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let room = try LiveRoom(name: RoomName("bench") ?? .main, catalog: MadeOrders.catalog, folder: folder.url)
    let now = WallClock.system.now
    _ = try await room.submit(RoomIntake(MadeOrders.stock(at: now, each: 40), receivedAt: now))
    let count = Int(Double(rate) * duration)
    let start = ContinuousClock.now
    let latencies = try await withThrowingTaskGroup(of: Double.self) { group in
      for index in 0..<count {
        try await Task.sleep(until: start + .microseconds(Int64(index) * 1_000_000 / Int64(rate)))
        group.addTask {
          let began = ContinuousClock.now
          let now = WallClock.system.now
          _ = try await room.submit(RoomIntake([MadeOrders.event(index * 2, at: now)], receivedAt: now))
          return seconds(since: began)
        }
      }
      var all: [Double] = []
      for try await latency in group { all.append(latency) }
      return all
    }
    print("order received to durable at \(rate)/s: \(quantiles(latencies))")
    if let statistics = room.frame?.statistics {
      let signal = statistics.orderToSignal
      print(
        String(
          format: "order received to signal durable (%d signals): p50 %.2f ms, p99 %.2f ms", signal.count,
          (signal.quantile(0.5) ?? 0) * 1000, (signal.quantile(0.99) ?? 0) * 1000))
    }
    await room.close()
  }
}
