public import LiveshelfCore

/// What a source yields, in the order of the stream.
public enum MediaEvent: Sendable {
  /// Samples that follow those of the block before without gap or overlap.
  case audio(AudioBlock)
  /// Something was lost, repeated or renumbered. Comes before the silence that stands for what was lost.
  case discontinuity(Discontinuity)
  /// A mark that the encoder set.
  case cue(CuePoint)
  /// What the world's clock showed at a moment of the stream.
  case anchor(WallClockAnchor)
  /// What the container or a script tag says about the stream; at most 256 entries.
  case metadata([String: String])
  /// The audio's format, when it becomes known and whenever it changes.
  case format(AudioTrackFormat)
  /// Something about the sound that people should know.
  case notice(MediaNotice)
  /// Something beside the sound failed, such as writing the recording; the sound goes on.
  case failure(MediaError)
}

/// A place where the source's time line was broken, and what became of it.
public struct Discontinuity: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The sound began later than the pictures; silence leads up to it.
    case lateStart
    /// Audio is missing; silence stands for it.
    case gap
    /// The source's time stamps jumped while the sound went on; stream time goes on evenly.
    case timestampJump
    /// The source sent again what it had sent; the repetition was dropped.
    case replay
    /// Bytes were damaged and skipped.
    case damage
    /// The source came back after the connection had been lost or the publisher had left.
    case reconnection
  }

  public var kind: Kind
  /// Where it happened.
  public var at: StreamTime
  /// Seconds of audio that are missing and replaced by silence.
  public var lostSeconds: Double
  /// Seconds by which the source's time stamps deviated from an even course; negative: backwards.
  public var timestampStep: Double
  /// Bytes that were skipped.
  public var skippedBytes: Int

  public init(
    kind: Kind, at: StreamTime, lostSeconds: Double = 0, timestampStep: Double = 0, skippedBytes: Int = 0
  ) {
    self.kind = kind
    self.at = at
    self.lostSeconds = lostSeconds
    self.timestampStep = timestampStep
    self.skippedBytes = skippedBytes
  }
}

/// What the world's clock showed at a moment of the stream.
public struct WallClockAnchor: Hashable, Sendable {
  /// Where the time comes from, from the most to the least trusted.
  public enum Origin: String, Hashable, Sendable, Codable {
    /// An FLV script tag, such as `onFI` or a time in `onMetaData`.
    case scriptTag
    /// HLS `EXT-X-PROGRAM-DATE-TIME`.
    case programDateTime
    /// Timed ID3 in MPEG-TS.
    case timedID3
    /// A time stamp in H.264 or H.265 supplemental enhancement information.
    case supplementalEnhancement
    /// The moment of arrival here: late by the delay of the way.
    case arrival
  }

  public var origin: Origin
  public var streamTime: StreamTime
  public var wallTime: WallTime
  /// Half the width, in seconds, of the range in which the wall time lies with some certainty.
  public var uncertaintySeconds: Double

  public init(origin: Origin, streamTime: StreamTime, wallTime: WallTime, uncertaintySeconds: Double) {
    self.origin = origin
    self.streamTime = streamTime
    self.wallTime = wallTime
    self.uncertaintySeconds = uncertaintySeconds
  }

  /// The wall time of stream time zero that follows from it.
  public var streamStart: WallTime {
    WallTime(microseconds: wallTime.microseconds &- streamTime.microseconds)
  }
}

/// The format in which audio is encoded.
public struct AudioTrackFormat: Hashable, Sendable, Codable {
  /// libav's name of the codec, such as `aac` or `opus`.
  public var codec: String
  /// Samples a second before resampling.
  public var sampleRate: Int
  public var channels: Int

  public init(codec: String, sampleRate: Int, channels: Int) {
    self.codec = codec
    self.sampleRate = sampleRate
    self.channels = channels
  }
}
