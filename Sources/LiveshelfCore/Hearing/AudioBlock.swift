/// The one audio format between the modules: mono, 16,000 samples a second, 32-bit float, nominally −1…1.
public enum AudioFormat {
  public static let sampleRate = 16_000
}

/// Consecutive samples on the stream's clock, in `AudioFormat`.
///
/// The blocks of one stream follow each other without gap or overlap: what the source lost has been filled with
/// silence, so that `start` is always the index of the first sample divided by the sample rate.
public struct AudioBlock: Sendable {
  /// The index of the first sample, counted from the start of the stream.
  public var firstSample: Int64
  public var samples: [Float]

  public init(firstSample: Int64, samples: [Float]) {
    self.firstSample = firstSample
    self.samples = samples
  }

  /// The moment at which the first sample begins.
  public var start: StreamTime {
    StreamTime(sample: firstSample, sampleRate: Int64(AudioFormat.sampleRate))
  }

  /// The moment at which the last sample ends.
  public var end: StreamTime {
    StreamTime(sample: firstSample + Int64(samples.count), sampleRate: Int64(AudioFormat.sampleRate))
  }
}
