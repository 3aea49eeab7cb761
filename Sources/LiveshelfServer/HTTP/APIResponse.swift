internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension Response {
  /// A JSON answer.
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    json(bytes: try APIJSON.data(value), status: status)
  }

  /// JSON that is written already.
  static func json(bytes: some Collection<UInt8>, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// An error's answer. The connection of a sender that is too slow is closed.
  static func error(_ error: APIError) -> Response {
    let data: Data
    do {
      data = try APIJSON.data(error.body)
    } catch {
      // Texts always encode; were it otherwise, the status says enough.
      data = Data("{}".utf8)
    }
    var headers = error.headers
    headers[.contentType] = "application/json; charset=utf-8"
    headers[.cacheControl] = "no-store"
    if let seconds = error.retryAfter { headers[.retryAfter] = String(seconds) }
    if error.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer realm=\"liveshelf\"" }
    let buffer = ByteBuffer(bytes: data)
    guard error.status == .requestTimeout else {
      return Response(status: error.status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
    headers[.connection] = "close"
    headers[.contentLength] = String(buffer.readableBytes)
    let body = ResponseBody { writer in
      try await writer.write(buffer)
      try await writer.finish(nil)
      // The rest of the body is not worth reading.
      throw ClosedConnection()
    }
    return Response(status: error.status, headers: headers, body: body)
  }
}

/// Ends a connection whose request will not be read to its end.
struct ClosedConnection: Error {}
