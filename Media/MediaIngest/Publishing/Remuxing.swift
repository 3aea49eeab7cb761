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

/// Writes packets into a file or to a server.
final class RemuxOutput {
  private let address: String
  private let readGuard: ReadGuard
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private var indices: [Int32: Int32] = [:]

  init(
    _ address: String, format: String?, streams: [(index: Int32, parameters: CodecParameters)], source: MediaSource,
    readGuard: ReadGuard
  ) throws(MediaError) {
    self.address = MediaSource(address).redactedAddress
    self.readGuard = readGuard
    guard !streams.isEmpty else {
      throw .invalidRequest("\(source.redactedAddress) has no track that fits into \(self.address)")
    }
    let url = MediaSource(address).libavURL
    guard avformat_alloc_output_context2(&context, nil, format, url) >= 0, let context else {
      throw .invalidRequest("The name \(self.address) tells no container that can be written")
    }
    context.pointee.interrupt_callback = readGuard.callback
    for (index, parameters) in streams {
      guard let stream = avformat_new_stream(context, nil),
        avcodec_parameters_copy(stream.pointee.codecpar, parameters.raw) >= 0
      else { throw .limitExceeded(address: self.address, detail: "no memory") }
      stream.pointee.codecpar.pointee.codec_tag = 0
      stream.pointee.time_base = AVRational(num: 1, den: 1000)
      indices[index] = stream.pointee.index
    }
    if context.pointee.oformat.pointee.flags & AVFMT_NOFILE == 0 {
      var callback = readGuard.callback
      let code = avio_open2(&context.pointee.pb, url, AVIO_FLAG_WRITE, &callback, nil)
      guard code >= 0 else { throw failure(code, whileConnecting: true) }
    }
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    // A live stream has no end that could be written into its head.
    if format == "flv" { av_dict_set(&options, "flvflags", "no_duration_filesize", 0) }
    let code = avformat_write_header(context, &options)
    guard code >= 0 else { throw failure(code, whileConnecting: true) }
  }

  deinit {
    if let context, context.pointee.oformat.pointee.flags & AVFMT_NOFILE == 0 { avio_closep(&context.pointee.pb) }
    avformat_free_context(context)
  }

  /// Writes a packet; those of tracks that are not written are passed over. `shift`: microseconds added to its times.
  func write(_ packet: RemuxInput.Packet, shift: Int64 = 0) throws(MediaError) {
    guard let context, let index = indices[packet.raw.pointee.stream_index],
      let stream = context.pointee.streams[Int(index)]
    else { return }
    let raw = packet.raw
    raw.pointee.stream_index = index
    raw.pointee.pos = -1
    let ticks = av_rescale_q(shift, AVRational(num: 1, den: 1_000_000), packet.timeBase)
    if raw.pointee.pts != CLIBAV_NO_PTS { raw.pointee.pts += ticks }
    if raw.pointee.dts != CLIBAV_NO_PTS { raw.pointee.dts += ticks }
    av_packet_rescale_ts(raw, packet.timeBase, stream.pointee.time_base)
    let code = av_interleaved_write_frame(context, raw)
    // A time stamp that does not increase is refused by the container; the rest goes on.
    if code == clibav_error(EINVAL) { return }
    guard code >= 0 else { throw failure(code, whileConnecting: false) }
  }

  func finish() throws(MediaError) {
    let code = av_write_trailer(context)
    guard code >= 0 else { throw failure(code, whileConnecting: false) }
  }

  private func failure(_ code: Int32, whileConnecting: Bool) -> MediaError {
    if readGuard.interrupt.isCancelled { return .cancelled }
    guard address.contains("://") else { return .writeFailed(address: address, detail: libavMessage(code)) }
    return .reading(MediaSource(address), code: code, guard: readGuard, whileConnecting: whileConnecting)
  }
}
