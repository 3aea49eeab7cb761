import Backbone
import Delivery
import Foundation
import KafkaLink
import LiveshelfCore
import LiveshelfServer

/// Makes sinks from the configuration.
enum SinkFactory {
  /// - Parameter environment: where secrets are looked up.
  static func sinks(_ configuration: ServerConfiguration, environment: [String: String]) throws -> [any Sink] {
    try configuration.sinks.map { sink in
      let made = try make(sink, allowing: configuration.networks.webhooks, environment: environment)
      return SelectedSink(made, rooms: Set(sink.rooms), types: sink.types)
    }
  }

  private static func make(
    _ sink: ConfiguredSink, allowing networks: [IPNetwork], environment: [String: String]
  ) throws -> any Sink {
    switch sink.kind {
    case .stdout: return StandardOutputSink(name: sink.name)
    case .file: return FileSink(name: sink.name, path: try need(sink.path, "path", of: sink))
    case .webhook:
      return try settled(sink) {
        let secrets = try secret(of: sink, environment: environment).split(whereSeparator: \.isWhitespace)
          .map { try WebhookSecret(String($0)) }
        return try WebhookSink(
          WebhookSettings(
            name: sink.name, url: try need(sink.url, "url", of: sink), secrets: secrets,
            rules: rules(of: sink, allowing: networks)))
      }
    case .feishu, .dingtalk, .wecom, .slack:
      return try settled(sink) { try ChatSink(chatSettings(of: sink, allowing: networks, environment: environment)) }
    case .nats:
      return try settled(sink) {
        try NatsSink(name: sink.name, natsSettings(of: sink, environment: environment))
      }
    case .kafka:
      return try settled(sink) {
        try KafkaSink(
          name: sink.name, kafkaSettings(of: sink, environment: environment), topic: need(sink.topic, "topic", of: sink)
        )
      }
    }
  }

  /// Says of which sink a setting is wrong.
  private static func settled<Made>(_ sink: ConfiguredSink, _ make: () throws -> Made) throws -> Made {
    do {
      return try make()
    } catch let error as ServingError {
      throw error
    } catch {
      throw ServingError.sink(sink.name, "\(error)")
    }
  }

  private static func chatSettings(
    of sink: ConfiguredSink, allowing networks: [IPNetwork], environment: [String: String]
  ) throws -> ChatSettings {
    let url = try need(sink.url, "url", of: sink)
    guard let service = ChatService(rawValue: sink.kind.rawValue) else {
      throw ServingError.sink(sink.name, "it is no team chat")
    }
    var settings = ChatSettings(
      name: sink.name, service: service, url: url, rules: rules(of: sink, allowing: networks))
    if sink.secretVariable != nil || sink.secretFile != nil {
      settings.secret = try secret(of: sink, environment: environment)
    }
    settings.language = sink.language
    settings.screen = sink.screen
    settings.quietHours = sink.quietHours
    settings.digestSeconds = Double(sink.digestSeconds)
    settings.choosesSignals = sink.types.isEmpty
    return settings
  }

  /// What the configuration says, and for all else (TLS, certificates, credentials) the variables `LIVESHELF_NATS_…`.
  private static func natsSettings(of sink: ConfiguredSink, environment: [String: String]) throws -> NatsSettings {
    var environment = environment
    environment["LIVESHELF_NATS_URL"] = try need(sink.url, "url", of: sink)
    if let topic = sink.topic { environment["LIVESHELF_NATS_NAMESPACE"] = topic }
    var settings = try NatsSettings(environment: environment)
    if sink.secretVariable != nil || sink.secretFile != nil {
      let secret = try secret(of: sink, environment: environment)
      (settings.user, settings.password) = sink.user.map { ($0, secret) } ?? (nil, nil)
      settings.token = sink.user == nil ? secret : nil
    }
    return settings
  }

  private static func kafkaSettings(of sink: ConfiguredSink, environment: [String: String]) throws -> KafkaSettings {
    try KafkaAccess(
      brokers: need(sink.url, "url", of: sink), user: sink.user,
      secret: ConfiguredSecret(variable: sink.secretVariable, file: sink.secretFile)
    ).settings(environment: environment)
  }

  /// This machine is fine when the address says so, and so are the networks that the configuration names; to these, plain
  /// http may go too.
  private static func rules(of sink: ConfiguredSink, allowing networks: [IPNetwork]) -> TargetRules {
    let host = sink.url.flatMap { URLComponents(string: $0)?.host?.lowercased() } ?? ""
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let loopback = ["127.0.0.0/8", "::1/128"].compactMap { IPNetwork($0) }
    if bare == "localhost" || IPAddress(bare)?.isLoopback == true {
      return TargetRules(allowsPlainHTTP: true, allowedNetworks: networks + loopback)
    }
    let isNamed = IPAddress(bare).map { address in networks.contains { $0.contains(address) } } ?? false
    return TargetRules(allowsPlainHTTP: isNamed, allowedNetworks: networks)
  }

  private static func need(_ value: String?, _ key: String, of sink: ConfiguredSink) throws -> String {
    guard let value else { throw ServingError.sink(sink.name, "it needs a \(key)") }
    return value
  }

  private static func secret(of sink: ConfiguredSink, environment: [String: String]) throws -> String {
    do {
      return try ConfiguredSecret(variable: sink.secretVariable, file: sink.secretFile).text(environment: environment)
    } catch {
      throw ServingError.sink(sink.name, "\(error)")
    }
  }
}

/// What keeps the server from being put together.
enum ServingError: Error, CustomStringConvertible {
  case sink(String, String)
  case intake(String, String)
  case connector(String, String)
  case thresholds(String)
  case refused(String)

  var description: String {
    switch self {
    case .sink(let name, let reason): "the sink '\(name)' cannot work: \(reason)"
    case .intake(let name, let reason): "the intake '\(name)' cannot work: \(reason)"
    case .connector(let name, let reason): "the connector '\(name)' cannot work: \(reason)"
    case .thresholds(let reason): "the thresholds cannot be used: \(reason)"
    case .refused(let reason): reason
    }
  }
}

/// A sink that takes the signals of some rooms and types, and passes over the others.
private struct SelectedSink: Sink {
  private let inner: any Sink
  private let rooms: Set<RoomName>
  private let types: [String]

  init(_ inner: any Sink, rooms: Set<RoomName>, types: [String]) {
    self.inner = inner
    self.rooms = rooms
    self.types = types
  }

  var name: String { inner.name }
  var batchSize: Int { inner.batchSize }
  var retry: RetrySchedule { inner.retry }

  func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    let wanted = entries.filter { entry in
      (rooms.isEmpty || rooms.contains(entry.room)) && (types.isEmpty || types.contains { Self.fits(entry.type, $0) })
    }
    if !wanted.isEmpty { try await inner.deliver(wanted) }
  }

  func close() async { await inner.close() }

  private static func fits(_ type: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? type.hasPrefix(pattern.dropLast()) : type == pattern
  }
}
