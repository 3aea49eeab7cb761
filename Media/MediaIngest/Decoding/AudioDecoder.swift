import CLibAV

/// Decodes packets of one audio track. Owned by one thread.
final class AudioDecoder {
  let parameters: CodecParameters
  private var context: UnsafeMutablePointer<AVCodecContext>?
  /// The frame that `receive` filled.
  let frame: AudioFrame

  init(_ parameters: CodecParameters, address: String) throws(MediaError) {
    self.parameters = parameters
    guard let codec = avcodec_find_decoder(parameters.raw.pointee.codec_id), let frame = AudioFrame() else {
      throw .unsupportedCodec(address: address, codec: parameters.codecName)
    }
    self.frame = frame
    context = avcodec_alloc_context3(codec)
    guard let context, avcodec_parameters_to_context(context, parameters.raw) >= 0 else {
      throw .unsupportedCodec(address: address, codec: parameters.codecName)
    }
    context.pointee.pkt_timebase = AVRational(num: 1, den: 1_000_000)
    context.pointee.thread_count = 1
    guard avcodec_open2(context, codec, nil) >= 0 else {
      throw .unsupportedCodec(address: address, codec: parameters.codecName)
    }
  }

  deinit { avcodec_free_context(&context) }

  /// Hands in a packet, or nil at the end of the track. False when the packet is damaged.
  func send(_ packet: AudioPacket?) -> Bool {
    let code = avcodec_send_packet(context, packet?.raw)
    return code >= 0 || code == CLIBAV_ERROR_EAGAIN || code == CLIBAV_ERROR_EOF
  }

  enum Outcome {
    case frame, needsMore, damaged
  }

  /// Fetches the next decoded frame into `frame`.
  func receive() -> Outcome {
    let code = avcodec_receive_frame(context, frame.raw)
    if code >= 0 { return frame.isUsable ? .frame : .damaged }
    return code == CLIBAV_ERROR_EAGAIN || code == CLIBAV_ERROR_EOF ? .needsMore : .damaged
  }
}

/// Decoded audio in the codec's own format. Owns the libav frame.
final class AudioFrame {
  let raw: UnsafeMutablePointer<AVFrame>
  /// The one of two channels that is heard; nil: both, mixed.
  var heardChannel: Int?

  init?() {
    guard let frame = av_frame_alloc() else { return nil }
    raw = frame
  }

  deinit {
    var frame: UnsafeMutablePointer<AVFrame>? = raw
    av_frame_free(&frame)
  }

  /// Moves the contents into a new frame; this one is then empty.
  func take() -> AudioFrame? {
    guard let other = AudioFrame() else { return nil }
    av_frame_move_ref(other.raw, raw)
    return other
  }

  var isUsable: Bool {
    raw.pointee.nb_samples > 0 && (1_000...768_000).contains(raw.pointee.sample_rate)
      && (1...64).contains(raw.pointee.ch_layout.nb_channels)
  }

  var sampleRate: Int { Int(raw.pointee.sample_rate) }
  var channels: Int { Int(raw.pointee.ch_layout.nb_channels) }

  /// Microseconds on the source's time line.
  var timestamp: Int64? { raw.pointee.pts == CLIBAV_NO_PTS ? nil : raw.pointee.pts }

  /// In microseconds.
  var duration: Int64 { Int64(raw.pointee.nb_samples) * 1_000_000 / Int64(max(raw.pointee.sample_rate, 1)) }
}
