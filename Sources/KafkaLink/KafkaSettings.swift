internal import Foundation

/// How to reach a Kafka cluster.
public struct KafkaSettings: Hashable, Sendable {
  /// `host:port`, several parted by commas.
  public var brokers: String
  /// Speak TLS and verify the brokers' certificates.
  public var usesTLS = false
  /// PEM files: who is trusted instead of the system's authorities, and who we are.
  public var authorityFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  public var keyPassword: String?
  /// `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`, with user and password; nil: none.
  public var mechanism: String?
  public var user: String?
  public var password: String?
  /// How long a message may take to be stored.
  public var timeout = Duration.seconds(30)

  static let mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

  public init(brokers: String) {
    self.brokers = brokers
  }

  /// The settings that the environment names: `LIVESHELF_KAFKA` (brokers), `…_TLS` (`true`), `…_CA`, `…_CERTIFICATE`,
  /// `…_KEY` (PEM files), `…_KEY_PASSWORD`, `…_SASL` (mechanism), `…_USER`, `…_PASSWORD`, `…_PASSWORD_FILE`. Nil when no
  /// brokers are named.
  /// - Throws: `.invalidSetting`.
  public init?(environment: [String: String]) throws(KafkaError) {
    func value(_ name: String) -> String? { environment["LIVESHELF_KAFKA" + name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let brokers = value("") else { return nil }
    self.init(brokers: brokers)
    if let text = value("_TLS") {
      guard let flag = Bool(text) else {
        throw .invalidSetting(name: "LIVESHELF_KAFKA_TLS", reason: "'\(text)' is neither true nor false")
      }
      usesTLS = flag
    }
    authorityFile = value("_CA")
    certificateFile = value("_CERTIFICATE")
    keyFile = value("_KEY")
    keyPassword = value("_KEY_PASSWORD")
    mechanism = value("_SASL")
    user = value("_USER")
    password = value("_PASSWORD")
    if let path = value("_PASSWORD_FILE") {
      guard let data = FileManager.default.contents(atPath: path), data.count <= 4096 else {
        throw .invalidSetting(name: "LIVESHELF_KAFKA_PASSWORD_FILE", reason: "\(path) cannot be read")
      }
      password = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    try check()
  }

  /// - Throws: `.invalidSetting`.
  func check() throws(KafkaError) {
    guard !brokers.split(separator: ",").isEmpty else {
      throw .invalidSetting(name: "LIVESHELF_KAFKA", reason: "names no broker; write host:9092")
    }
    if let mechanism {
      guard Self.mechanisms.contains(mechanism) else {
        throw .invalidSetting(
          name: "LIVESHELF_KAFKA_SASL", reason: "'\(mechanism)' is not \(Self.mechanisms.joined(separator: ", "))")
      }
      guard user != nil, password != nil else {
        throw .invalidSetting(name: "LIVESHELF_KAFKA_SASL", reason: "needs a user and a password")
      }
    }
    for (name, path) in [("CA", authorityFile), ("CERTIFICATE", certificateFile), ("KEY", keyFile)] {
      if let path, !FileManager.default.isReadableFile(atPath: path) {
        throw .invalidSetting(name: "LIVESHELF_KAFKA_\(name)", reason: "\(path) cannot be read")
      }
    }
    guard timeout >= .seconds(1), timeout <= .seconds(600) else {
      throw .invalidSetting(name: "timeout", reason: "\(timeout) is not between 1 s and 10 min")
    }
  }

  /// librdkafka's properties (CONFIGURATION.md).
  var properties: [(name: String, value: String)] {
    let encrypts = usesTLS || authorityFile != nil || certificateFile != nil
    var properties = [
      ("client.id", "liveshelf"), ("bootstrap.servers", brokers),
      ("security.protocol", (mechanism == nil ? "" : "sasl_") + (encrypts ? "ssl" : "plaintext")),
      ("log_level", "3"),
    ]
    for (name, value) in [
      ("ssl.ca.location", authorityFile), ("ssl.certificate.location", certificateFile),
      ("ssl.key.location", keyFile), ("ssl.key.password", keyPassword), ("sasl.mechanism", mechanism),
      ("sasl.username", user), ("sasl.password", password),
    ] {
      if let value { properties.append((name, value)) }
    }
    return properties
  }
}
