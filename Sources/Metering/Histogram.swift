/// How many values fell into which bucket: what Prometheus takes for a distribution.
public struct Histogram: Hashable, Sendable {
  /// Bounds in seconds that suit what takes from a millisecond to a minute.
  public static let durations: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]
  /// Bounds in seconds that suit what may also take a day, such as a delivery to a receiver that was away.
  public static let longDurations: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 36_000, 86_400,
  ]

  /// Upper bounds of the buckets, inclusive, rising; one more bucket takes what is above.
  public let bounds: [Double]
  /// One count for each bucket, not cumulative.
  public private(set) var counts: [Int]
  public private(set) var sum = 0.0
  /// The greatest value; 0 when there was none above.
  public private(set) var greatest = 0.0

  public init(bounds: [Double] = Self.durations) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  /// Counts a value; one that is not finite is left out.
  public mutating func observe(_ value: Double) {
    guard value.isFinite else { return }
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
    greatest = max(greatest, value)
  }

  public var count: Int { counts.reduce(0, +) }

  /// A quantile, interpolated within its bucket as Prometheus's `histogram_quantile` does, but never above the greatest
  /// value; nil when there was no value.
  ///
  /// - Parameter share: 0…1.
  public func quantile(_ share: Double) -> Double? {
    let count = count
    guard count > 0 else { return nil }
    let rank = min(max(share, 0), 1) * Double(count)
    var below = 0
    for (index, inside) in counts.enumerated() where inside > 0 {
      if Double(below + inside) >= rank {
        let low = index == 0 ? 0 : bounds[index - 1]
        let high = index < bounds.count ? min(bounds[index], greatest) : greatest
        return min(low, high) + (high - min(low, high)) * (rank - Double(below)) / Double(inside)
      }
      below += inside
    }
    return greatest
  }
}
