internal import Synchronization

/// Token buckets, one for each caller: `rate` calls a second over time, `burst` at once.
///
/// The number of buckets is bounded: when there are too many, those that are full again are forgotten.
final class RateLimiter: Sendable {
  private struct Bucket {
    var level: Double
    var time: ContinuousClock.Instant
  }

  private static let maximumBuckets = 10_000

  private let buckets = Mutex<[String: Bucket]>([:])

  /// Takes a call from a caller's bucket.
  ///
  /// - Parameter cost: how many calls it counts for; 0 only looks.
  /// - Returns: nil: go ahead; else the seconds after which it may try again, 1 or more.
  func admit(
    _ caller: String, rate: Double, burst: Double, cost: Double = 1, now: ContinuousClock.Instant = .now
  ) -> Int? {
    buckets.withLock { buckets in
      var bucket = buckets[caller] ?? Bucket(level: burst, time: now)
      let elapsed = max(0, (now - bucket.time) / .seconds(1))
      bucket.level = min(burst, bucket.level + elapsed * rate)
      bucket.time = now
      let isAdmitted = bucket.level >= 1
      if isAdmitted { bucket.level -= cost }
      if buckets[caller] == nil, buckets.count >= Self.maximumBuckets {
        buckets = buckets.filter { $0.value.level + ((now - $0.value.time) / .seconds(1)) * rate < burst }
        // Everybody is busy: whoever is new waits, so that those who are known are not forgotten.
        guard buckets.count < Self.maximumBuckets else { return 1 }
      }
      buckets[caller] = bucket
      guard !isAdmitted else { return nil }
      return max(1, Int(min(3600, ((1 - bucket.level) / max(rate, 0.001)).rounded(.up))))
    }
  }
}
