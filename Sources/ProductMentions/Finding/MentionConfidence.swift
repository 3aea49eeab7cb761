internal import Foundation

/// The probability that a name was really said, from its evidence: a logistic regression.
///
/// The coefficients are fitted by `Benchmarks/MentionBenchmark/fit_confidence.py` on the features that
/// `mention-benchmark --features` writes.
struct MentionConfidence: Sendable {
  var intercept: Double
  var distance: Double
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

  static let fitted = MentionConfidence(
    intercept: 0.5, distance: -12, syllables: 0.35, exactInFirst: 1, exactInOther: 0.5, share: 1.5, logRatio: 0.6,
    lead: 0.5, everydayShare: -2, crossesWord: -2, cue: 0, presence: 0)

  func probability(_ evidence: MentionEvidence) -> Double {
    var sum = intercept
    sum += distance * evidence.distance
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
    return 1 / (1 + exp(-sum))
  }
}
