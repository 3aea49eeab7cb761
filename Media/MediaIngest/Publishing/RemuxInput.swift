import CLibAV

/// Reads a recording packet by packet, all tracks, for writing them elsewhere without decoding.
final class RemuxInput {
  let source: MediaSource
  private let readGuard: ReadGuard
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private let packet: UnsafeMutablePointer<AVPacket>

  /// A packet as it was read, valid until the next is.
  struct Packet {
    var raw: UnsafeMutablePointer<AVPacket>
    var timeBase: AVRational
    var isKeyFrame: Bool { raw.pointee.flags & AV_PKT_FLAG_KEY != 0 }

    /// In microseconds.
    var decodingTime: Int64? {
      let raw = raw.pointee.dts == CLIBAV_NO_PTS ? raw.pointee.pts : raw.pointee.dts
      return raw == CLIBAV_NO_PTS ? nil : av_rescale_q(raw, timeBase, AVRational(num: 1, den: 1_000_000))
    }

    /// In microseconds.
    var presentationTime: Int64? {
      raw.pointee.pts == CLIBAV_NO_PTS
        ? decodingTime : av_rescale_q(raw.pointee.pts, timeBase, AVRational(num: 1, den: 1_000_000))
    }
  }

  init(_ source: MediaSource, readGuard: ReadGuard) throws(MediaError) {
    self.source = source
    self.readGuard = readGuard
    guard let packet = av_packet_alloc() else {
      throw .limitExceeded(address: source.redactedAddress, detail: "no memory")
    }
    self.packet = packet
    context = avformat_alloc_context()
    context?.pointee.interrupt_callback = readGuard.callback
    let code = avformat_open_input(&context, source.libavURL, nil, nil)
    guard code >= 0 else { throw .reading(source, code: code, guard: readGuard, whileConnecting: true) }
    // The recording is at hand, so that probing costs nothing, and every track is known before writing begins.
    let found = avformat_find_stream_info(context, nil)
    guard found >= 0 else { throw .reading(source, code: found, guard: readGuard, whileConnecting: true) }
  }

  deinit {
    avformat_close_input(&context)
    var packet: UnsafeMutablePointer<AVPacket>? = packet
    av_packet_free(&packet)
  }

  /// The tracks that a container can hold: their index here and their description.
  func streams(for format: String) -> [(index: Int32, parameters: CodecParameters)] {
    guard let context, let output = av_guess_format(format, nil, nil) else { return [] }
    return (0..<Int(context.pointee.nb_streams)).compactMap { index in
      guard let parameters = context.pointee.streams[index]?.pointee.codecpar,
        [AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO].contains(parameters.pointee.codec_type),
        avformat_query_codec(output, parameters.pointee.codec_id, FF_COMPLIANCE_NORMAL) == 1,
        let copy = CodecParameters(copying: parameters)
      else { return nil }
      return (Int32(index), copy)
    }
  }

  /// libav's name for the container that a file name's extension tells.
  static func formatName(extension name: String) -> String {
    guard let format = av_guess_format(nil, "clip." + name, nil) else { return name }
    return String(cString: format.pointee.name)
  }

  /// Microseconds of the first presentation time stamp.
  var startTime: Int64 {
    guard let start = context?.pointee.start_time, start != CLIBAV_NO_PTS else { return 0 }
    return start
  }

  /// Goes to the last key frame at or before a moment, in seconds since the first time stamp.
  func seek(to seconds: Double) throws(MediaError) {
    let target = startTime + Int64(min(max(seconds, 0), 1e9) * 1_000_000)
    let code = avformat_seek_file(context, -1, .min, target, target, 0)
    guard code >= 0 else {
      throw .invalidRequest("\(source.redactedAddress) has no second \(seconds), or cannot be searched")
    }
  }

  func next() throws(MediaError) -> Packet? {
    guard let context else { return nil }
    while true {
      av_packet_unref(packet)
      let code = av_read_frame(context, packet)
      if code == CLIBAV_ERROR_EAGAIN { continue }
      if code == CLIBAV_ERROR_EOF || code == CLIBAV_ERROR_INVALID_DATA { return nil }
      guard code >= 0 else { throw .reading(source, code: code, guard: readGuard, whileConnecting: false) }
      let index = Int(packet.pointee.stream_index)
      guard index >= 0, index < Int(context.pointee.nb_streams), let stream = context.pointee.streams[index] else {
        continue
      }
      return Packet(raw: packet, timeBase: stream.pointee.time_base)
    }
  }
}
