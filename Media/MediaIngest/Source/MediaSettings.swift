public import LiveshelfCore

/// How a source is read. The defaults suit live shows and recordings alike.
public struct MediaSettings: Sendable {
  /// Seconds until a connection must stand and the container must be recognised. Nil: no limit (a listener waits).
  public var connectTimeout: Double? = 10
  /// Seconds without a byte after which a read is given up with `MediaError.stalled`. Nil: never.
  public var stallTimeout: Double?
  /// Which audio track to read, from 0, in the order of the container. Nil: the one in which somebody speaks.
  public var audioTrack: Int?
  /// The most samples in one block, 160…160,000. Blocks of a live stream come when this much has been decoded.
  public var blockSamples = 1_600
  /// In a recording, a hole in the time stamps of up to this many seconds is lost audio and is filled with silence; a
  /// longer one is a jump of the encoder's clock. Live, the arrival times decide.
  public var longestGap: Double = 300

  /// What is sent along with HTTP requests.
  public var http = HTTPRequestSettings()
  /// Which hosts may be connected to; nil: any.
  public var addressPolicy: AddressPolicy?

  /// The offset of local times that the encoder writes without one.
  public var assumedOffset = ZoneOffset.china

  /// Writes the stream to disk as it comes. RTMP and FLV only.
  public var recording: RecordingSettings?

  public init() {}

  var samplesPerBlock: Int { min(max(blockSamples, 160), 160_000) }
}
