import Backbone
import Fleet
import Foundation
import LiveshelfServer
import Logging
import Metering
import ServiceLifecycle
import UnixSignals

/// A server of the rooms of all workers. It keeps nothing but its tokens.
enum BackboneServer {
  static func run(
    _ configuration: ServerConfiguration, backbone: String, logger: Logger,
    started: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let connection = try await BackboneConnection.open(backbone)
    let rooms = BackboneRooms(connection, folder: URL(filePath: configuration.dataFolder).appending(path: "copies")) {
      logger.warning("\($0)")
    }
    let metrics = PrometheusRegistry()
    let database = try ServerDatabase(folder: URL(filePath: configuration.dataFolder))
    let server = try LiveshelfServer(
      configuration, service: rooms, database: database, dashboard: Dashboard(), metrics: metrics,
      logger: logger, started: started)
    let intake = try TopicIntake.all(
      configuration.intake, into: rooms, environment: ProcessInfo.processInfo.environment, metrics: metrics,
      logger: logger)
    let exporter = MetricsExporter(metrics, configuration.metrics, logger: logger)
    let extra: [any Service] = intake + (exporter.map { [$0] } ?? [])
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: Following(rooms: rooms)), .init(service: server)]
          + extra.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    await connection.close()
  }

  private struct Following: Service {
    let rooms: BackboneRooms

    func run() async throws {
      try await cancelWhenGracefulShutdown { await rooms.run() }
    }
  }
}
