import Glibc

/// A file that is only appended to. What has been flushed survives the end of the process.
struct AppendingFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var lastFlush = MonotonicClock.microseconds

  init(_ path: String) throws(MediaError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .writeFailed(address: path, detail: Self.lastProblem) }
  }

  deinit { close(descriptor) }

  /// Appends; reaches the file within a second of further appends.
  mutating func append(_ bytes: some Sequence<UInt8>) throws(MediaError) {
    buffer += bytes
    if buffer.count >= 65_536 || MonotonicClock.microseconds - lastFlush > 1_000_000 { try flush() }
  }

  mutating func flush() throws(MediaError) {
    lastFlush = MonotonicClock.microseconds
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]).baseAddress, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .writeFailed(address: path, detail: Self.lastProblem) }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// The system's text for the last failed call.
  static var lastProblem: String { String(cString: strerror(errno)) }
}
