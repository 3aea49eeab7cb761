import LiveshelfCore

/// Puts decoded audio on the one count of samples: what follows is appended, what is missing becomes silence, and a
/// clock that runs a little fast or slow is followed by stretching blocks by single samples.
struct SampleTimeline {
  private let resampler = Resampler()
  /// Samples that have been handed out.
  private(set) var emitted: Int64
  private(set) var pending: [Float] = []
  /// Silence still to be handed out after `pending`.
  private(set) var pendingSilence: Int64 = 0
  private var drift = DriftFollower()

  init(firstSample: Int64) {
    emitted = firstSample
  }

  private var written: Int64 { emitted + Int64(pending.count) + pendingSilence }

  /// The stream time in microseconds that the next frame has if it follows without a gap.
  var expected: Int64 { Self.microseconds(written) + Int64((resampler.delay * 1_000_000).rounded()) }

  /// Appends a frame. `deviation`: microseconds by which its time stamp is later than `expected`.
  mutating func append(_ frame: AudioFrame, deviation: Int64?) {
    if !resampler.accepts(frame) {
      resampler.drain(into: &pending)
      guard resampler.configure(for: frame) else { return }
    }
    let start = pending.count
    resampler.convert(frame, into: &pending)
    if let deviation, let stretch = drift.follow(deviation, duration: frame.duration) {
      pending.stretch(from: start, by: stretch)
    }
  }

  /// Completes what is in the resampler and fills with silence up to a stream time in microseconds.
  mutating func advance(to target: Int64) {
    resampler.drain(into: &pending)
    drift = DriftFollower()
    let sample = Self.sample(target)
    if sample >= written {
      pendingSilence += sample - written
    } else {
      // The resampler's tail is an estimate of what followed; it gives way to what really follows.
      pending.removeLast(min(pending.count, Int(clamping: written - sample)))
    }
  }

  /// Completes what is in the resampler: nothing follows.
  mutating func finish() {
    resampler.drain(into: &pending)
  }

  /// Hands out what has been collected: all of it, or at least `minimum` samples.
  mutating func take(minimum: Int) -> AudioBlock? {
    if !pending.isEmpty, pending.count >= minimum || pendingSilence > 0 {
      defer {
        emitted += Int64(pending.count)
        pending = []
      }
      return AudioBlock(firstSample: emitted, samples: pending)
    }
    guard pendingSilence > 0 else { return nil }
    let count = min(pendingSilence, Int64(AudioFormat.sampleRate))
    defer {
      emitted += count
      pendingSilence -= count
    }
    return AudioBlock(firstSample: emitted, samples: [Float](repeating: 0, count: Int(count)))
  }

  private static func microseconds(_ sample: Int64) -> Int64 {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate)).microseconds
  }

  private static func sample(_ microseconds: Int64) -> Int64 {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return seconds * Int64(AudioFormat.sampleRate) + (rest * Int64(AudioFormat.sampleRate) + 500_000) / 1_000_000
  }
}

extension [Float] {
  /// Makes the part from `start` longer by `count` samples (shorter when negative), by linear interpolation.
  fileprivate mutating func stretch(from start: Int, by count: Int) {
    let length = self.count - start
    let target = length + count
    guard length > 1, target > 1 else { return }
    let original = Array(self[start...])
    removeLast(length)
    let step = Double(length - 1) / Double(target - 1)
    for index in 0..<target {
      let position = Double(index) * step
      let left = Swift.min(Int(position), length - 2)
      let fraction = Float(position - Double(left))
      append(original[left] + (original[left + 1] - original[left]) * fraction)
    }
  }
}
