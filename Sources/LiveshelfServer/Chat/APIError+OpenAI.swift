internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RoomAPI

extension Endpoint {
  /// The calls that clients of OpenAI's API make, which expect its errors.
  private static let openAIPaths: Set = [
    "/v1/chat/completions", "/v1/models", "/v1/models/{model}", "/v1/models/liveshelf/{model}",
  ]

  /// The answer to a request that this call refuses.
  func refusal(_ error: APIError) -> Response {
    Self.openAIPaths.contains(path) ? .openAIError(error) : .error(error)
  }
}

/// OpenAI's shape of an error: `{"error": {"message", "type", "param", "code"}}`.
private struct OpenAIError: Encodable {
  struct Details: Encodable {
    var message: String
    var type: String
    @Nullable var param: String?
    @Nullable var code: String?
  }

  var error: Details

  init(_ error: APIError) {
    let type =
      switch error.status.code {
      case 401: "authentication_error"
      case 403: "permission_error"
      case 429: "rate_limit_error"
      case 500...: "server_error"
      default: "invalid_request_error"
      }
    self.error = Details(message: error.message, type: type, param: error.field, code: error.code)
  }
}

extension Response {
  fileprivate static func openAIError(_ error: APIError) -> Response {
    var error = error
    // OpenAI tells wrong values with 400.
    if error.status == .unprocessableContent { error.status = .badRequest }
    var response = Response.error(error)
    let data: Data
    do {
      data = try APIJSON.data(OpenAIError(error))
    } catch {
      // Texts always encode; were it otherwise, the usual shape says it too.
      return response
    }
    // The body of an answer that closes the connection stays as it is.
    if error.status != .requestTimeout { response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: data)) }
    return response
  }
}
