import CLibAV

/// An encoded piece of audio. Owns the libav packet; its `pts` is in microseconds.
final class AudioPacket {
  let raw: UnsafeMutablePointer<AVPacket>
  /// Microseconds; 0 when unknown.
  private(set) var duration: Int64 = 0

  /// Copies `bytes`.
  init?(_ bytes: UnsafeRawBufferPointer, timestamp: Int64?) {
    guard let packet = av_packet_alloc() else { return nil }
    raw = packet
    guard let start = bytes.baseAddress, av_new_packet(packet, Int32(clamping: bytes.count)) >= 0 else { return nil }
    packet.pointee.data.update(from: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    self.timestamp = timestamp
  }

  /// Takes over the contents of `packet`.
  init?(taking packet: UnsafeMutablePointer<AVPacket>, timestamp: Int64?, duration: Int64) {
    guard let own = av_packet_alloc() else { return nil }
    av_packet_move_ref(own, packet)
    raw = own
    self.duration = duration
    self.timestamp = timestamp
  }

  deinit {
    var packet: UnsafeMutablePointer<AVPacket>? = raw
    av_packet_free(&packet)
  }

  var timestamp: Int64? {
    get { raw.pointee.pts == CLIBAV_NO_PTS ? nil : raw.pointee.pts }
    set {
      raw.pointee.pts = newValue ?? CLIBAV_NO_PTS
      raw.pointee.dts = raw.pointee.pts
      raw.pointee.duration = 0
    }
  }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: raw.pointee.data, count: Int(max(raw.pointee.size, 0)))
  }

  /// A hash of the contents (FNV-1a), to recognise what is sent twice.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
