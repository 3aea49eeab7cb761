import CLibAV

/// Writes packets into a file or to a server.
final class RemuxOutput {
  private let address: String
  private let readGuard: ReadGuard
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private var indices: [Int32: Int32] = [:]

  /// A chapter, in microseconds of the output. Containers without chapters leave it out.
  struct Chapter {
    var start: Int64
    var end: Int64
    var title: String
  }

  init(
    _ address: String, format: String?, streams: [(index: Int32, parameters: CodecParameters)], source: MediaSource,
    chapters: [Chapter] = [], readGuard: ReadGuard
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
    try add(chapters, to: context)
    if context.pointee.oformat.pointee.flags & AVFMT_NOFILE == 0 {
      var callback = readGuard.callback
      var options: OpaquePointer?
      defer { av_dict_free(&options) }
      for (name, value) in try PinnedAddress(MediaSource(address), policy: nil).options {
        av_dict_set(&options, name, value, 0)
      }
      let code = avio_open2(&context.pointee.pb, url, AVIO_FLAG_WRITE, &callback, &options)
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

  /// What is added belongs to the context, which frees it.
  private func add(_ chapters: [Chapter], to context: UnsafeMutablePointer<AVFormatContext>) throws(MediaError) {
    guard !chapters.isEmpty else { return }
    guard let list = av_calloc(chapters.count, MemoryLayout<UnsafeMutablePointer<AVChapter>?>.stride) else {
      throw .limitExceeded(address: address, detail: "no memory")
    }
    let places = list.bindMemory(to: UnsafeMutablePointer<AVChapter>?.self, capacity: chapters.count)
    context.pointee.chapters = places
    for (number, chapter) in chapters.enumerated() {
      guard let raw = av_mallocz(MemoryLayout<AVChapter>.size) else {
        throw .limitExceeded(address: address, detail: "no memory")
      }
      let made = raw.bindMemory(to: AVChapter.self, capacity: 1)
      made.pointee.id = Int64(number + 1)
      made.pointee.time_base = AVRational(num: 1, den: 1_000_000)
      (made.pointee.start, made.pointee.end) = (chapter.start, chapter.end)
      av_dict_set(&made.pointee.metadata, "title", chapter.title, 0)
      places[number] = made
      context.pointee.nb_chapters = UInt32(number + 1)
    }
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
