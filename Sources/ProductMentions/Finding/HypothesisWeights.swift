internal import Foundation
import LiveshelfCore

/// How much each hypothesis of a list counts.
struct HypothesisWeights: Sendable {
  /// Unbiased, natural logarithms.
  let logProbabilities: [Double]
  /// Sum to 1. Tempered: a beam's alternatives are far more alike than their probabilities say.
  let shares: [Double]

  private static let temperature = 3.0

  init(_ logProbabilities: [Double]) {
    let finite = logProbabilities.map { $0.isFinite ? max($0, -1e6) : -1e6 }
    self.logProbabilities = finite
    let best = finite.max() ?? 0
    let weights = finite.map { exp(($0 - best) / Self.temperature) }
    let sum = weights.reduce(0, +)
    shares = weights.map { $0 / sum }
  }

  /// The share of the hypotheses in `members`.
  func share(of members: Set<Int>) -> Double {
    shares.indices.reduce(0) { members.contains($1) ? $0 + shares[$1] : $0 }
  }

  /// The logarithm of the best probability among `members` over the best one of the others; nil when either is empty.
  func logRatio(of members: Set<Int>) -> Double? {
    var with = -Double.infinity
    var without = -Double.infinity
    for (index, value) in logProbabilities.enumerated() {
      if members.contains(index) { with = max(with, value) } else { without = max(without, value) }
    }
    return with.isFinite && without.isFinite ? with - without : nil
  }
}
