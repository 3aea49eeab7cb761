/// How many units will be asked for within a stretch of time, as a distribution: a mixture of two negative binomials,
/// without and with a new presentation in that stretch.
public struct PredictedDemand: Hashable, Sendable {
  private let usual: NegativeBinomial
  private let presented: NegativeBinomial?
  /// The probability of `presented`, 0…1.
  private let chance: Double

  /// - Parameters:
  ///   - usual: the demand without a new presentation.
  ///   - presented: the demand with one or more; nil: none will come.
  ///   - chance: the probability of `presented`, 0…1.
  init(_ usual: NegativeBinomial, presented: NegativeBinomial? = nil, chance: Double = 0) {
    self.usual = usual
    self.presented = presented
    self.chance = presented == nil ? 0 : chance
  }

  /// Expected units.
  public var mean: Double {
    (1 - chance) * usual.mean + chance * (presented?.mean ?? 0)
  }

  /// The probability that at least `units` are asked for.
  public func probability(ofAtLeast units: Int) -> Double {
    1 - (1 - chance) * usual.probability(atMost: units - 1)
      - chance * (presented?.probability(atMost: units - 1) ?? 0)
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

  /// The smallest numbers of units that are not exceeded with the two probabilities (0…1, exclusive; `low` ≤ `high`).
  ///
  /// Exact like `quantile`, and quick for small numbers: it adds the chances of 0, 1, 2… units up.
  public func interval(from low: Double, to high: Double) -> (low: Int, high: Int) {
    var plain = (1 - chance) * usual.chanceOfNone
    var extra = chance * (presented?.chanceOfNone ?? 0)
    var sum = 0.0
    var first: Int?
    for count in 0..<Self.longestWalk {
      sum += plain + extra
      if first == nil, sum >= low { first = count }
      if sum >= high { return (first ?? count, count) }
      plain *= usual.growth(after: count)
      if let presented { extra *= presented.growth(after: count) }
    }
    return (first ?? quantile(low), quantile(high))
  }

  private static let longestWalk = 1500
}
