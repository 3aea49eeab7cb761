import CLibAV
import LiveshelfCore

/// Reads every container but FLV through libavformat, without its probing: an audio stream is read as soon as its decoder
/// can be set up.
final class LibavDemuxer: Demuxer {
  private let source: MediaSource
  private let settings: MediaSettings
  private let readGuard: ReadGuard
  /// Kept because the context reads from it.
  private let input: InputContext?
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private let packet: UnsafeMutablePointer<AVPacket>
  private var configured: Set<Int32> = []
  private var clocks: [Int32: TimestampUnwrapper] = [:]
  /// Where the last packet of each track ends, as far as that is known.
  private var audioEnds: [Int32: Int64] = [:]
  private var ready: [DemuxedItem] = []
  private var pictures = 0
  private var lastClockScan = Int64.min / 2
  /// A time stamp before which the source presents nothing; nil: unknown.
  private let presentationStart: Int64?
  let isLive: Bool
  /// Where the last packet began in the byte stream, if it is known.
  private(set) var position: Int64 = 0

  private static let mostStreams = 64
  /// A thousand years: time stamps beyond are nonsense, and sums of such ones must not overflow.
  private static let latest: Int64 = 31_557_600_000_000_000
  private static let microsecond = AVRational(num: 1, den: 1_000_000)

  /// - Parameters:
  ///   - input: the open byte stream; nil for protocols whose demuxer opens it.
  ///   - isLive: whether the byte stream comes at its own pace.
  init(
    _ source: MediaSource, input: (any ByteInput)?, readGuard: ReadGuard, settings: MediaSettings, isLive: Bool
  ) throws(MediaError) {
    self.source = source
    self.settings = settings
    self.readGuard = readGuard
    let address = try PinnedAddress(source, policy: input == nil ? settings.addressPolicy : nil)
    self.input = input.flatMap { InputContext($0) }
    guard let packet = av_packet_alloc(), let fresh = avformat_alloc_context() else {
      throw .limitExceeded(address: source.redactedAddress, detail: "memory")
    }
    self.packet = packet
    context = fresh
    fresh.pointee.interrupt_callback = readGuard.callback
    fresh.pointee.pb = self.input?.raw
    // What came over the network must not make the program open files or other addresses: playlists are read by ourselves,
    // and no other container needs to name any.
    fresh.pointee.io_open = { _, _, _, _, _ in clibav_error(EPERM) }
    let code = avformat_open_input(&context, input == nil ? address.url : nil, nil, nil)
    guard code >= 0, let context else {
      var packet: UnsafeMutablePointer<AVPacket>? = packet
      av_packet_free(&packet)
      throw self.input?.failure ?? .reading(source, code: code, guard: readGuard, whileConnecting: true)
    }
    let format = String(cString: context.pointee.iformat.pointee.name)
    // An MP4 says by edit lists what is shown from when on; what it hides lies before zero.
    presentationStart = format.hasPrefix("mov") ? 0 : nil
    self.isLive = isLive && context.pointee.duration <= 0
    ready.append(.metadata(libavEntries(context.pointee.metadata)))
  }

  var readShare: Double? {
    guard let size = input.map({ _ in avio_size(context?.pointee.pb) }), size > 0 else { return nil }
    return min(1, Double(position) / Double(size))
  }

  deinit {
    avformat_close_input(&context)
    var packet: UnsafeMutablePointer<AVPacket>? = packet
    av_packet_free(&packet)
  }

  var description: ContainerDescription {
    guard let context, let format = context.pointee.iformat else { return ContainerDescription(format: "unknown") }
    var description = ContainerDescription(format: String(cString: format.pointee.name))
    for index in 0..<min(Int(context.pointee.nb_streams), Self.mostStreams) {
      guard let parameters = context.pointee.streams[index]?.pointee.codecpar else { continue }
      description.tracks.append(ContainerDescription.Track(parameters))
    }
    return description
  }

  var audioTracks: [Int] {
    guard let context else { return [] }
    return (0..<min(Int(context.pointee.nb_streams), Self.mostStreams)).filter {
      context.pointee.streams[$0]?.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
    }
  }

  func next() throws(MediaError) -> DemuxedItem {
    while true {
      if !ready.isEmpty { return ready.removeFirst() }
      guard let context else { return .end }
      readGuard.begin(timeout: settings.stallTimeout)
      let code = av_read_frame(context, packet)
      if let failure = input?.failure { throw failure }
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
    guard index >= 0, index < min(Int32(clamping: context.pointee.nb_streams), Int32(Self.mostStreams)),
      let stream = context.pointee.streams[Int(index)], let parameters = stream.pointee.codecpar
    else { return }
    if packet.pointee.pos >= 0 { position = packet.pointee.pos }
    let time = timestamp(stream, index)
    switch parameters.pointee.codec_type {
    case AVMEDIA_TYPE_AUDIO:
      let duration = duration(stream, parameters)
      let start = time ?? audioEnds[index]
      audioEnds[index] = duration > 0 ? start.map { $0 &+ duration } : nil
      guard configure(index, parameters), let own = AudioPacket(taking: packet, timestamp: start, duration: duration)
      else { return }
      ready.append(.audio(own, track: Int(index)))
    case AVMEDIA_TYPE_VIDEO:
      if let time { handlePicture(at: time, parameters) }
      // Pictures tell where the presentation begins and what the clock showed, and are of no use after that.
      if pictures > 64 { stream.pointee.discard = AVDISCARD_ALL }
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
    let isHidden = packet.pointee.flags & AV_PKT_FLAG_DISCARD != 0 || presentationStart.map { time < $0 } ?? false
    if !isHidden { ready.append(.video(timestamp: time)) }
    pictures += 1
    guard parameters.pointee.codec_id == AV_CODEC_ID_H264, time &- lastClockScan >= 10_000_000 else { return }
    // Set-up bytes that begin with version 1 mean lengths instead of start codes.
    let hasLengths = parameters.pointee.extradata_size > 0 && parameters.pointee.extradata?.pointee == 1
    guard let wall = SupplementalTime.find(in: payload, framing: hasLengths ? .lengthPrefixed : .annexB) else { return }
    lastClockScan = time
    ready.append(.wallClock(wall, timestamp: time, origin: .supplementalEnhancement, uncertaintySeconds: 0.1))
  }

  /// How long the audio packet lasts, in microseconds; 0 when unknown.
  private func duration(
    _ stream: UnsafeMutablePointer<AVStream>, _ parameters: UnsafeMutablePointer<AVCodecParameters>
  ) -> Int64 {
    if packet.pointee.duration <= 0, parameters.pointee.codec_id == AV_CODEC_ID_AAC {
      return ADTSFrame(payload)?.duration ?? 0
    }
    let stated = av_rescale_q(packet.pointee.duration, stream.pointee.time_base, Self.microsecond)
    return min(max(stated, 0), Self.latest)
  }

  /// The packet's presentation time in microseconds.
  private func timestamp(_ stream: UnsafeMutablePointer<AVStream>, _ index: Int32) -> Int64? {
    let raw = packet.pointee.pts == CLIBAV_NO_PTS ? packet.pointee.dts : packet.pointee.pts
    guard raw != CLIBAV_NO_PTS else { return nil }
    let unwrapped = clocks[index, default: TimestampUnwrapper(bits: stream.pointee.pts_wrap_bits)].unwrap(raw)
    let time = av_rescale_q(unwrapped, stream.pointee.time_base, Self.microsecond)
    return min(max(time, -Self.latest), Self.latest)
  }

  /// States how a stream is encoded, once that is known. False while it is not.
  private func configure(_ index: Int32, _ parameters: UnsafeMutablePointer<AVCodecParameters>) -> Bool {
    if configured.contains(index) { return true }
    guard parameters.pointee.codec_id != AV_CODEC_ID_NONE, let copy = CodecParameters(copying: parameters) else {
      return false
    }
    configured.insert(index)
    ready.append(.configuration(copy, track: Int(index)))
    return true
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
