/// Where a broadcast or a recording is read from.
public struct MediaSource: Hashable, Sendable {
  /// A URL that libav can read (`rtmp`, `rtmps`, `http`, `https`, `srt`, `udp`, `rtsp`, `file` …), the path of a file,
  /// or `-` for standard input.
  public var address: String
  /// Whether to wait for a publisher at `address` instead of connecting to it. Only RTMP has that.
  public var listens: Bool

  public init(_ address: String, listens: Bool = false) {
    self.address = address
    self.listens = listens
  }

  /// Waits for one publisher, such as OBS or ffmpeg, to push to `address`, such as `rtmp://0.0.0.0:1935/live/room`.
  public static func listening(at address: String) -> MediaSource {
    MediaSource(address, listens: true)
  }

  /// The scheme in lower case; nil for paths and standard input.
  var scheme: String? {
    guard let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") else { return nil }
    return address[..<colon].lowercased()
  }

  /// The address as libav spells it.
  var libavURL: String {
    if address == "-" { return "pipe:0" }
    // A path such as `12:30.flv` must not be taken for a protocol.
    return scheme == nil && !address.hasPrefix("pipe:") && !address.hasPrefix("file:") ? "file:" + address : address
  }

  /// The path of a file; nil for what is none.
  var filePath: String? {
    if scheme == "file" { return String(address.dropFirst(7)) }
    return scheme == nil && address != "-" && !address.hasPrefix("pipe:") ? address : nil
  }

  /// Whether the protocol carries an FLV byte stream.
  var isRTMP: Bool { scheme?.hasPrefix("rtmp") ?? false }

  /// Whether the demuxer does its own input, so that no byte stream can be opened.
  var isOpenedByDemuxer: Bool { scheme == "rtsp" || scheme == "rtsps" }

  /// Whether the protocol serves only live streams.
  var isAlwaysLive: Bool {
    guard let scheme else { return false }
    return isRTMP || isOpenedByDemuxer || ["srt", "udp", "rtp", "tcp", "rist"].contains(scheme)
  }

  /// The address without user names, passwords, query values, and the stream keys of RTMP, for messages and logs.
  public var redactedAddress: String {
    var text = address
    if let question = text.firstIndex(of: "?") { text = text[..<question] + "?…" }
    if scheme != nil, let colon = text.firstIndex(of: ":") {
      let start = text.index(colon, offsetBy: 3)
      let end = text[start...].firstIndex(of: "/") ?? text.endIndex
      if let at = text[start..<end].lastIndex(of: "@") { text.removeSubrange(start...at) }
    }
    if isRTMP, let slash = text.lastIndex(of: "/") {
      // Whoever knows the stream's name may publish: every name is a key.
      let name = text[text.index(after: slash)...]
      let query = name.hasSuffix("?…") ? "?…" : ""
      if !name.isEmpty { text = text[...slash] + "…" + query }
    }
    return text
  }
}
