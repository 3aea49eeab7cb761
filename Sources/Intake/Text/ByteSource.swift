import Foundation
import Glibc

/// Reads a file, or an open descriptor such as standard input, piece by piece.
struct ByteSource: ~Copyable {
  let name: String
  private let descriptor: Int32
  private let closes: Bool

  /// Opens a regular file, a pipe or a device.
  init(_ url: URL) throws(IntakeError) {
    name = url.lastPathComponent
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: name, reason: Self.reason(url)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .unreadable(file: name, reason: "it is a folder; name a file")
    }
    self.descriptor = descriptor
    closes = true
  }

  /// Reads from a descriptor that stays the caller's.
  init(borrowing descriptor: Int32, name: String) {
    self.name = name
    self.descriptor = descriptor
    closes = false
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// The next bytes, at most `limit`; empty at the end of what is there now. Blocks on a pipe.
  mutating func read(limit: Int) throws(IntakeError) -> [UInt8] {
    var count = -1
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
      repeat {
        count = Glibc.read(descriptor, buffer.baseAddress, limit)
        code = errno
      } while count < 0 && code == EINTR
      initialized = max(0, count)
    }
    guard count >= 0 else { throw .unreadable(file: name, reason: String(cString: strerror(code))) }
    return bytes
  }

  /// True when a followed file has become shorter than what has been read of it: it was emptied or written anew.
  func wasTruncated() -> Bool {
    var status = stat()
    let position = lseek(descriptor, 0, SEEK_CUR)
    return fstat(descriptor, &status) == 0 && position > 0 && Int(status.st_size) < position
  }

  /// How much of a file has been read, 0…1; nil: that cannot be told.
  var share: Double? {
    var status = stat()
    let position = lseek(descriptor, 0, SEEK_CUR)
    guard fstat(descriptor, &status) == 0, position >= 0, status.st_size > 0 else { return nil }
    return min(1, Double(position) / Double(status.st_size))
  }

  /// Whether it can be read once more: a regular file of its own.
  var isRepeatable: Bool {
    var status = stat()
    return closes && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Starts over from the first byte of a file.
  mutating func rewind() {
    lseek(descriptor, 0, SEEK_SET)
  }

  private static func reason(_ url: URL) -> String {
    switch errno {
    case ENOENT: "there is no such file (\(url.path))"
    case EACCES: "permission denied; make it readable for this user"
    default: String(cString: strerror(errno))
    }
  }
}
