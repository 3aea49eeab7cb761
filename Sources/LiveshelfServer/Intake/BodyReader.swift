internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1

/// Reads request bodies piece by piece, within limits of size and time.
struct BodyReader {
  let limit: Int
  /// How long the whole body may take.
  let patience: Duration

  /// Hands out the body's pieces. What becomes of the rest of a body that is refused: `RefusedBody`.
  ///
  /// - Throws: `APIError`: 413, 408, 400; `HTTPParserError`.
  func read(_ request: Request, _ use: ([UInt8]) throws(APIError) -> Void) async throws {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
      throw APIError.tooLarge("the body", limit: limit, unit: "bytes")
    }
    let start = ContinuousClock.now
    var count = 0
    var iterator = request.body.makeAsyncIterator()
    while true {
      let buffer: ByteBuffer?
      do {
        buffer = try await iterator.next()
      } catch let error as HTTPParserError {
        // The HTTP library answers these itself, and closes the connection.
        throw error
      } catch {
        throw APIError(.badRequest, "incomplete_body", "the body broke off; send it again")
      }
      guard let buffer else { return }
      guard ContinuousClock.now - start < patience else {
        throw APIError(.requestTimeout, "too_slow", "the body did not come within \(patience); send smaller parts")
      }
      count += buffer.readableBytes
      guard count <= limit else { throw APIError.tooLarge("the body", limit: limit, unit: "bytes") }
      try use(Array(buffer.readableBytesView))
    }
  }

  /// The whole body.
  func all(_ request: Request) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    try await read(request) { piece throws(APIError) in bytes += piece }
    return bytes
  }
}
