internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What becomes of the rest of a body whose request is refused before all of it was read.
///
/// Small bodies are read to their end and thrown away by the HTTP library, and the connection goes on. Of others, so much
/// is read that a sender which is still sending finds the answer; then the connection is closed, so that nobody can keep
/// the server reading what it has refused.
enum RefusedBody {
  /// Bytes that are read and thrown away.
  static let limit = 1 << 20
  /// How long the sender may take for them.
  static let patience = Duration.seconds(5)

  /// The refusal, as it has to be sent for this request.
  static func closing(_ refusal: Response, to request: Request, on channel: any Channel) -> Response {
    let length = request.headers[.contentLength].flatMap(Int.init)
    let isEndless = request.headers[.transferEncoding] != nil
    guard isEndless || (length ?? 0) > limit else { return refusal }
    var response = refusal
    response.headers[.connection] = "close"
    let answer = refusal.body
    response.body = ResponseBody(contentLength: answer.contentLength) { writer in
      try await answer.write(writer)
      try await throwAway(request.body, on: channel)
    }
    return response
  }

  private static func throwAway(_ body: RequestBody, on channel: any Channel) async throws {
    let alarm = Task {
      try await Task.sleep(for: patience)
      channel.close(mode: .all, promise: nil)
    }
    defer {
      alarm.cancel()
      channel.close(mode: .all, promise: nil)
    }
    var count = 0
    var iterator = body.makeAsyncIterator()
    while count <= limit, let piece = try await iterator.next() { count += piece.readableBytes }
  }
}
