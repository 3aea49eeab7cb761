/// Which stages of webrtc-audio-processing clean the sound; each can be switched by itself.
///
/// They suit recognisers that were trained on clean speech. Audio markers need the sound as it came: give them the
/// blocks before the cleaner.
public struct CleaningSettings: Hashable, Sendable {
  public enum NoiseSuppression: Int, Hashable, Sendable, Codable, CaseIterable {
    case low, moderate, high, veryHigh
  }

  /// How readily voice is assumed.
  public enum VoiceLikelihood: Int, Hashable, Sendable, Codable, CaseIterable {
    case veryLow, low, moderate, high
  }

  /// Removes rumble below about 80 Hz.
  public var highPass: Bool
  /// Nil: off.
  public var noiseSuppression: NoiseSuppression?
  /// Brings speech to −3 dBFS, with at most 9 dB of gain.
  public var gainControl: Bool
  /// Nil: no voice activity is reported.
  public var voiceActivity: VoiceLikelihood?

  public init(
    highPass: Bool = false, noiseSuppression: NoiseSuppression? = nil, gainControl: Bool = false,
    voiceActivity: VoiceLikelihood? = nil
  ) {
    self.highPass = highPass
    self.noiseSuppression = noiseSuppression
    self.gainControl = gainControl
    self.voiceActivity = voiceActivity
  }

  /// Every stage.
  public static let all = CleaningSettings(
    highPass: true, noiseSuppression: .high, gainControl: true, voiceActivity: .moderate)

  var changesSound: Bool { highPass || noiseSuppression != nil || gainControl }
}
