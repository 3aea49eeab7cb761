/// Tells a finished recording on a web server from a live stream, by what stands at the end that the server states: live
/// streams state lengths that are made up, and none at all.
enum Completeness {
  enum Container {
    case flv
    /// Another one, with its first bytes.
    case other([UInt8])
  }

  private static let tailSize: Int64 = 64 * 1024

  /// Whether the server can go to the stream's end and has the right thing there.
  ///
  /// - Parameter address: where `input` was opened; read a second time from near its end.
  static func isComplete(
    _ input: any ByteInput, container: Container, _ session: HTTPSession?, _ address: String
  ) -> Bool {
    guard let session, input.canSeek, let size = input.size, size > 16 else { return false }
    let start = max(size - tailSize, 0)
    // A server that does not give the end has none.
    guard
      let tail = try? HTTPInput(
        address, session: session, readGuard: input.readGuard, range: HTTPRange(start: start, last: size - 1)
      ).readAll(limit: Int(tailSize)), Int64(tail.count) == size - start
    else { return false }
    switch container {
    case .flv:
      // The last four bytes repeat the length of the last tag (FLV 10.1, E.3).
      let length = tail.suffix(4).reduce(0) { $0 << 8 | Int($1) }
      let header = tail.count - 4 - length
      // A tag that begins before the tail: of a length that a tag can have, in a file that has room for it.
      if length > 11, header < 0 { return length < 1 << 24 + 11 && Int64(length) + 4 <= size }
      return length >= 11 && header >= 0 && [8, 9, 18].contains(tail[header])
        && tail[header + 1..<header + 4].reduce(0) { $0 << 8 | Int($1) } == length - 11
    case .other(let beginning):
      guard beginning.first == 0x47 else { return true }
      // MPEG-TS: packets of 188 bytes to the end.
      let last = tail.count - 188 - Int(size % 188)
      return last >= 0 && tail[last] == 0x47
    }
  }
}
