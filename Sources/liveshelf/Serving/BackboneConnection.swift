import Backbone
import Foundation

/// The backbone that a command names.
enum BackboneConnection {
  /// - Parameter address: such as `nats://127.0.0.1:4222`; nil: what the environment names.
  static func open(_ address: String?) async throws -> JetStreamBackbone {
    var environment = ProcessInfo.processInfo.environment
    if let address { environment["LIVESHELF_NATS_URL"] = address }
    return try await JetStreamBackbone(NatsSettings(environment: environment))
  }
}
