public import LiveshelfCore

/// What can be learnt about a source from its first seconds.
public struct MediaProbe: Hashable, Sendable, Codable {
  public struct Cue: Hashable, Sendable, Codable {
    public var name: String
    public var at: StreamTime
    public var parameters: [String: String]
  }

  public struct Anchor: Hashable, Sendable, Codable {
    public var origin: WallClockAnchor.Origin
    public var streamTime: StreamTime
    /// RFC 3339 in UTC.
    public var wallTime: String
    public var uncertaintySeconds: Double
  }

  public struct Loss: Hashable, Sendable, Codable {
    public var kind: Discontinuity.Kind
    public var at: StreamTime
    public var lostSeconds: Double
    public var skippedBytes: Int
  }

  /// Without credentials and query.
  public var address: String
  public var container: ContainerDescription
  public var isLive: Bool
  /// The format of the audio that is heard.
  public var audio: AudioTrackFormat?
  public var metadata: [String: String] = [:]
  public var cues: [Cue] = []
  public var anchors: [Anchor] = []
  public var losses: [Loss] = []
  /// What people should know about the sound.
  public var notices: [String] = []
  /// Seconds from the first attempt to connect to an open stream, and to the first decoded sample.
  public var connectSeconds: Double
  public var firstAudioSeconds: Double?
  /// Seconds of sound that were read.
  public var audioSeconds = 0.0

  private static let mostEntries = 1_000

  /// Connects and reads up to `seconds` of sound. Synchronous.
  public init(
    _ source: MediaSource, seconds: Double = 5, settings: MediaSettings = MediaSettings(),
    interrupt: MediaInterrupt = MediaInterrupt()
  ) throws(MediaError) {
    let start = MonotonicClock.microseconds
    func elapsed() -> Double { Double(MonotonicClock.microseconds - start) / 1_000_000 }
    var settings = settings
    settings.stallTimeout = settings.stallTimeout ?? 15
    let reader = try MediaReader(source, settings: settings, interrupt: interrupt)
    address = source.redactedAddress
    connectSeconds = elapsed()
    isLive = reader.isLive
    container = reader.container
    while audioSeconds < seconds, let event = try reader.next() {
      if case .audio = event, firstAudioSeconds == nil { firstAudioSeconds = elapsed() }
      add(event)
    }
    container = reader.container
  }

  private mutating func add(_ event: MediaEvent) {
    switch event {
    case .audio(let block): audioSeconds = block.end.seconds
    case .format(let format): audio = format
    case .metadata(let entries): if metadata.count < Self.mostEntries { metadata.merge(entries) { $1 } }
    case .cue(let cue):
      if cues.count < Self.mostEntries { cues.append(Cue(name: cue.name, at: cue.at, parameters: cue.parameters)) }
    case .anchor(let anchor):
      guard anchors.count < Self.mostEntries else { return }
      anchors.append(
        Anchor(
          origin: anchor.origin, streamTime: anchor.streamTime, wallTime: anchor.wallTime.formatted(in: .utc),
          uncertaintySeconds: anchor.uncertaintySeconds))
    case .discontinuity(let loss):
      guard losses.count < Self.mostEntries else { return }
      losses.append(
        Loss(kind: loss.kind, at: loss.at, lostSeconds: loss.lostSeconds, skippedBytes: loss.skippedBytes))
    case .notice(let notice): if notices.count < Self.mostEntries { notices.append("\(notice)") }
    case .failure: break
    }
  }
}
