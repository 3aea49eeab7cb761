internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// Writes to a file descriptor.
enum LineWriter {
  /// The entries' bodies, one a line.
  static func lines(_ entries: [OutboxEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.reduce(0) { $0 + $1.body.utf8.count + 1 })
    for entry in entries {
      bytes.append(contentsOf: entry.body.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Writes all of it. A pipe whose reader has gone is an error like others, not a signal that ends the program.
  static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(DeliveryError) {
    var pipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno == EPIPE {
        takePendingPipeSignal(pipe)
        throw .file(path: name, reason: "nobody reads it any more")
      } else if errno == EAGAIN {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        Glibc.poll(&poll, 1, 1000)
      } else if errno != EINTR {
        throw .file(path: name, reason: String(cString: strerror(errno)))
      }
    }
  }

  /// Takes the signal that the failed write left for this thread, before the mask is lifted.
  private static func takePendingPipeSignal(_ pipe: sigset_t) {
    var (pipe, none) = (pipe, timespec())
    _ = sigtimedwait(&pipe, nil, &none)
  }
}
