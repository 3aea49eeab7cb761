internal import HTTPTypes
internal import Hummingbird

/// The routes of the server.
enum APIRouter {
  private static let methods: [HTTPRequest.Method] = [.get, .put, .post, .delete, .patch, .options, .trace]

  static func make(
    _ endpoints: [Endpoint], dashboard: (any DashboardSource)?, _ dispatcher: Dispatcher
  ) -> Router<APIContext> {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: NotFound())
    func add(_ endpoint: Endpoint) {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try await dispatcher.respond(to: request, context, with: endpoint)
      }
    }
    var allowed: [String: [HTTPRequest.Method]] = [:]
    for endpoint in endpoints {
      allowed[endpoint.path, default: []].append(endpoint.method)
      add(endpoint)
    }
    for (path, known) in allowed {
      let list = (known + (known.contains(.get) ? [.head] : [])).map(\.rawValue).sorted().joined(separator: ", ")
      for method in methods where !known.contains(method) {
        add(
          Endpoint(method, path, .open) { _, _ in
            var error = APIError(.methodNotAllowed, "method_not_allowed", "this path takes \(list)")
            error.headers[.allow] = list
            throw error
          })
      }
    }
    if let dashboard { add(.dashboard(dashboard)) }
    return router
  }
}

/// Unknown paths are answered as all errors are.
private struct NotFound: RouterMiddleware {
  typealias Context = APIContext

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      var response = Response.error(
        APIError(.notFound, "not_found", "there is nothing at this path; /v1/openapi.json lists all calls"))
      SecurityHeaders.add(to: &response)
      return response
    }
  }
}
