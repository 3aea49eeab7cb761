public import Connectors
internal import CoreMetrics
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import LiveshelfCore
public import Logging
public import Metering
internal import NIOCore
public import RoomAPI
public import ServiceLifecycle

/// Why the server does not start. The user can mend all cases.
public enum LiveshelfServerError: Error, Sendable, CustomStringConvertible {
  /// It would be open to the network without a token.
  case needsToken(bind: String)
  /// The address is taken, or not of this machine.
  case cannotBind(address: String, reason: String)
  case tokens(TokenError)
  case document(String)
  /// The key of the model that phrases answers cannot be read.
  case phrasing(String)

  public var description: String {
    switch self {
    case .needsToken(let bind):
      """
      binding to \(bind) would open the server to the network, and there is no token; make one with \
      `liveshelf token create --name NAME --role operator`, or bind to 127.0.0.1
      """
    case .cannotBind(let address, let reason):
      "cannot listen on \(address): \(reason)"
    case .tokens(let error): error.description
    case .document(let reason), .phrasing(let reason): reason
    }
  }
}

/// The HTTP server: the API, its event streams and the dashboard, before rooms that run elsewhere.
///
/// It runs under ServiceLifecycle: when it is asked to stop, event streams are ended, requests under way are answered, and no
/// new ones are taken.
public final class LiveshelfServer: Service {
  private let configuration: ServerConfiguration
  private let settings: LiveSettings
  private let events: EventHub
  /// The calls of the API as `METHOD path`, sorted.
  public let calls: [String]
  private let application: Application<RouterResponder<APIContext>>

  /// - Parameters:
  ///   - connectors: nil: there are none.
  ///   - dashboard: nil: no pages.
  ///   - metrics: what `/metrics` shows: what the server counts, and the rooms and sinks that were given the same.
  ///   - started: called with the port when requests can come.
  /// - Throws: `needsToken`, `tokens`, `document`.
  public init(
    _ configuration: ServerConfiguration, service: any RoomService, database: ServerDatabase,
    secrets: IntakeSecrets = IntakeSecrets(), connectors: ConnectorDesk? = nil, dashboard: (any DashboardSource)? = nil,
    events eventSettings: EventSettings = EventSettings(),
    metrics: PrometheusRegistry = PrometheusRegistry(), logger: Logger,
    started: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws(LiveshelfServerError) {
    let server = configuration.server
    let tokens = TokenStore(database)
    do {
      if !server.isLoopback, !(try tokens.hasValidToken(at: WallClock.system.now)) {
        throw LiveshelfServerError.needsToken(bind: server.bind)
      }
    } catch let error as TokenError {
      throw .tokens(error)
    } catch let error as LiveshelfServerError {
      throw error
    } catch {
      throw .document("\(error)")
    }
    let document: APIDocument
    do { document = try APIDocument() } catch { throw .document(error.description) }
    MetricFamily.startTime.gauge(in: metrics).set(Double(WallClock.system.now.microseconds) / 1_000_000)
    MetricFamily.beginCounting(in: metrics)
    self.configuration = configuration
    settings = LiveSettings(configuration, secrets)
    events = EventHub(service, metrics, eventSettings, settings)
    let door = OpenDoor(configuration, tokens: tokens)
    let proxies = TrustedProxies(server.trustedProxies)
    let gate = Gate(
      tokens: tokens, sessions: SessionStore(database), limiter: RateLimiter(), metrics: metrics, settings: settings,
      hosts: HostPolicy(hosts: server.allowHosts, isOpen: door.isConfigured), door: door, proxies: proxies)
    let audit = AuditLog(database)
    let api = API(
      service: service, connectors: connectors ?? ConnectorDesk(), gate: gate, settings: settings, events: events,
      audit: audit, answers: AnswerStore(database),
      bodies: BodySlots(), metrics: metrics, document: document,
      phraser: try AnswerPhraser.make(configuration.answers), logger: logger)
    let endpoints = api.endpoints
    calls = endpoints.map { "\($0.method.rawValue) \($0.path)" }.sorted()
    let router = APIRouter.make(
      endpoints, dashboard: dashboard, RequestHandler(gate: gate, audit: audit, metrics: metrics, logger: logger))
    let connections = AddressConnections(settings: settings, proxies: proxies)
    application = Application(
      router: router,
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [ConnectionCounter(connections)],
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(server.bind, port: server.port), serverName: nil, backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)),
      onServerRunning: { channel in await started(channel.localAddress?.port ?? server.port) },
      logger: logger)
  }

  /// Why an address cannot be listened on, and what helps.
  private static func reason(_ error: any Error, port: Int) -> String {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE?:
      "the port is in use: another program, perhaps another 'liveshelf serve', listens there; stop it, or choose another port with --port or "
        + "server.port (0: a free one)"
    case EADDRNOTAVAIL?:
      "that is no address of this machine; give --bind or server.bind one of its own, such as 127.0.0.1, or 0.0.0.0 for all"
    case EACCES?, EPERM?: "this user may not listen on port \(port); choose one from 1024 on with --port or server.port"
    default: "\(error); choose another server.bind or server.port"
    }
  }

  /// Serves until it is asked to stop, or cancelled.
  ///
  /// - Throws: `LiveshelfServerError.cannotBind`.
  public func run() async throws {
    do {
      try await withGracefulShutdownHandler {
        try await application.run()
      } onGracefulShutdown: { [events] in
        // The server waits for its requests to end: these streams would never.
        Task { await events.close() }
      }
    } catch let error as IOError {
      throw LiveshelfServerError.cannotBind(
        address: "\(configuration.server.bind):\(configuration.server.port)",
        reason: Self.reason(error, port: configuration.server.port))
    }
    await events.close()
  }

  /// Takes over what may change while it runs: limits, secrets, and what may be attached to.
  public func reload(_ configuration: ServerConfiguration, secrets: IntakeSecrets) {
    settings.replace(configuration, secrets)
  }
}
