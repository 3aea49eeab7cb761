internal import LiveshelfCore

/// A sound to listen for: a stinger as the operator's mixer plays it.
public struct MarkerReference: Sendable {
  /// The shortest and longest sound that can be watched for, seconds.
  public static let shortest = 0.25
  public static let longest = 20.0

  /// The marker's name: the stem of its audio file.
  public var name: String
  /// In `AudioFormat`: mono, 16 kHz.
  public var samples: [Float]

  public init(name: String, samples: [Float]) {
    self.name = name
    self.samples = samples
  }

  /// Seconds.
  public var duration: Double { Double(samples.count) / Double(AudioFormat.sampleRate) }
}
