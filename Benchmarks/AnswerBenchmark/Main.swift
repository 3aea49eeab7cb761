import ArgumentParser
import Foundation
import InventoryEngine
import LiveshelfCore
import LiveshelfServer
import Logging
import RoomAPI
import Rooms
import ServiceLifecycle

/// Measures answers to viewers over loopback, from the ledger of a real room that takes orders meanwhile.
@main struct AnswerBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer-benchmark",
    abstract: "Time of answers over loopback, whole and streamed, from a room that takes orders meanwhile.")

  @Option(help: "Questions a second.") var rate = 200
  @Option(help: "Seconds of each run.") var seconds = 20
  @Option(help: "Orders a second that the room takes meanwhile.") var orders = 50
  @Option(help: "Products of the room.") var products = 60

  mutating func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = ServerConfiguration()
    configuration.server.port = 0
    configuration.limits.requestsPerSecond = 1_000_000
    configuration.limits.requestBurst = 1_000_000
    var logger = Logger(label: "answer-benchmark")
    logger.logLevel = .error
    let registry = RoomRegistry(
      RoomRegistry.Settings(folder: folder.appending(path: "rooms")), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    try await registry.create(RoomSetup(name: .main), catalog: Catalog(catalog))
    let thresholds = try ThresholdsFile(folder.appending(path: "thresholds.json"))
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveshelfServer(
      configuration, service: HostedRooms(registry: registry, thresholds: thresholds),
      database: try ServerDatabase(folder: folder), logger: logger, started: { started.yield($0) })
    let group = ServiceGroup(services: [server], logger: logger)
    let (rate, seconds, orders, products) = (rate, seconds, orders, products)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let port = await ports.first(where: { _ in true }) else { return }
      let run = QuestionRun(port: port, products: products)
      try await run.openLedger()
      // The first answer reads the models of comments.
      _ = try await run.ask(0, streams: false)
      for streams in [false, true] {
        try await run.measure(rate: rate, seconds: seconds, ordersPerSecond: orders, streams: streams)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    await registry.close()
  }

  private var catalog: [Product] {
    (0..<products).map { number in
      Product(
        sku: SKU("P\(number)"), name: QuestionRun.name(number), livePrice: Money(hundredths: 5990),
        linkNumber: number + 1, options: ["红色", "黑色"])
    }
  }
}
