import ArgumentParser
import Backbone
import CoreMetrics
import Delivery
import Fleet
import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import Metering
import RoomAPI
import Rooms

struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Run rooms that many machines share over NATS JetStream.",
    discussion: """
      Takes rooms by lease, attaches to their streams, and publishes what they decide. SIGTERM and Ctrl-C hand the rooms \
      over to other workers. Users, passwords and certificates come from LIVESHELF_NATS_… variables or the file that \
      LIVESHELF_NATS_SETTINGS names; see docs/guide/operations.md.

      Example:
        liveshelf worker --backbone nats://127.0.0.1:4222 --data /var/lib/liveshelf-worker
      """)

  @Option(help: ArgumentHelp("The backbone's address.", valueName: "url"))
  var backbone: String?

  @Option(
    name: .customLong("data"), help: ArgumentHelp("The folder of the rooms' local stores.", valueName: "folder"),
    completion: .directory)
  var data = "liveshelf-worker"

  @Option(
    help: ArgumentHelp(
      "Sinks beside the backbone's own, and which streams may be attached to (YAML, as of 'serve').", valueName: "file"),
    completion: .file()
  )
  var config: String?

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Option(help: ArgumentHelp("Seconds that a room's lease lasts without renewal.", valueName: "seconds"))
  var lease = 3.0

  @Option(help: ArgumentHelp("No more rooms than this.", valueName: "count"))
  var capacity = 16

  @Option(
    help: ArgumentHelp(
      "Days for which the backbone keeps the log of a show that is over; 0: for ever.", valueName: "days"))
  var logDays = 90

  @Option(
    help: ArgumentHelp(
      "The port of /metrics (default: `metrics.port` of the configuration); 0 for a free one.", valueName: "port"))
  var metricsPort: Int?

  func validate() throws {
    guard (0...36_500).contains(logDays) else { throw ValidationError("--log-days takes 0 to 36500") }
    guard (0...65_535).contains(metricsPort ?? 0) else { throw ValidationError("--metrics-port takes 0 to 65535") }
  }

  func run() async throws {
    var logger = Logger(label: "liveshelf") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .info
    try PrivateFolder.prepare(data)
    let connection = try await BackboneConnection.open(backbone)
    let environment = ProcessInfo.processInfo.environment
    let configuration = try ServerConfiguration.read(config.map { URL(filePath: $0) }, environment: environment)
    let sinks = try SinkFactory.sinks(configuration, environment: environment)
    let metrics = PrometheusRegistry()
    MetricFamily.startTime.gauge(in: metrics).set(Date().timeIntervalSince1970)
    let dispatcher = try Dispatcher(sinks: sinks + [SignalSink(name: "backbone", connection)], metrics: metrics) {
      [logger] event in event.log(to: logger)
    }
    let handling = RoomWorkers(
      connection,
      settings: RoomWorkers.Settings(
        folder: URL(filePath: data), logRetention: logDays > 0 ? .seconds(Double(logDays) * 86_400) : nil),
      surroundings: RoomSurroundings(
        models: models.map { URL(filePath: $0) }, attach: AttachRules(configuration), logger: logger),
      dispatcher: dispatcher, metrics: metrics, view: { try JSONEncoder().encode(RoomView($0, room: $0.room)) })
    var settings = WorkerSettings(name: "worker-\(UUID().uuidString.prefix(8))")
    settings.leaseLifetime = .seconds(lease)
    settings.capacity = capacity
    let worker = try Worker(connection, handling: handling, settings: settings, metrics: metrics) { [logger] event in
      logger.notice("\(event)")
    }
    let signals = TerminationSignals { worker.drain() }
    defer { signals.stop() }
    Console.line("worker \(settings.name) takes rooms")
    var exported = configuration.metrics
    if let metricsPort { exported.port = metricsPort }
    let exporter = MetricsExporter(metrics, exported, logger: logger) { [bind = exported.bind] in
      Console.line("metrics at http://\(bind):\($0)/metrics")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      if let exporter { group.addTask { try await exporter.run() } }
      group.addTask { await dispatcher.run() }
      group.addTask { await handling.run() }
      group.addTask { await worker.run() }
      // The worker ends when it is drained; the exporter only when it cannot listen, which ends the others by cancellation.
      try await group.next()
      group.cancelAll()
      dispatcher.stop()
    }
    await connection.close()
  }
}
