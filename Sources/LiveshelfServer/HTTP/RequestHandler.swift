internal import CoreMetrics
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import Logging
internal import Metering
internal import NIOHTTP1
internal import RoomAPI

/// Answers one call: lets it in, runs it, turns what is thrown into an answer, counts it, and remembers what operators did.
struct RequestHandler: Sendable {
  let gate: Gate
  let audit: AuditLog
  let metrics: any MetricsFactory
  let logger: Logger

  func respond(to request: Request, _ context: APIContext, with endpoint: Endpoint) async throws -> Response {
    let start = ContinuousClock.now
    var context = context
    var response: Response
    do {
      context.address = gate.proxies.caller(request, peer: context.address)
      try gate.checkHost(request)
      // A platform's Authorization may be a signature of its own.
      if endpoint.access != .signed { context.caller = try await gate.identify(request, context) }
      try gate.admit(request, context, to: endpoint.access)
      response = try await endpoint.handler(request, context)
    } catch let error as HTTPParserError {
      throw error
    } catch {
      response = RefusedBody.closing(
        endpoint.refusal(apiError(error, request, endpoint)), to: request, on: context.channel)
    }
    SecurityHeaders.add(to: &response)
    if let action = endpoint.action { await remember(action, context, response) }
    let method = endpoint.method.rawValue
    MetricFamily.requests.counter(method, endpoint.path, String(response.status.code), in: metrics).increment()
    MetricFamily.requestDuration.histogram(method, endpoint.path, in: metrics)
      .record((ContinuousClock.now - start) / .seconds(1))
    return response
  }

  private func apiError(_ error: any Error, _ request: Request, _ endpoint: Endpoint) -> APIError {
    switch error {
    case let error as APIError: return error
    case let error as ServiceError: return APIError(error)
    case let error as TokenError:
      logger.error("The server's database fails", metadata: ["error": "\(error)"])
      return APIError(.serviceUnavailable, "unavailable", "the server's database cannot be used now", retryAfter: 5)
    default:
      logger.error(
        "A call failed", metadata: ["method": "\(endpoint.method)", "path": "\(endpoint.path)", "error": "\(error)"])
      return APIError(.internalServerError, "internal", "the server failed; its log says how")
    }
  }

  /// The room that a call made.
  private static func made(_ response: Response) -> String? {
    response.headers[.location].flatMap { $0.split(separator: "/").last }.map(String.init)
  }

  private func remember(_ action: String, _ context: APIContext, _ response: Response) async {
    func part(_ name: String) -> String? {
      context.parameters.get(name).map { String(($0.removingPercentEncoding ?? $0).prefix(256)) }
    }
    let entry = AuditEntry(
      id: 0, time: WallClock.system.now.text, actor: context.caller.name, address: context.address, action: action,
      room: part("room") ?? Self.made(response),
      target: part("signal") ?? part("marker") ?? part("row") ?? part("connector"),
      status: response.status.code)
    do {
      try await audit.record(entry)
    } catch {
      logger.error(
        "An action could not be written to the audit log", metadata: ["action": "\(action)", "error": "\(error)"])
    }
  }
}
