import CLibAV

/// Reads every container but FLV through libavformat, without its probing: the audio stream is chosen as soon as its
/// decoder can be set up.
final class LibavDemuxer: Demuxer {
  private let source: MediaSource
  private let settings: MediaSettings
  private let readGuard: ReadGuard
  /// Kept because the context reads from it.
  private let input: ByteInput?
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private let packet: UnsafeMutablePointer<AVPacket>
  private var audio: Int32?
  private var clocks: [Int32: TimestampUnwrapper] = [:]
  private var ready: [DemuxedItem] = []
  private var videoPackets = 0

  /// - Parameter input: the open byte stream; nil for protocols whose demuxer opens it.
  init(
    _ source: MediaSource, input: ByteInput?, readGuard: ReadGuard, settings: MediaSettings
  ) throws(MediaError) {
    self.source = source
    self.settings = settings
    self.readGuard = readGuard
    self.input = input
    guard let packet = av_packet_alloc() else {
      throw .limitExceeded(address: source.redactedAddress, detail: "memory")
    }
    self.packet = packet
    context = avformat_alloc_context()
    context?.pointee.interrupt_callback = readGuard.callback
    context?.pointee.pb = input?.context
    let code = avformat_open_input(&context, source.libavURL, nil, nil)
    guard code >= 0 else { throw .reading(source, code: code, guard: readGuard, whileConnecting: true) }
    if let context { ready.append(.metadata(libavEntries(context.pointee.metadata))) }
  }

  deinit {
    avformat_close_input(&context)
    var packet: UnsafeMutablePointer<AVPacket>? = packet
    av_packet_free(&packet)
  }

  /// A stream without a duration that does not come from a file.
  var isLive: Bool {
    guard let context else { return false }
    if source.isAlwaysLive { return true }
    return source.scheme?.hasPrefix("http") ?? false && context.pointee.duration <= 0
      && (input?.isLive ?? true || String(cString: context.pointee.iformat.pointee.name) == "hls")
  }

  func next() throws(MediaError) -> DemuxedItem {
    while true {
      if !ready.isEmpty { return ready.removeFirst() }
      guard let context else { return .end }
      readGuard.begin(timeout: settings.stallTimeout)
      let code = av_read_frame(context, packet)
      if code == CLIBAV_ERROR_EAGAIN { continue }
      if code == CLIBAV_ERROR_EOF { return .end }
      guard code >= 0 else {
        if code == CLIBAV_ERROR_INVALID_DATA, !(context.pointee.pb.map { avio_feof($0) != 0 } ?? true) {
          return .damage(bytes: 0)
        }
        if code == CLIBAV_ERROR_INVALID_DATA { return .end }
        throw .reading(source, code: code, guard: readGuard, whileConnecting: false)
      }
      defer { av_packet_unref(packet) }
      handle(context)
    }
  }

  private func handle(_ context: UnsafeMutablePointer<AVFormatContext>) {
    let index = packet.pointee.stream_index
    guard index >= 0, index < Int32(clamping: context.pointee.nb_streams),
      let stream = context.pointee.streams[Int(index)], let parameters = stream.pointee.codecpar
    else { return }
    switch parameters.pointee.codec_type {
    case AVMEDIA_TYPE_AUDIO:
      choose(context)
      guard index == audio, let own = AudioPacket(taking: packet, timestamp: timestamp(stream, index)) else { return }
      ready.append(.audio(own))
    case AVMEDIA_TYPE_VIDEO:
      if let timestamp = timestamp(stream, index) { ready.append(.video(timestamp: timestamp)) }
      videoPackets += 1
      // Pictures tell where the presentation begins, and are of no use after that.
      if videoPackets > 64 { stream.pointee.discard = AVDISCARD_ALL }
    default: break
    }
  }

  /// The packet's presentation time in microseconds.
  private func timestamp(_ stream: UnsafeMutablePointer<AVStream>, _ index: Int32) -> Int64? {
    let raw = packet.pointee.pts == CLIBAV_NO_PTS ? packet.pointee.dts : packet.pointee.pts
    guard raw != CLIBAV_NO_PTS else { return nil }
    let unwrapped = clocks[index, default: TimestampUnwrapper(bits: stream.pointee.pts_wrap_bits)].unwrap(raw)
    return av_rescale_q(unwrapped, stream.pointee.time_base, AVRational(num: 1, den: 1_000_000))
  }

  /// Takes the wanted audio stream once it is there and described well enough to decode.
  private func choose(_ context: UnsafeMutablePointer<AVFormatContext>) {
    guard audio == nil else { return }
    var rank = 0
    for index in 0..<Int(context.pointee.nb_streams) {
      guard let stream = context.pointee.streams[index], let parameters = stream.pointee.codecpar,
        parameters.pointee.codec_type == AVMEDIA_TYPE_AUDIO
      else { continue }
      defer { rank += 1 }
      guard rank == settings.audioTrack, parameters.pointee.codec_id != AV_CODEC_ID_NONE,
        let copy = CodecParameters(copying: parameters)
      else { continue }
      audio = Int32(index)
      ready.append(.configuration(copy))
    }
    guard let audio else { return }
    for index in 0..<Int(context.pointee.nb_streams) where Int32(index) != audio {
      guard let stream = context.pointee.streams[index],
        stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
      else { continue }
      stream.pointee.discard = AVDISCARD_ALL
    }
  }
}
