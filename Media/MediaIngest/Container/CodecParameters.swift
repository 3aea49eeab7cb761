import CLibAV

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
