import CLibAV
import LiveshelfCore

/// What a container yields. Time stamps are in microseconds on the source's own time line, with wraps undone.
enum DemuxedItem {
  /// The audio that follows is encoded so.
  case configuration(CodecParameters)
  case audio(AudioPacket)
  /// The presentation time stamp of a video frame.
  case video(timestamp: Int64)
  /// An FLV script tag: a name and values in AMF0.
  case script([UInt8], timestamp: Int64)
  case metadata([String: String])
  /// A statement of the world's time, given for a moment of the source's time line.
  case wallClock(WallTime, timestamp: Int64, origin: WallClockAnchor.Origin, uncertaintySeconds: Double)
  /// Bytes that made no sense and were skipped.
  case damage(bytes: Int)
  case end
}

/// Splits a container into packets of the chosen audio track and what else matters. Owned by one thread.
protocol Demuxer: AnyObject {
  /// Whether the source comes at its own pace, so that the time of arrival means something.
  var isLive: Bool { get }
  func next() throws(MediaError) -> DemuxedItem
}

/// An encoded piece of audio. Owns the libav packet; its `pts` is in microseconds.
final class AudioPacket {
  let raw: UnsafeMutablePointer<AVPacket>

  /// Copies `bytes`.
  init?(_ bytes: UnsafeRawBufferPointer, timestamp: Int64?) {
    guard let packet = av_packet_alloc() else { return nil }
    raw = packet
    guard let start = bytes.baseAddress, av_new_packet(packet, Int32(clamping: bytes.count)) >= 0 else { return nil }
    packet.pointee.data.update(from: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    self.timestamp = timestamp
  }

  /// Takes over the contents of `packet`.
  init?(taking packet: UnsafeMutablePointer<AVPacket>, timestamp: Int64?) {
    guard let own = av_packet_alloc() else { return nil }
    av_packet_move_ref(own, packet)
    raw = own
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

  /// Samples at the start of the packet that the decoder will drop (codec priming).
  var skippedSamples: Int {
    var size = 0
    guard let data = av_packet_get_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, &size), size >= 4 else { return 0 }
    return Int(UnsafeRawPointer(data).loadUnaligned(as: UInt32.self).littleEndian)
  }

  /// A hash of the contents (FNV-1a), to recognise what is sent twice.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}

/// How a track is encoded. Owns libav's description.
final class CodecParameters {
  let raw: UnsafeMutablePointer<AVCodecParameters>

  init?(copying parameters: UnsafePointer<AVCodecParameters>) {
    guard let own = avcodec_parameters_alloc() else { return nil }
    raw = own
    guard avcodec_parameters_copy(own, parameters) >= 0 else { return nil }
  }

  /// - Parameter setup: the codec's set-up bytes, such as an AudioSpecificConfig; may be empty.
  init?(
    audio codec: AVCodecID, sampleRate: Int32 = 0, channels: Int32 = 0, bitsPerSample: Int32 = 0, setup: [UInt8] = []
  ) {
    guard let own = avcodec_parameters_alloc() else { return nil }
    raw = own
    own.pointee.codec_type = AVMEDIA_TYPE_AUDIO
    own.pointee.codec_id = codec
    own.pointee.sample_rate = sampleRate
    own.pointee.bits_per_coded_sample = bitsPerSample
    if channels > 0 { av_channel_layout_default(&own.pointee.ch_layout, channels) }
    guard !setup.isEmpty else { return }
    let size = setup.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
    guard let copy = av_mallocz(size) else { return nil }
    setup.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
    }
    own.pointee.extradata = copy.assumingMemoryBound(to: UInt8.self)
    own.pointee.extradata_size = Int32(setup.count)
  }

  deinit {
    var parameters: UnsafeMutablePointer<AVCodecParameters>? = raw
    avcodec_parameters_free(&parameters)
  }

  var codecName: String { String(cString: avcodec_get_name(raw.pointee.codec_id)) }

  /// Whether a decoder opened for `other` can go on.
  func isSame(as other: CodecParameters) -> Bool {
    let (a, b) = (raw.pointee, other.raw.pointee)
    guard a.codec_id == b.codec_id, a.sample_rate == b.sample_rate, a.extradata_size == b.extradata_size,
      a.ch_layout.nb_channels == b.ch_layout.nb_channels, a.bits_per_coded_sample == b.bits_per_coded_sample
    else { return false }
    guard a.extradata_size > 0, let left = a.extradata, let right = b.extradata else { return true }
    return (0..<Int(a.extradata_size)).allSatisfy { left[$0] == right[$0] }
  }
}
