/// How many units will be asked for within a stretch of time, as a distribution: a mixture of two negative binomials,
/// without and with a new presentation in that stretch.
public struct PredictedDemand: Hashable, Sendable {
  private let weights: [Double]
  private let parts: [NegativeBinomial]

  init(_ weighted: [(weight: Double, part: NegativeBinomial)]) {
    weights = weighted.map(\.weight)
    parts = weighted.map(\.part)
  }

  /// Expected units.
  public var mean: Double {
    zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.mean }
  }

  /// The probability that at least `units` are asked for.
  public func probability(ofAtLeast units: Int) -> Double {
    1 - zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.probability(atMost: units - 1) }
  }

  /// The smallest number of units that is not exceeded with the given probability (0…1, exclusive).
  public func quantile(_ probability: Double) -> Int {
    let target = min(max(probability, 1e-6), 1 - 1e-6)
    var high = 1
    while high < 1 << 40, 1 - self.probability(ofAtLeast: high + 1) < target { high *= 2 }
    var low = high == 1 ? 0 : high / 2
    while low < high {
      let middle = (low + high) / 2
      if 1 - self.probability(ofAtLeast: middle + 1) < target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
