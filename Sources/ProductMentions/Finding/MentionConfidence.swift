internal import Foundation

/// The probability that a name was really said, from its evidence: a logistic regression.
///
/// The coefficients are fitted by `Benchmarks/MentionBenchmark/fit_confidence.py` on the features that
/// `mention-benchmark find --features` writes; each multiplies what its name says, as in `probability`.
struct MentionConfidence: Sendable {
  var intercept: Double
  var distance: Double
  /// Per syllable of weighted edit distance.
  var cost: Double
  var worst: Double
  var syllables: Double
  /// Some hypothesis writes the name.
  var exact: Double
  /// None does, and the name has two syllables or fewer, as many everyday sounds have.
  var shortInexact: Double
  var share: Double
  /// Only where some hypothesis writes the name.
  var logRatio: Double
  var lead: Double
  var everydayShare: Double
  var crossesWord: Double
  var everydayWord: Double
  var cue: Double
  var presence: Double
  var catalogSize: Double

  static let fitted = MentionConfidence(
    intercept: 0.518, distance: -16.534, cost: 0.351, worst: -1.225, syllables: 0.475,
    exact: 2.310, shortInexact: -0.601, share: 1.587, logRatio: 1.464, lead: 1.462,
    everydayShare: -2.931, crossesWord: -1.572, everydayWord: -0.998, cue: 0.729, presence: 3.402,
    catalogSize: -1.175)

  func probability(_ evidence: MentionEvidence) -> Double {
    let isExact = evidence.isExactInFirst || evidence.isExactInOther
    var sum = intercept
    sum += distance * evidence.distance
    sum += cost * evidence.distance * evidence.syllables
    sum += worst * evidence.worst
    sum += syllables * (min(evidence.syllables, 6) - 2)
    if isExact {
      sum += exact + logRatio * evidence.logRatio
    } else if evidence.syllables < 2.5 {
      sum += shortInexact
    }
    sum += share * evidence.share
    sum += lead * evidence.lead
    sum += everydayShare * evidence.everydayShare
    sum += crossesWord * (evidence.crossesWord ? 1 : 0)
    sum += everydayWord * (evidence.isEverydayWord ? 1 : 0)
    sum += cue * evidence.cue
    sum += presence * evidence.presence
    sum += catalogSize * evidence.catalogSize
    return 1 / (1 + exp(-sum))
  }
}
