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
    intercept: -3.054, distance: -15.932, cost: 0.696, worst: -1.512, syllables: 0.511,
    exact: 2.543, shortInexact: -0.522, share: 1.536, logRatio: 1.477, lead: 1.126,
    everydayShare: -2.314, crossesWord: -1.626, everydayWord: -0.922, cue: 0.706, presence: 3.002,
    catalogSize: 0.872)

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
