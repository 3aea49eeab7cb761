import Backbone
import Connectors
import Fleet
import Foundation
import LiveshelfServer
import Logging
import Metering
import ServiceLifecycle
import UnixSignals

/// A server of the rooms of all workers. It keeps nothing but its tokens.
enum BackboneServer {
  /// - Parameters:
  ///   - file: the configuration's file, which SIGHUP reads again.
  ///   - overrides: what the command line sets over it.
  static func run(
    _ configuration: ServerConfiguration, file: URL?, backbone: String, logger: Logger,
    overrides: @escaping @Sendable (inout ServerConfiguration) -> Void,
    started: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let connection = try await BackboneConnection.open(backbone)
    let rooms = BackboneRooms(connection, folder: URL(filePath: configuration.dataFolder).appending(path: "copies")) {
      logger.warning("\($0)")
    }
    let environment = ProcessInfo.processInfo.environment
    let secrets = try IntakeSecrets(
      configuration.security.intakeSecretsFile.map { URL(filePath: $0) }, environment: environment)
    let metrics = PrometheusRegistry()
    let database = try ServerDatabase(folder: URL(filePath: configuration.dataFolder))
    let connectors = try ConnectorDesk.configured(
      configuration, service: rooms, environment: environment, metrics: metrics, logger: logger)
    let server = try LiveshelfServer(
      configuration, service: rooms, database: database, secrets: secrets, connectors: connectors,
      dashboard: Dashboard(), metrics: metrics,
      logger: logger, started: started)
    let intake = try TopicIntake.all(
      configuration.intake, into: rooms, environment: environment, metrics: metrics, logger: logger)
    // Rooms and thresholds are shared with other servers: they change over the API alone.
    let reloader = ConfigurationReloader(file, environment: environment, logger: logger, overrides: overrides) {
      server.reload($0, secrets: $1)
    }
    let exporter = MetricsExporter(metrics, configuration.metrics, logger: logger)
    let extra: [any Service] = intake + [connectors] + (exporter.map { [$0] } ?? [])
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: Following(rooms: rooms)), .init(service: server), .init(service: reloader)]
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
