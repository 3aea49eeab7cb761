import CLibAV
import LiveshelfCore

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
  private let opened: OpenedAddresses?
  /// The wall time of the first packet, until that has come.
  private var firstWallTime: WallTime?
  private var lastClockScan = Int64.min / 2

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
    opened = context.flatMap { OpenedAddresses(watching: $0) }
    let code = avformat_open_input(&context, source.libavURL, nil, nil)
    guard code >= 0 else { throw .reading(source, code: code, guard: readGuard, whileConnecting: true) }
    guard let context else { return }
    ready.append(.metadata(libavEntries(context.pointee.metadata)))
    if formatName == "hls", let opened {
      firstWallTime = ProgramDateTime.ofFirstSegment(source, opened: opened.addresses, readGuard: readGuard)
    }
  }

  deinit {
    avformat_close_input(&context)
    var packet: UnsafeMutablePointer<AVPacket>? = packet
    av_packet_free(&packet)
  }

  private var formatName: String {
    guard let format = context?.pointee.iformat else { return "unknown" }
    return String(cString: format.pointee.name)
  }

  var description: ContainerDescription {
    var description = ContainerDescription(format: formatName)
    guard let context else { return description }
    for index in 0..<min(Int(context.pointee.nb_streams), 64) {
      guard let parameters = context.pointee.streams[index]?.pointee.codecpar else { continue }
      description.tracks.append(ContainerDescription.Track(parameters))
    }
    return description
  }

  /// A stream without a duration that does not come from a file.
  var isLive: Bool {
    guard let context else { return false }
    if source.isAlwaysLive { return true }
    return source.scheme?.hasPrefix("http") ?? false && context.pointee.duration <= 0
      && (input?.isLive ?? true || formatName == "hls")
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
    let time = timestamp(stream, index)
    if let wall = firstWallTime, let time {
      firstWallTime = nil
      ready.append(.wallClock(wall, timestamp: time, origin: .programDateTime, uncertaintySeconds: 0.2))
    }
    switch parameters.pointee.codec_type {
    case AVMEDIA_TYPE_AUDIO:
      choose(context)
      guard index == audio, let own = AudioPacket(taking: packet, timestamp: time) else { return }
      ready.append(.audio(own))
    case AVMEDIA_TYPE_VIDEO:
      if let time { handlePicture(at: time, parameters) }
      // Pictures tell where the presentation begins and what the clock showed, and are of no use after that.
      if videoPackets > 64 { stream.pointee.discard = AVDISCARD_ALL }
    case AVMEDIA_TYPE_DATA where parameters.pointee.codec_id == AV_CODEC_ID_TIMED_ID3:
      guard let time, let tag = TimedID3(payload) else { return }
      if let wall = tag.wallTime {
        ready.append(.wallClock(wall, timestamp: time, origin: .timedID3, uncertaintySeconds: 0.1))
      }
      let entries = tag.entries.map { (String($0.name.prefix(256)), $0.text) }
      ready.append(.metadata(Dictionary(entries) { $1 }))
    default: break
    }
  }

  private var payload: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(max(packet.pointee.size, 0)))
  }

  private func handlePicture(at time: Int64, _ parameters: UnsafeMutablePointer<AVCodecParameters>) {
    ready.append(.video(timestamp: time))
    videoPackets += 1
    guard parameters.pointee.codec_id == AV_CODEC_ID_H264, time &- lastClockScan >= 10_000_000 else { return }
    // Set-up bytes that begin with version 1 mean lengths instead of start codes.
    let hasLengths = parameters.pointee.extradata_size > 0 && parameters.pointee.extradata?.pointee == 1
    guard let wall = SupplementalTime.find(in: payload, framing: hasLengths ? .lengthPrefixed : .annexB) else { return }
    lastClockScan = time
    ready.append(.wallClock(wall, timestamp: time, origin: .supplementalEnhancement, uncertaintySeconds: 0.1))
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

extension ContainerDescription.Track {
  fileprivate init(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
    let kind: Kind =
      switch parameters.pointee.codec_type {
      case AVMEDIA_TYPE_AUDIO: .audio
      case AVMEDIA_TYPE_VIDEO: .video
      case AVMEDIA_TYPE_DATA: .data
      case AVMEDIA_TYPE_SUBTITLE: .subtitle
      default: .other
      }
    self.init(
      kind: kind, codec: String(cString: avcodec_get_name(parameters.pointee.codec_id)),
      sampleRate: Int(parameters.pointee.sample_rate), channels: Int(parameters.pointee.ch_layout.nb_channels),
      width: Int(parameters.pointee.width), height: Int(parameters.pointee.height))
  }
}
