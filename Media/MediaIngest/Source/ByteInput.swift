/// An open byte stream. Owned by one thread; the guard of its reader ends a blocked call.
protocol ByteInput: AnyObject {
  var readGuard: ReadGuard { get }
  /// How many bytes there are from the beginning to the end; nil for what has no stated end.
  var size: Int64? { get }
  /// Whether reading can go on at any offset.
  var canSeek: Bool { get }
  /// Reads at least one byte, unless the stream is over (0).
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int
  /// Goes on at an offset from the beginning. Called only when `canSeek`.
  func seek(to offset: Int64) throws(MediaError)
}

extension ByteInput {
  var size: Int64? { nil }
  var canSeek: Bool { false }
  func seek(to offset: Int64) throws(MediaError) {}

  /// Reads to the end.
  /// - Returns: nil when there are more than `limit` bytes.
  func readAll(limit: Int) throws(MediaError) -> [UInt8]? {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
    defer { chunk.deallocate() }
    var bytes: [UInt8] = []
    while true {
      let count = try read(into: chunk)
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { return nil }
      bytes += chunk[..<count]
    }
  }
}

/// A byte stream whose beginning can be looked at before it is read.
final class PeekingInput: ByteInput {
  private let base: any ByteInput
  /// The first bytes of the stream, as many as were looked at.
  private(set) var start: [UInt8] = []
  private var position = 0

  init(_ base: any ByteInput) {
    self.base = base
  }

  var readGuard: ReadGuard { base.readGuard }
  var size: Int64? { base.size }
  var canSeek: Bool { base.canSeek }

  /// The first bytes, without consuming them; fewer when there are no more.
  func peek(_ count: Int) throws(MediaError) -> [UInt8] {
    while start.count < count {
      var chunk = [UInt8](repeating: 0, count: count - start.count)
      let got = try Self.fill(&chunk, from: base)
      if got == 0 { break }
      start += chunk[..<got]
    }
    return Array(start.prefix(count))
  }

  /// Leaves out the first bytes, which have been looked at.
  func drop(_ count: Int) {
    position = max(position, min(count, start.count))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    guard position < start.count else { return try base.read(into: buffer) }
    let count = min(buffer.count, start.count - position)
    buffer.copyBytes(from: start[position..<position + count])
    position += count
    return count
  }

  func seek(to offset: Int64) throws(MediaError) {
    if offset >= 0, offset < Int64(start.count) {
      if position >= start.count { try base.seek(to: Int64(start.count)) }
      position = Int(offset)
    } else {
      position = start.count
      try base.seek(to: offset)
    }
  }

  private static func fill(_ chunk: inout [UInt8], from base: any ByteInput) throws(MediaError) -> Int {
    var failure: MediaError?
    let count = chunk.withUnsafeMutableBytes { buffer -> Int in
      do throws(MediaError) {
        return try base.read(into: buffer)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }
}
