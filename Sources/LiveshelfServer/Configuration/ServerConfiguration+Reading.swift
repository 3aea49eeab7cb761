public import Foundation
internal import LiveshelfCore
internal import Yams

extension ServerConfiguration {
  /// Reads a YAML file and the environment. All that is wrong is told at once.
  ///
  /// - Parameters:
  ///   - file: nil: the environment alone.
  ///   - environment: `LIVESHELF_SERVER_PORT` overrides `server.port`, and so on.
  public static func read(
    _ file: URL?, environment: [String: String]
  ) throws(ConfigurationError) -> ServerConfiguration {
    guard let file else { return try parse("", file: "environment", environment: environment) }
    let name = file.lastPathComponent
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw .one(name, nil, "cannot be read (\(file.path)); check the path and that this user may read it")
    }
    guard data.count <= 1 << 20 else { throw .one(name, nil, "is larger than 1 MB; it is no liveshelf.yaml") }
    guard let text = String(data: data, encoding: .utf8) else { throw .one(name, nil, "is no UTF-8 text") }
    return try parse(text, file: name, environment: environment)
  }

  /// Reads the text of a YAML file.
  public static func parse(
    _ text: String, file: String, environment: [String: String] = [:]
  ) throws(ConfigurationError) -> ServerConfiguration {
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw .one(file, error.line, error.cause)
    } catch {
      throw .one(file, nil, "\(error)")
    }
    let report = ConfigurationSection.Report(file: file, environment: environment)
    let section = ConfigurationSection(root, path: "", report: report)
    var result = ServerConfiguration()
    result.take(section)
    if !report.problems.isEmpty { throw ConfigurationError(problems: report.problems) }
    return result
  }

  private mutating func take(_ root: ConfigurationSection) {
    take(server: root.section("server"))
    dataFolder = root.text("data") ?? dataFolder
    rooms = root.sections("rooms", limit: 64).compactMap(ConfiguredRoom.init)
    sinks = root.sections("sinks", limit: 64).compactMap(ConfiguredSink.init)
    intake = root.sections("intake", limit: 16).compactMap(ConfiguredIntake.init)
    connectors = root.sections("connectors", limit: 64).compactMap(ConfiguredConnector.init)
    thresholdsFile = root.text("thresholds")
    take(limits: root.section("limits"))
    take(networks: root.section("networks"))
    take(security: root.section("security"))
    security.attach.networks = networks.streams
    answers = AnswerSettings(root.section("answers"))
    let logging = root.section("logging")
    self.logging.level = logging.choice("level", LogLevelName.self)?.rawValue ?? self.logging.level
    logging.finish()
    take(metrics: root.section("metrics"))
    var names: Set<String> = []
    for room in rooms where !names.insert(room.name.text).inserted {
      root.note("rooms", "two rooms are called '\(room.name)'; give each a name of its own")
    }
    names = []
    for sink in sinks where !names.insert(sink.name).inserted {
      root.note("sinks", "two sinks are called '\(sink.name)'; give each a name of its own")
    }
    names = []
    for source in intake where !names.insert(source.name).inserted {
      root.note("intake", "two intakes are called '\(source.name)'; give each a name of its own")
    }
    names = []
    for connector in connectors where !names.insert(connector.name).inserted {
      root.note("connectors", "two connectors are called '\(connector.name)'; give each a name of its own")
    }
    root.finish()
  }

  private mutating func take(server section: ConfigurationSection) {
    server.bind = address(section) ?? server.bind
    server.port = section.integer("port", in: 0...65_535) ?? server.port
    server.allowHosts = section.texts("allow_hosts") ?? server.allowHosts
    server.trustedProxies = addresses("trusted_proxies", of: section)
    section.finish()
  }

  private mutating func take(metrics section: ConfigurationSection) {
    metrics.bind = address(section) ?? metrics.bind
    metrics.port = section.integer("port", in: 0...65_535)
    section.finish()
  }

  private mutating func take(networks section: ConfigurationSection) {
    networks.webhooks = addresses("webhooks", of: section)
    networks.streams = addresses("streams", of: section)
    networks.publishers = addresses("publishers", of: section)
    section.finish()
  }

  private func addresses(_ key: String, of section: ConfigurationSection) -> [IPNetwork] {
    (section.texts(key) ?? []).compactMap { text in
      let network = IPNetwork(text)
      if network == nil { section.note(key, "'\(text)' is no block of addresses; write such as 10.20.0.0/16") }
      return network
    }
  }

  private func address(_ section: ConfigurationSection) -> String? {
    let bind = section.text("bind")
    if let bind, bind != "localhost", IPAddress(bind) == nil {
      section.note("bind", "'\(bind)' is no address; write such as 127.0.0.1, ::1 or 0.0.0.0")
    }
    return bind
  }

  private mutating func take(limits section: ConfigurationSection) {
    func take(_ key: String, _ range: ClosedRange<Int>, _ value: inout Int) {
      value = section.integer(key, in: range) ?? value
    }
    take("rooms", 1...10_000, &limits.rooms)
    take("body_bytes", 1024...1 << 30, &limits.bodyBytes)
    take("body_rows", 1...5_000_000, &limits.bodyRows)
    take("bodies_at_once", 1...10_000, &limits.bodiesAtOnce)
    take("bodies_bytes", 1024...1 << 40, &limits.bodiesBytes)
    take("body_seconds", 1...3600, &limits.bodySeconds)
    take("catalog_bytes", 1024...1 << 30, &limits.catalogBytes)
    take("marker_bytes", 1024...1 << 30, &limits.markerBytes)
    take("recording_bytes", 1024...1 << 40, &limits.recordingBytes)
    take("connections", 8...1_000_000, &limits.connections)
    take("connections_per_address", 1...1_000_000, &limits.connectionsOfAddress)
    take("sse_clients", 1...100_000, &limits.eventClients)
    take("requests_per_second", 1...1_000_000, &limits.requestsPerSecond)
    take("request_burst", 1...1_000_000, &limits.requestBurst)
    take("failures_per_minute", 1...1_000_000, &limits.failuresPerMinute)
    section.finish()
  }

  private mutating func take(security section: ConfigurationSection) {
    security.requiresTokens = section.flag("require_tokens") ?? security.requiresTokens
    security.sessionHours = section.integer("session_hours", in: 1...8760) ?? security.sessionHours
    security.secureCookies = section.flag("secure_cookies") ?? security.secureCookies
    security.intakeSecretsFile = section.text("intake_secrets")
    let attach = section.section("attach")
    if let schemes = attach.texts("schemes") {
      let known: Set = ["rtmp", "rtmps", "http", "https", "srt", "file"]
      for scheme in schemes where !known.contains(scheme) {
        attach.note("schemes", "'\(scheme)' is unknown; known are \(known.sorted().joined(separator: ", "))")
      }
      security.attach.schemes = Set(schemes)
    }
    security.attach.allowsPrivateAddresses =
      attach.flag("allow_private") ?? security.attach.allowsPrivateAddresses
    security.attach.hosts = Set((attach.texts("hosts") ?? []).map { $0.lowercased() })
    attach.finish()
    section.finish()
  }
}

/// The names of swift-log's levels.
private enum LogLevelName: String, CaseIterable {
  case trace, debug, info, notice, warning, error, critical
}

extension ConfigurationError {
  static func one(_ file: String, _ line: Int?, _ message: String) -> ConfigurationError {
    ConfigurationError(problems: [Problem(file: file, line: line, path: "", message: message)])
  }
}

extension YamlError {
  var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  /// The problem without the snippet of the file.
  var cause: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "\(problem); check indentation, colons and quotes on this line"
    case .duplicatedKeysInMapping(let keys, _):
      "\(keys.sorted().joined(separator: ", ")) is there twice; remove one"
    default: "\(self)"
    }
  }
}
