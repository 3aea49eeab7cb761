import LiveshelfCore

/// Follows the slow difference between time stamps and the count of samples. Time stamps are rounded to milliseconds in
/// most containers and jitter in many streams, so that only their average over seconds tells, and only as far as it is
/// surer than chance.
struct DriftFollower {
  /// The average deviation, and of its square, in microseconds.
  private var average = 0.0
  private var square = 0.0
  private static let timeConstant = 4_000_000.0
  /// Microseconds of average deviation that are left alone.
  private static let deadZone = 150.0

  /// Samples by which the frame is to be stretched (negative: shortened) to come nearer; nil: leave it.
  mutating func follow(_ deviation: Int64, duration: Int64) -> Int? {
    let weight = min(Double(duration) / Self.timeConstant, 1)
    average += (Double(deviation) - average) * weight
    square += (Double(deviation) * Double(deviation) - square) * weight
    // The standard error of an exponential average whose members scatter like the deviations do.
    let scatter = max(square - average * average, 0) * weight / 2
    guard abs(average) > max(Self.deadZone, 3 * scatter.squareRoot()) else { return nil }
    let samples = (average * Double(AudioFormat.sampleRate) / 1_000_000).rounded()
    // At most one in 64, which neither the ear nor a recogniser notices.
    let limit = max(1, (Double(duration) * Double(AudioFormat.sampleRate) / 1_000_000 / 64).rounded(.down))
    let step = min(max(samples, -limit), limit)
    average -= step * 1_000_000 / Double(AudioFormat.sampleRate)
    return Int(step)
  }
}
