internal import Foundation

/// How to reach a NATS cluster, and under which names Liveshelf keeps its streams there.
public struct NatsSettings: Hashable, Sendable {
  /// `nats://host:port` or `tls://host:port`, several parted by commas.
  public var servers: [String]
  public var user: String?
  public var password: String?
  public var token: String?
  /// A file with a user's JWT and seed, as `nsc` writes it.
  public var credentialsFile: String?
  /// Speak TLS and verify the server's certificate. Also set by a `tls://` address.
  public var usesTLS = false
  /// PEM files: who is trusted instead of the system's authorities, and who we are.
  public var authorityFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  /// Streams and buckets are called `NAMESPACE-log`, `NAMESPACE-state` …
  public var namespace = "liveshelf"
  /// Copies of every stream when it is made: 1, 3 or 5.
  public var replicas = 1
  /// How long records of intake and signals are kept.
  public var retention = Duration.seconds(7 * 24 * 3600)
  /// How long a request may take.
  public var timeout = Duration.seconds(5)

  public init(servers: [String] = ["nats://127.0.0.1:4222"]) {
    self.servers = servers
  }

  /// The settings that the environment names:
  ///
  /// `LIVESHELF_NATS_URL`, `…_USER`, `…_PASSWORD`, `…_TOKEN`, `…_CREDENTIALS` (file), `…_TLS` (`true`), `…_CA`,
  /// `…_CERTIFICATE`, `…_KEY` (PEM files), `…_NAMESPACE`, `…_REPLICAS`, `…_RETENTION_DAYS`, `…_TIMEOUT_S`. Each of them
  /// may stand in a file of lines `NAME=value` instead, which `LIVESHELF_NATS_SETTINGS` names: so secrets stay out of the
  /// environment. The environment has the last word.
  /// - Throws: `.invalidSetting`.
  public init(environment: [String: String]) throws(BackboneError) {
    self.init()
    if let path = environment["LIVESHELF_NATS_SETTINGS"] {
      try apply(try Self.lines(of: path))
    }
    try apply(environment)
    try check()
  }

  /// - Throws: `.invalidSetting`.
  func check() throws(BackboneError) {
    guard !servers.isEmpty else { throw .invalidSetting(name: "LIVESHELF_NATS_URL", reason: "names no server") }
    for server in servers where URL(string: server)?.host() == nil {
      throw .invalidSetting(name: "LIVESHELF_NATS_URL", reason: "'\(server)' is no address; write nats://host:4222")
    }
    guard !namespace.contains("."), (try? BackboneName.checked(namespace)) != nil else {
      throw .invalidSetting(name: "LIVESHELF_NATS_NAMESPACE", reason: "use letters, digits, '-' and '_'")
    }
    guard [1, 3, 5].contains(replicas) else {
      throw .invalidSetting(name: "LIVESHELF_NATS_REPLICAS", reason: "\(replicas) is not 1, 3 or 5")
    }
    for (name, path) in [
      ("CREDENTIALS", credentialsFile), ("CA", authorityFile), ("CERTIFICATE", certificateFile), ("KEY", keyFile),
    ] {
      if let path, !FileManager.default.isReadableFile(atPath: path) {
        throw .invalidSetting(name: "LIVESHELF_NATS_\(name)", reason: "\(path) cannot be read")
      }
    }
    guard (certificateFile == nil) == (keyFile == nil) else {
      throw .invalidSetting(name: "LIVESHELF_NATS_CERTIFICATE", reason: "a certificate and its key come together")
    }
  }

  private mutating func apply(_ values: [String: String]) throws(BackboneError) {
    func value(_ name: String) -> String? { values["LIVESHELF_NATS_" + name].flatMap { $0.isEmpty ? nil : $0 } }
    func number(_ name: String, _ range: ClosedRange<Int>) throws(BackboneError) -> Int? {
      guard let text = value(name) else { return nil }
      guard let number = Int(text), range.contains(number) else {
        throw .invalidSetting(
          name: "LIVESHELF_NATS_" + name, reason: "'\(text)' is no number of \(range.lowerBound) to \(range.upperBound)"
        )
      }
      return number
    }
    if let text = value("URL") {
      servers = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    user = value("USER") ?? user
    password = value("PASSWORD") ?? password
    token = value("TOKEN") ?? token
    credentialsFile = value("CREDENTIALS") ?? credentialsFile
    if let text = value("TLS") {
      guard let flag = Bool(text) else {
        throw .invalidSetting(name: "LIVESHELF_NATS_TLS", reason: "'\(text)' is neither true nor false")
      }
      usesTLS = flag
    }
    authorityFile = value("CA") ?? authorityFile
    certificateFile = value("CERTIFICATE") ?? certificateFile
    keyFile = value("KEY") ?? keyFile
    namespace = value("NAMESPACE") ?? namespace
    replicas = try number("REPLICAS", 1...5) ?? replicas
    if let days = try number("RETENTION_DAYS", 1...3650) { retention = .seconds(days * 24 * 3600) }
    if let seconds = try number("TIMEOUT_S", 1...60) { timeout = .seconds(seconds) }
  }

  private static func lines(of path: String) throws(BackboneError) -> [String: String] {
    let name = "LIVESHELF_NATS_SETTINGS"
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw .invalidSetting(name: name, reason: "\(path) cannot be read, or is larger than 1 MB")
    }
    var values: [String: String] = [:]
    for (index, line) in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).enumerated() {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.isEmpty || text.hasPrefix("#") { continue }
      guard let equals = text.firstIndex(of: "="), text.hasPrefix("LIVESHELF_NATS_") else {
        throw .invalidSetting(name: name, reason: "\(path): line \(index + 1) is not LIVESHELF_NATS_NAME=value")
      }
      values[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    return values
  }
}
