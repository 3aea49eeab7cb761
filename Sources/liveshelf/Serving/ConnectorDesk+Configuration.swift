import Connectors
import CoreMetrics
import Foundation
import LiveshelfServer
import Logging
import RoomAPI

extension ConnectorDesk {
  /// The connectors of a configuration, with their secrets read; their database is opened where there are any.
  static func configured(
    _ configuration: ServerConfiguration, service: any RoomService, environment: [String: String],
    metrics: any MetricsFactory, logger: Logger
  ) throws -> ConnectorDesk {
    guard !configuration.connectors.isEmpty else { return ConnectorDesk() }
    let settings = try configuration.connectors.map { connector in
      do {
        return try connector.settings { variable, file in
          variable == nil && file == nil
            ? nil : try ConfiguredSecret(variable: variable, file: file).text(environment: environment)
        }
      } catch {
        throw ServingError.connector(connector.name, "\(error)")
      }
    }
    let store = try ConnectorStore(folder: URL(filePath: configuration.dataFolder))
    return try ConnectorDesk(settings, store: store, service: service, metrics: metrics, logger: logger)
  }
}
