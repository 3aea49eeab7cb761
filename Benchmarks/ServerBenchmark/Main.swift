import ArgumentParser
import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import ServerTestSupport
import ServiceLifecycle
import UnixSignals

/// Measures the server over loopback, before rooms in memory or real ones: order events a second by JSON Lines batches, and
/// the time from an order's POST to its event at many clients.
@main struct ServerBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server-benchmark",
    abstract: "Throughput of orders and latency of events, over loopback, before rooms in memory or real ones.")

  @Option(help: "Order events of the throughput run.") var events = 200_000
  @Option(help: "Order events in one body.") var batch = 500
  @Option(help: "Senders at once.") var senders = 4
  @Option(help: "Clients of the event stream.") var clients = 500
  @Option(help: "Orders a second of the latency run.") var rate = 200
  @Option(help: "Seconds of the latency run.") var seconds = 10
  @Option(help: "Products of the room.") var products = 60
  @Option(help: "Serve on this port until it is killed, instead of measuring.") var serve: Int?

  @Option(help: "Measure the server on this port, instead of one of this process.") var port: Int?

  @Flag(help: "Measure `liveshelf serve` with a real room and its log on the disk, in a process of its own.") var real =
    false
  @Option(help: "Clients of the event stream during the throughput run.") var followers = 0

  mutating func run() async throws {
    if real {
      try await measureReal()
      return
    }
    if let port {
      try await measure(port)
      return
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("liveshelf-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let service = InMemoryRooms(keepsBatches: false)
    await service.addRoom(.main, products: products)
    var configuration = ServerConfiguration()
    configuration.server.port = serve ?? 0
    configuration.limits.requestsPerSecond = 1_000_000
    configuration.limits.requestBurst = 1_000_000
    var logger = Logger(label: "server-benchmark")
    logger.logLevel = .error
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveshelfServer(
      configuration, service: service, database: try ServerDatabase(folder: folder), logger: logger,
      started: { started.yield($0) })
    if serve != nil {
      try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
      return
    }
    let group = ServiceGroup(services: [server], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let port = await ports.first(where: { _ in true }) else { return }
      try await measure(port)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  private func measure(_ port: Int) async throws {
    let run = LoadRun(port: port, products: products)
    try await run.measureThroughput(events: events, batch: batch, senders: senders, clients: followers)
    try await run.measureLatency(clients: clients, rate: rate, seconds: seconds)
  }

  /// The ledger must have sold as many units as were sent in both runs.
  private func measureReal() async throws {
    let server = try RealServer()
    try await server.prepare(products: products)
    let run = LoadRun(port: server.port, products: products, server: server.processID)
    try await run.measureThroughput(events: events, batch: batch, senders: senders, clients: followers)
    try await run.measureLatency(clients: clients, rate: rate, seconds: seconds)
    let sent = events + rate * seconds
    let sold = try await server.soldUnits()
    print("ledger: \(sold) units sold of \(sent) sent\(sold == sent ? "" : ": NOT EQUAL")")
  }
}
