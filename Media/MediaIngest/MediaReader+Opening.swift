import LiveshelfCore

extension MediaReader {
  /// Connects and picks the demuxer for what the first bytes show.
  static func open(
    _ source: MediaSource, settings: MediaSettings, readGuard: ReadGuard, recorder: StreamRecorder?,
    place: HLSTimeline?
  ) throws(MediaError) -> any Demuxer {
    TrackChooser(
      try demuxer(source, settings: settings, readGuard: readGuard, recorder: recorder, place: place),
      wanted: settings.audioTrack)
  }

  private static func demuxer(
    _ source: MediaSource, settings: MediaSettings, readGuard: ReadGuard, recorder: StreamRecorder?,
    place: HLSTimeline?
  ) throws(MediaError) -> any Demuxer {
    guard !source.listens || source.scheme == "rtmp" else {
      throw .invalidRequest("Waiting for a publisher works for rtmp:// addresses, not for \(source.redactedAddress)")
    }
    readGuard.begin(timeout: settings.connectTimeout)
    if source.listens {
      let listener = try RTMPListener(source, policy: settings.addressPolicy, readGuard: readGuard)
      return FLVDemuxer(listener, settings: settings, isLive: true, recorder: recorder)
    }
    if source.isOpenedByDemuxer {
      return try LibavDemuxer(source, input: nil, readGuard: readGuard, settings: settings, isLive: true)
    }
    let isWeb = source.scheme == "http" || source.scheme == "https"
    let session = isWeb || source.scheme == nil || source.scheme == "file" ? HTTPSession(settings) : nil
    let (base, address) = try connect(source, settings: settings, session: isWeb ? session : nil, readGuard: readGuard)
    if source.isRTMP { return FLVDemuxer(base, settings: settings, isLive: true, recorder: recorder) }
    let input = PeekingInput(base)
    let start = try input.peek(16)
    guard !start.isEmpty else { throw .empty(address: source.redactedAddress) }
    if start.starts(with: Array("FLV".utf8)) {
      let isLive = source.isAlwaysLive || isWeb && !Completeness.isComplete(base, container: .flv, session, address)
      return FLVDemuxer(input, settings: settings, isLive: isLive, recorder: recorder)
    }
    guard recorder == nil else {
      throw .invalidRequest("Recording works for RTMP and FLV, not for \(source.redactedAddress)")
    }
    if String(decoding: start, as: UTF8.self).drop(while: { $0 == "\u{FEFF}" }).hasPrefix("#EXTM3U") {
      return try playlist(
        source, input, address: address, settings: settings, session: session, readGuard: readGuard, place: place)
    }
    if let kind = try ForeignFile.recognise(source, input) { throw kind }
    let isLive =
      source.isAlwaysLive || isWeb && !Completeness.isComplete(base, container: .other(start), session, address)
    do throws(MediaError) {
      return try LibavDemuxer(source, input: input, readGuard: readGuard, settings: settings, isLive: isLive)
    } catch .notMedia(let address) {
      throw UnfinishedMP4.explanation(source) ?? .notMedia(address: address)
    } catch {
      throw error
    }
  }

  /// Opens the byte stream; also tells its address after redirects.
  private static func connect(
    _ source: MediaSource, settings: MediaSettings, session: HTTPSession?, readGuard: ReadGuard
  ) throws(MediaError) -> (any ByteInput, String) {
    guard let session else {
      return (try LibavInput(source, policy: settings.addressPolicy, readGuard: readGuard), source.address)
    }
    let input = try HTTPInput(source.address, session: session, readGuard: readGuard)
    return (input, input.address)
  }

  private static func playlist(
    _ source: MediaSource, _ input: PeekingInput, address: String, settings: MediaSettings, session: HTTPSession?,
    readGuard: ReadGuard, place: HLSTimeline?
  ) throws(MediaError) -> any Demuxer {
    guard let session else {
      // A playlist names what else is to be opened, which is not for everybody to say.
      throw .notRecording(
        address: source.redactedAddress, what: "a playlist that came over \(source.scheme ?? "a stream")",
        remedy: "Give the playlist's http or https address, or its file.")
    }
    guard let bytes = try input.readAll(limit: HLSPlaylist.longest) else {
      throw .limitExceeded(
        address: source.redactedAddress, detail: "a playlist of more than \(HLSPlaylist.longest) bytes")
    }
    return try HLSDemuxer(
      source, text: String(decoding: bytes, as: UTF8.self), address: address, settings: settings, session: session,
      readGuard: readGuard, place: place)
  }
}
