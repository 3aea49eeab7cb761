/// How long a source usually pauses between two arrivals: streams come in frames, in bursts of a second, or in segments of
/// ten. Trouble is what takes longer than its own rhythm.
package struct FeedRhythm {
  /// Seconds that the source itself says to be usual.
  package var usualPause = 0.0
  private var longest = (current: 0.0, previous: 0.0)
  private var spanStart: Int64?

  private static let spanLength: Int64 = 30_000_000
  /// Longer pauses are trouble, however often they come.
  private static let longestUsual = 12.0

  package init() {}

  /// - Parameter moment: on the monotonic clock.
  package mutating func note(pause: Double, at moment: Int64) {
    if let start = spanStart, moment - start > Self.spanLength {
      longest = (0, longest.current)
      spanStart = moment
    }
    // What passes before the first sound is no rhythm.
    guard spanStart != nil else { return spanStart = moment }
    if pause <= Self.longestUsual { longest.current = max(longest.current, pause) }
  }

  /// Seconds without anything after which something is wrong.
  package func patience(atLeast least: Double) -> Double {
    max(least, usualPause, 1.5 * max(longest.current, longest.previous))
  }
}

/// Lets something be told once in a while.
struct RateLimit {
  private var last: Int64?
  private static let pause: Int64 = 30_000_000

  /// Whether it may be told now; asking counts as telling.
  var isDue: Bool {
    mutating get {
      let now = MonotonicClock.microseconds
      if let last, now - last < Self.pause { return false }
      last = now
      return true
    }
  }
}
