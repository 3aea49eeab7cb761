internal import Foundation

/// The probability that a name was really said, from its evidence: a logistic regression.
///
/// The coefficients are fitted by `Benchmarks/MentionBenchmark/fit_confidence.py` on the features that
/// `mention-benchmark --features` writes.
struct MentionConfidence: Sendable {
  var intercept: Double
  var distance: Double
  /// Per syllable of weighted edit distance.
  var cost: Double
  var syllables: Double
  var exactInFirst: Double
  var exactInOther: Double
  var share: Double
  var logRatio: Double
  var lead: Double
  var everydayShare: Double
  var crossesWord: Double
  var cue: Double
  var presence: Double
  var catalogSize: Double

  static let fitted = MentionConfidence(
    intercept: 0.948, distance: -14.064, cost: -1.005, syllables: 0.852, exactInFirst: 0.713, exactInOther: 0.728,
    share: 0.755, logRatio: -0.072, lead: -0.673, everydayShare: -2.027, crossesWord: -1.101, cue: 0.582,
    presence: 2.702, catalogSize: 0)

  func probability(_ evidence: MentionEvidence) -> Double {
    var sum = intercept
    sum += distance * evidence.distance
    sum += cost * evidence.distance * evidence.syllables
    sum += syllables * (min(evidence.syllables, 6) - 2)
    sum += exactInFirst * (evidence.isExactInFirst ? 1 : 0)
    sum += exactInOther * (evidence.isExactInOther ? 1 : 0)
    sum += share * evidence.share
    sum += logRatio * evidence.logRatio
    sum += lead * evidence.lead
    sum += everydayShare * evidence.everydayShare
    sum += crossesWord * (evidence.crossesWord ? 1 : 0)
    sum += cue * evidence.cue
    sum += presence * evidence.presence
    sum += catalogSize * evidence.catalogSize
    return 1 / (1 + exp(-sum))
  }
}
