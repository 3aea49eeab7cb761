import CLibAV

/// Reads FLV from a byte stream: recordings, HTTP-FLV, and RTMP, which libav hands out as FLV.
///
/// libav's own demuxer wants to probe, does not know enhanced audio, and keeps silent about damage; hence this one.
final class FLVDemuxer: Demuxer {
  private let input: any ByteInput
  private let readGuard: ReadGuard
  private let stallTimeout: Double?
  private var parser = FLVParser()
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)
  private var isAtEnd = false
  private var bytesRead: Int64 = 0
  private var clock = TimestampUnwrapper(bits: 32)
  private var ready: [DemuxedItem] = []
  private var tracks: [UInt8: Track] = [:]
  let isLive: Bool

  /// How an audio track is encoded.
  private struct Track {
    var setup: [UInt8] = []
    var configuration: CodecParameters?
    var codec: FLVAudioTag.Codec?
  }

  /// What kept audio from being read so far.
  private var unreadable: FLVAudioTag.Codec?

  private let recorder: StreamRecorder?
  private(set) var description = ContainerDescription(format: "flv")
  private var lastClockScan = Int64.min / 2

  init(_ input: any ByteInput, settings: MediaSettings, isLive: Bool, recorder: StreamRecorder?) {
    self.recorder = recorder
    self.input = input
    self.readGuard = input.readGuard
    self.stallTimeout = settings.stallTimeout
    self.isLive = isLive
  }

  deinit {
    recorder?.endSegment()
    chunk.deallocate()
  }

  func next() throws(MediaError) -> DemuxedItem {
    while true {
      if !ready.isEmpty { return ready.removeFirst() }
      switch parser.next(atEnd: isAtEnd) {
      case .tag(let tag): handle(tag)
      case .skipped(let count): return .damage(bytes: count)
      case nil:
        if isAtEnd { return .end }
        try fill()
      }
    }
  }

  var readShare: Double? {
    input.size.flatMap { $0 > 0 ? min(1, Double(bytesRead) / Double($0)) : nil }
  }

  private func fill() throws(MediaError) {
    readGuard.begin(timeout: stallTimeout)
    let count = try input.read(into: chunk)
    if count == 0 {
      isAtEnd = true
    } else {
      bytesRead += Int64(count)
      parser.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  private func handle(_ tag: FLVTag) {
    let milliseconds = clock.unwrap(Int64(tag.timestamp))
    let timestamp = milliseconds * 1000
    parser.buffer.withUnsafeBytes { buffer in
      let payload = UnsafeRawBufferPointer(rebasing: buffer[tag.payload])
      recorder?.write(tag.kind, milliseconds: milliseconds, payload)
      switch tag.kind {
      case .audio: handleAudio(payload, timestamp: timestamp)
      case .video:
        if let video = FLVVideoTag(payload) { handle(video, payload, timestamp: timestamp) }
      case .script: ready.append(.script(Array(payload), timestamp: timestamp))
      }
    }
  }

  private func handle(_ video: FLVVideoTag, _ payload: UnsafeRawBufferPointer, timestamp: Int64) {
    note(ContainerDescription.Track(kind: .video, codec: video.codec))
    guard video.hasPicture else { return }
    let presentation = timestamp + video.compositionOffset * 1000
    ready.append(.video(timestamp: presentation))
    guard video.isH264, presentation &- lastClockScan >= 10_000_000,
      let time = SupplementalTime.find(
        in: UnsafeRawBufferPointer(rebasing: payload.dropFirst(video.headerSize)), framing: .lengthPrefixed)
    else { return }
    lastClockScan = presentation
    ready.append(
      .wallClock(time, timestamp: presentation, origin: .supplementalEnhancement, uncertaintySeconds: 0.1))
  }

  /// Adds a track to the description when it is new.
  private func note(_ track: ContainerDescription.Track) {
    if description.tracks.count < 64, !description.tracks.contains(track) { description.tracks.append(track) }
  }

  private func handleAudio(_ payload: UnsafeRawBufferPointer, timestamp: Int64) {
    guard !payload.isEmpty else { return }
    guard let tag = FLVAudioTag(payload) else {
      ready.append(.damage(bytes: payload.count))
      return
    }
    for part in tag.parts where tracks.count < 8 || tracks[part.track] != nil {
      let data = UnsafeRawBufferPointer(rebasing: payload[part.data])
      if part.content == .setup { tracks[part.track, default: Track()].setup = Array(data.prefix(65_536)) }
      configure(tag, part)
      guard part.content == .frames, tracks[part.track]?.configuration != nil, !data.isEmpty,
        let packet = AudioPacket(data, timestamp: timestamp + tag.timestampOffset / 1000)
      else { continue }
      ready.append(.audio(packet, track: Int(part.track)))
    }
  }

  private func configure(_ tag: FLVAudioTag, _ part: FLVAudioTag.Part) {
    var track = tracks[part.track] ?? Track()
    guard part.content == .setup || (part.content == .frames && track.codec != part.codec) else { return }
    if part.content == .frames, case .classic(10) = part.codec, track.setup.isEmpty { return }
    guard let parameters = tag.parameters(of: part, setup: track.setup) else {
      unreadable = part.codec
      return
    }
    unreadable = nil
    track.codec = part.codec
    defer { tracks[part.track] = track }
    if let configuration = track.configuration, configuration.isSame(as: parameters) { return }
    track.configuration = parameters
    note(
      ContainerDescription.Track(
        kind: .audio, codec: parameters.codecName, sampleRate: Int(parameters.raw.pointee.sample_rate),
        channels: Int(parameters.raw.pointee.ch_layout.nb_channels)))
    ready.append(.configuration(parameters, track: Int(part.track)))
  }

  var audioTracks: [Int] { tracks.filter { $0.value.configuration != nil }.keys.map(Int.init).sorted() }

  var undecodableCodec: String? {
    guard let unreadable, unreadable != .classic(10), unreadable != .fourCC("mp4a") else { return nil }
    return FLVAudioTag.name(of: unreadable)
  }
}
