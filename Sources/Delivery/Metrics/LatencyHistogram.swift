/// How long things took, in buckets that Prometheus understands.
public struct LatencyHistogram: Hashable, Sendable {
  /// Upper bounds in seconds, inclusive; what is longer counts in `count` only.
  public static let bounds: [Double] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 36_000, 86_400,
  ]

  /// How many lay in each bucket, not added up.
  public private(set) var buckets = [Int](repeating: 0, count: bounds.count)
  public private(set) var count = 0
  /// Seconds, all together.
  public private(set) var sum = 0.0
  /// Seconds; 0 when there was none.
  public private(set) var greatest = 0.0

  public init() {}

  public mutating func add(_ seconds: Double) {
    guard seconds.isFinite else { return }
    count += 1
    sum += seconds
    greatest = max(greatest, seconds)
    if let index = Self.bounds.firstIndex(where: { seconds <= $0 }) { buckets[index] += 1 }
  }

  /// The quantile, interpolated within its bucket; nil when there was none.
  ///
  /// - Parameter share: 0…1.
  public func quantile(_ share: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = min(max(share, 0), 1) * Double(count)
    var below = 0
    for (index, inside) in buckets.enumerated() where inside > 0 {
      if Double(below + inside) >= rank {
        let low = index == 0 ? 0 : Self.bounds[index - 1]
        let high = min(Self.bounds[index], greatest)
        return min(low, high) + (high - min(low, high)) * (rank - Double(below)) / Double(inside)
      }
      below += inside
    }
    return greatest
  }
}
