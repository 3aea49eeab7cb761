internal import HTTPTypes
internal import Hummingbird

/// The routes of the server.
enum APIRouter {
  static func make(
    _ endpoints: [Endpoint], dashboard: (any DashboardSource)?, _ handler: RequestHandler
  ) -> Router<APIContext> {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: UnknownCalls(endpoints))
    func add(_ endpoint: Endpoint) {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try await handler.respond(to: request, context, with: endpoint)
      }
    }
    for endpoint in endpoints { add(endpoint) }
    if let dashboard {
      for path in ["/", "/**"] { add(.dashboard(dashboard, at: path)) }
    }
    return router
  }
}

/// Answers unknown paths, and methods that a path does not take, as all errors are answered.
private struct UnknownCalls: RouterMiddleware {
  typealias Context = APIContext

  /// The parts of each path, and what it takes.
  private let paths: [(parts: [Substring], methods: String)]

  init(_ endpoints: [Endpoint]) {
    var methods: [String: [String]] = [:]
    for endpoint in endpoints {
      methods[endpoint.path, default: []] += endpoint.method == .get ? ["GET", "HEAD"] : [endpoint.method.rawValue]
    }
    paths = methods.sorted { $0.key < $1.key }.map { path, methods in
      (path.split(separator: "/"), methods.sorted().joined(separator: ", "))
    }
  }

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      var response = Response.error(self.error(for: request.uri.path))
      SecurityHeaders.add(to: &response)
      return response
    }
  }

  private func error(for path: String) -> APIError {
    let parts = path.split(separator: "/")
    let known = paths.first { known in
      known.parts.count == parts.count && zip(known.parts, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    guard let known else {
      return APIError(.notFound, "not_found", "there is nothing at this path; /v1/openapi.json lists all calls")
    }
    var error = APIError(.methodNotAllowed, "method_not_allowed", "this path takes \(known.methods)")
    error.headers[.allow] = known.methods
    return error
  }
}
