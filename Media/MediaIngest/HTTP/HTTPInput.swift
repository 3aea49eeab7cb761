import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The body of an answer, as a byte stream. Owned by one thread.
final class HTTPInput: ByteInput {
  let readGuard: ReadGuard
  private let source: MediaSource
  private let session: HTTPSession
  private var answer: HTTPSession.Answer
  private var chunk = ByteBuffer()
  /// The range asked for, when it was one.
  private let range: HTTPRange?
  private(set) var size: Int64?
  private(set) var canSeek = false

  /// - Parameter range: the part of the file to read; nil: all of it.
  init(_ address: String, session: HTTPSession, readGuard: ReadGuard, range: HTTPRange? = nil) throws(MediaError) {
    source = MediaSource(address)
    self.session = session
    self.readGuard = readGuard
    self.range = range
    // Asking for a range that is everything shows whether the server knows ranges.
    answer = try session.get(address, range: range ?? HTTPRange(start: 0), guard: readGuard)
    let headers = answer.head.headers
    if answer.head.status == 206 {
      canSeek = range == nil
      // `Content-Range: bytes 0-99/100`
      if let total = headers.first(name: "content-range")?.split(separator: "/").last { size = Int64(total) }
      canSeek = canSeek && size != nil
    } else {
      guard (range?.start ?? 0) == 0 else {
        throw .unreachable(address: source.redactedAddress, detail: "the server gives no parts of files")
      }
      size = headers.first(name: "content-length").flatMap { Int64($0) }
    }
    let isPacked = headers.first(name: "content-encoding").map { $0.lowercased() != "identity" } ?? false
    if range != nil || isPacked { size = nil }
    canSeek = canSeek && !isPacked
  }

  deinit { close() }

  /// The address after redirects.
  var address: String { answer.address }

  private func close() {
    answer.task.cancel()
    answer.transfer.close()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    while chunk.readableBytes == 0 {
      switch answer.transfer.next(readGuard) {
      case .body(let next): chunk = next
      case .head: continue
      case .end(nil): return 0
      case .end(let failure?):
        throw .connectionLost(address: source.redactedAddress, detail: HTTPSession.text(of: failure))
      case nil: throw .givenUp(source, guard: readGuard, whileConnecting: false)
      }
    }
    let count = min(buffer.count, chunk.readableBytes)
    chunk.readWithUnsafeReadableBytes { bytes in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      return count
    }
    return count
  }

  func seek(to offset: Int64) throws(MediaError) {
    close()
    chunk = ByteBuffer()
    answer = try session.get(source.address, range: HTTPRange(start: offset), guard: readGuard)
    guard answer.head.status == 206 || offset == 0 else {
      throw .connectionLost(address: source.redactedAddress, detail: "the server gives no parts of this file any more")
    }
  }
}
