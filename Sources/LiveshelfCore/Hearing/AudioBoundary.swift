/// A change in the sound of a stream that often goes with a change on stage, whatever is said.
public struct AudioBoundary: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case musicOn = "music_on"
    case musicOff = "music_off"
    /// Applause or cheering sets in.
    case applause
    /// A long silence begins.
    case silence
    /// The last of several tones at equal intervals: a countdown that is played.
    case countdown
  }

  public var kind: Kind
  public var at: StreamTime
  /// How clear it is, 0…1.
  public var strength: Double
  /// The last moment of audio that had been consumed when this was decided; never before `at`.
  public var detectedAt: StreamTime

  public init(kind: Kind, at: StreamTime, strength: Double, detectedAt: StreamTime) {
    self.kind = kind
    self.at = at
    self.strength = strength
    self.detectedAt = detectedAt
  }
}
