internal import HTTPTypes
internal import LiveshelfCore
internal import RoomAPI

/// An answer that says what is wrong with a request, and the remedy: `{"error": {"code", "message", "field"}}`.
struct APIError: Error, Sendable {
  var status: HTTPResponse.Status
  var code: String
  var message: String
  /// The request's member, parameter or header at fault.
  var field: String?
  /// Seconds after which the same request may succeed.
  var retryAfter: Int?
  var headers: HTTPFields = [:]

  init(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, field: String? = nil, retryAfter: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.field = field
    self.retryAfter = retryAfter
  }

  static func unauthorized(_ code: String, _ message: String) -> APIError {
    APIError(.unauthorized, code, message)
  }

  static func invalid(_ field: String, _ message: String) -> APIError {
    APIError(.unprocessableContent, "invalid_value", message, field: field)
  }

  static func tooLarge(_ what: String, limit: Int, unit: String) -> APIError {
    APIError(.contentTooLarge, "too_large", "\(what) is larger than \(limit) \(unit); send it in smaller parts")
  }

  /// The body as JSON.
  struct Body: Codable {
    struct Details: Codable {
      var code: String
      var message: String
      var field: String?
    }

    var error: Details
  }

  var body: Body { Body(error: Body.Details(code: code, message: message, field: field)) }
}

extension APIError {
  init(_ error: ServiceError) {
    switch error {
    case .roomNotFound(let room):
      self.init(.notFound, "room_not_found", "there is no room '\(room)'; GET /v1/rooms lists them")
    case .roomExists(let room):
      self.init(.conflict, "room_exists", "there is a room '\(room)' already; take another name", field: "name")
    case .notFound(let what, let id):
      self.init(.notFound, "\(what)_not_found", "there is no \(what) '\(id)' in this room")
    case .conflict(let message): self.init(.conflict, "conflict", message)
    case .invalid(let field, let message): self = .invalid(field, message)
    case .limitExceeded(let message): self.init(.conflict, "limit_exceeded", message)
    case .busy(let seconds):
      self.init(
        .tooManyRequests, "busy", "the room's queue is full; nothing was taken, send it again later",
        retryAfter: max(1, seconds))
    case .unavailable(let message): self.init(.serviceUnavailable, "unavailable", message, retryAfter: 5)
    }
  }
}
