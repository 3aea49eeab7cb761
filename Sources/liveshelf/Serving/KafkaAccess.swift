import Foundation
import KafkaLink

/// How a sink or an intake of the configuration reaches its brokers: what the configuration says, and for all else (TLS,
/// certificates, the mechanism) the variables `LIVESHELF_KAFKA_…`.
struct KafkaAccess {
  var brokers: String
  var user: String?
  var secret: ConfiguredSecret

  /// - Throws: `KafkaError`, `ConfiguredSecret.Missing`.
  func settings(environment: [String: String]) throws -> KafkaSettings {
    var environment = environment
    environment["LIVESHELF_KAFKA"] = brokers
    if let user {
      environment["LIVESHELF_KAFKA_USER"] = user
      environment["LIVESHELF_KAFKA_PASSWORD"] = try secret.text(environment: environment)
      environment["LIVESHELF_KAFKA_PASSWORD_FILE"] = nil
      environment["LIVESHELF_KAFKA_SASL"] = environment["LIVESHELF_KAFKA_SASL"] ?? "SCRAM-SHA-512"
    }
    guard let settings = try KafkaSettings(environment: environment) else {
      throw KafkaError.invalidSetting(name: "url", reason: "names no broker; write host:9092")
    }
    return settings
  }
}

/// A secret of the configuration, which names the variable or the file that holds it.
struct ConfiguredSecret {
  var variable: String?
  var file: String?

  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  func text(environment: [String: String]) throws(Missing) -> String {
    if let variable {
      guard let secret = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines), !secret.isEmpty else {
        throw Missing(description: "the variable \(variable) with its secret is not set, or empty")
      }
      return secret
    }
    guard let file else { throw Missing(description: "it needs secret_env or secret_file") }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Missing(description: "its secret file '\(file)' cannot be read")
    }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty else { throw Missing(description: "its secret file '\(file)' is empty") }
    return secret
  }
}
