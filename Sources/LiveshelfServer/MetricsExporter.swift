internal import Hummingbird
internal import HummingbirdCore
public import Logging
public import Metering
internal import NIOCore
public import ServiceLifecycle

/// Answers `/metrics` and `/healthz`, for a program without an API, such as a worker.
///
/// There are no tokens: it listens on this machine only, unless it is told another address.
public final class MetricsExporter: Service {
  private let application: Application<RouterResponder<BasicRequestContext>>
  private let address: String

  /// Nil: no port is set.
  ///
  /// - Parameter started: called with the port when requests can come.
  public init?(
    _ metrics: PrometheusRegistry, _ settings: MetricsSettings, logger: Logger,
    started: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    guard let port = settings.port else { return nil }
    let bind = settings.bind
    let router = Router()
    router.get("/metrics") { _, _ in Self.answer(metrics) }
    router.get("/healthz") { _, _ in Response(status: .ok) }
    address = "\(bind):\(port)"
    application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname(bind, port: port), serverName: nil),
      onServerRunning: { channel in await started(channel.localAddress?.port ?? port) }, logger: logger)
  }

  /// Serves until it is asked to stop, or cancelled.
  ///
  /// - Throws: `LiveshelfServerError.cannotBind`.
  public func run() async throws {
    do {
      try await application.run()
    } catch let error as IOError {
      throw LiveshelfServerError.cannotBind(address: address, reason: "\(error)")
    }
  }

  static func answer(_ metrics: PrometheusRegistry) -> Response {
    Response(
      status: .ok, headers: [.contentType: PrometheusRegistry.contentType, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
  }
}
