import CLibAV

/// A byte stream of a protocol that libav speaks: files, pipes, RTMP, SRT, UDP and the like.
final class LibavInput: ByteInput {
  private let source: MediaSource
  let readGuard: ReadGuard
  private var context: UnsafeMutablePointer<AVIOContext>?

  /// Connects, or opens the file.
  init(_ source: MediaSource, policy: AddressPolicy?, readGuard: ReadGuard) throws(MediaError) {
    self.source = source
    self.readGuard = readGuard
    let address = try PinnedAddress(source, policy: policy)
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    for (name, value) in address.options { av_dict_set(&options, name, value, 0) }
    var callback = readGuard.callback
    let code = avio_open2(&context, address.url, AVIO_FLAG_READ, &callback, &options)
    guard code >= 0 else { throw .reading(source, code: code, guard: readGuard, whileConnecting: true) }
  }

  deinit { avio_closep(&context) }

  var size: Int64? {
    guard let context, canSeek else { return nil }
    let size = avio_size(context)
    return size >= 0 ? size : nil
  }

  var canSeek: Bool { context.map { $0.pointee.seekable & AVIO_SEEKABLE_NORMAL != 0 } ?? false }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    guard let context, let start = buffer.baseAddress else { return 0 }
    let count = avio_read_partial(context, start.assumingMemoryBound(to: UInt8.self), Int32(clamping: buffer.count))
    if count > 0 { return Int(count) }
    if count == 0 || count == CLIBAV_ERROR_EOF { return 0 }
    throw .reading(source, code: count, guard: readGuard, whileConnecting: false)
  }

  func seek(to offset: Int64) throws(MediaError) {
    let code = avio_seek(context, offset, SEEK_SET)
    guard code >= 0 else {
      throw .reading(source, code: Int32(clamping: code), guard: readGuard, whileConnecting: false)
    }
  }
}

/// How libav is told an address: with the host resolved when a policy has checked it, and RTMP's application and stream
/// taken apart.
struct PinnedAddress {
  private(set) var url: String
  private(set) var options: [(String, String)] = []

  init(_ source: MediaSource, policy: AddressPolicy?) throws(MediaError) {
    url = source.libavURL
    if source.isRTMP {
      // `timeout` would make libav listen, so that deadlines are the interrupt's business.
      options = [("tcp_nodelay", "1"), ("rtmp_live", "live")]
      if let stream = RTMPAddress(source.address) {
        options += [("rtmp_app", stream.application), ("rtmp_playpath", stream.name)]
        if policy != nil { options.append(("rtmp_tcurl", stream.applicationURL)) }
      }
    }
    guard let policy, source.scheme != nil, source.scheme != "file", let parts = URLParts(source.address) else {
      return
    }
    let address = try policy.check(parts, of: source)
    // The certificate is the host's: a secure connection keeps the name.
    guard !["rtmps", "rtsps", "tls"].contains(source.scheme) else { return }
    url = parts.replacingHost(with: address)
  }
}
