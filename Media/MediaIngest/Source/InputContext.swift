import CLibAV

/// Lets libav read from a `ByteInput`. Must outlive the context that reads from it.
final class InputContext {
  private let input: any ByteInput
  private(set) var raw: UnsafeMutablePointer<AVIOContext>?
  private var position: Int64 = 0
  /// What ended the reading, to be told instead of libav's error code.
  private(set) var failure: MediaError?

  private static let bufferSize: Int32 = 64 * 1024

  init?(_ input: any ByteInput) {
    self.input = input
    guard let buffer = av_malloc(Int(Self.bufferSize)) else { return nil }
    raw = avio_alloc_context(
      buffer.assumingMemoryBound(to: UInt8.self), Self.bufferSize, 0, Unmanaged.passUnretained(self).toOpaque(),
      { opaque, buffer, count in
        guard let opaque, let buffer else { return clibav_error(EINVAL) }
        let context = Unmanaged<InputContext>.fromOpaque(opaque).takeUnretainedValue()
        return context.read(UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
      }, nil,
      { opaque, offset, whence in
        guard let opaque else { return Int64(clibav_error(EINVAL)) }
        return Unmanaged<InputContext>.fromOpaque(opaque).takeUnretainedValue().seek(offset, whence)
      })
    guard let raw else {
      av_free(buffer)
      return nil
    }
    raw.pointee.seekable = input.canSeek ? AVIO_SEEKABLE_NORMAL : 0
  }

  deinit {
    if let raw { av_free(raw.pointee.buffer) }
    avio_context_free(&raw)
  }

  private func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    do throws(MediaError) {
      let count = try input.read(into: buffer)
      position += Int64(count)
      return count == 0 ? CLIBAV_ERROR_EOF : Int32(clamping: count)
    } catch {
      failure = error
      return clibav_error(EIO)
    }
  }

  private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    if whence & AVSEEK_SIZE != 0 { return input.size ?? Int64(clibav_error(ENOSYS)) }
    let target: Int64? =
      switch whence & ~AVSEEK_FORCE {
      case SEEK_SET: offset
      case SEEK_CUR: position &+ offset
      case SEEK_END: input.size.map { $0 &+ offset }
      default: nil
      }
    guard input.canSeek, let target, target >= 0 else { return Int64(clibav_error(EINVAL)) }
    do throws(MediaError) {
      try input.seek(to: target)
      position = target
      return target
    } catch {
      failure = error
      return Int64(clibav_error(EIO))
    }
  }
}
