import CLibAV

/// An open byte stream of any protocol that libav speaks. Owned by one thread.
final class ByteInput {
  let source: MediaSource
  let readGuard: ReadGuard
  private(set) var context: UnsafeMutablePointer<AVIOContext>?

  /// Connects, or waits for a publisher.
  init(_ source: MediaSource, readGuard: ReadGuard) throws(MediaError) {
    self.source = source
    self.readGuard = readGuard
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    for (name, value) in Self.options(for: source) { av_dict_set(&options, name, value, 0) }
    var callback = readGuard.callback
    let code = avio_open2(&context, source.libavURL, AVIO_FLAG_READ, &callback, &options)
    guard code >= 0 else {
      throw .reading(source, code: code, guard: readGuard, whileConnecting: true)
    }
  }

  deinit { avio_closep(&context) }

  /// Whether the stream comes at its own pace: it has neither a size nor a way to seek.
  var isLive: Bool {
    if source.isAlwaysLive { return true }
    guard let context, source.scheme?.hasPrefix("http") ?? false else { return false }
    return context.pointee.seekable == 0 && avio_size(context) < 0
  }

  /// Reads at least one byte, unless the stream is over (0).
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    guard let context, let start = buffer.baseAddress else { return 0 }
    let count = avio_read_partial(context, start.assumingMemoryBound(to: UInt8.self), Int32(clamping: buffer.count))
    if count > 0 { return Int(count) }
    if count == 0 || count == CLIBAV_ERROR_EOF { return 0 }
    // A publisher that hangs up shows as a broken connection: the stream it pushed is over.
    if source.listens, !readGuard.interrupt.isCancelled, !readGuard.interrupt.isPastDeadline { return 0 }
    throw .reading(source, code: count, guard: readGuard, whileConnecting: false)
  }

  /// The first bytes, without consuming them.
  func peek(_ count: Int) throws(MediaError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if got == 0 { break }
      filled += got
    }
    guard let context, filled == 0 || avio_seek(context, 0, SEEK_SET) >= 0 else {
      throw .connectionLost(address: source.redactedAddress, detail: "cannot return to the start")
    }
    return Array(buffer[..<filled])
  }

  private static func options(for source: MediaSource) -> [(String, String)] {
    if source.isRTMP {
      // `timeout` would make libav listen, so that deadlines are the interrupt's business.
      return source.listens ? [("listen", "1"), ("tcp_nodelay", "1")] : [("tcp_nodelay", "1"), ("rtmp_live", "live")]
    }
    return []
  }
}
