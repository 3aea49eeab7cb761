extension MediaReader {
  /// Connects and picks the demuxer for what the first bytes show.
  static func open(
    _ source: MediaSource, settings: MediaSettings, readGuard: ReadGuard, recorder: StreamRecorder?
  ) throws(MediaError) -> any Demuxer {
    guard !source.listens || source.scheme == "rtmp" else {
      throw .invalidRequest("Waiting for a publisher works for rtmp:// addresses, not for \(source.redactedAddress)")
    }
    readGuard.begin(timeout: settings.connectTimeout)
    if source.isOpenedByDemuxer {
      return try LibavDemuxer(source, input: nil, readGuard: readGuard, settings: settings)
    }
    let input = try ByteInput(source, readGuard: readGuard)
    if source.isRTMP { return FLVDemuxer(input, settings: settings, isLive: true, recorder: recorder) }
    let start = try input.peek(4)
    guard !start.isEmpty else { throw .empty(address: source.redactedAddress) }
    if start.starts(with: Array("FLV".utf8)) {
      return FLVDemuxer(input, settings: settings, isLive: input.isLive, recorder: recorder)
    }
    guard recorder == nil else {
      throw .invalidRequest("Recording works for RTMP and FLV, not for \(source.redactedAddress)")
    }
    return try LibavDemuxer(source, input: input, readGuard: readGuard, settings: settings)
  }
}
