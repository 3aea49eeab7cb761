internal import HTTPTypes
internal import Hummingbird

/// One call of the API.
struct Endpoint: Sendable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  var method: HTTPRequest.Method
  /// With parameters in braces, as in the OpenAPI document: `/v1/rooms/{room}`.
  var path: String
  var access: Access
  /// The action's name in the audit log; nil: it is not worth remembering.
  var action: String?
  var handler: Handler

  init(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, action: String? = nil, handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.action = action
    self.handler = handler
  }
}
