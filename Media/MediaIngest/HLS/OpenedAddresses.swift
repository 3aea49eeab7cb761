import CLibAV

/// Notes which addresses a demuxer opens by itself, such as an HLS demuxer's playlists and segments. Owned by the
/// thread that reads.
final class OpenedAddresses {
  typealias Opener =
    @convention(c) (
      UnsafeMutablePointer<AVFormatContext>?, UnsafeMutablePointer<UnsafeMutablePointer<AVIOContext>?>?,
      UnsafePointer<CChar>?, Int32, UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32

  private(set) var addresses: [String] = []
  private let original: Opener

  /// Places itself between the context and its way to open addresses. It must outlive the context.
  init?(watching context: UnsafeMutablePointer<AVFormatContext>) {
    guard let opener = context.pointee.io_open else { return nil }
    original = opener
    context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
    context.pointee.io_open = { context, result, address, flags, options in
      guard let opaque = context?.pointee.opaque else { return clibav_error(EINVAL) }
      let watcher = Unmanaged<OpenedAddresses>.fromOpaque(opaque).takeUnretainedValue()
      if let address, watcher.addresses.count < 64 { watcher.addresses.append(String(cString: address)) }
      return watcher.original(context, result, address, flags, options)
    }
  }
}
