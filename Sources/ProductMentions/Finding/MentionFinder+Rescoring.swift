internal import Foundation
import LiveshelfCore

extension MentionFinder {
  /// By how much the recogniser finds the name likelier than the likeliest words without it, by the name's syllables,
  /// clipped to ± `MentionEvidence.rescoredLimit`; nil when it cannot tell.
  mutating func rescoredRatio(
    of claim: NameClaim, in stretch: SpeechStretch, by rescorer: any SpeechRescorer
  ) -> Double? {
    let name = index.names[claim.name]
    guard claim.start < claim.end else { return nil }
    let scores: SpanScores?
    do {
      scores = try rescorer.scores(of: [spoken(claim, in: stretch)], over: claim.start...claim.end)
    } catch {
      rescoringProblem = "\(error)"
      return nil
    }
    guard let scores, let asked = scores.texts.first else { return nil }
    var with = asked
    var without = -Double.infinity
    for reading in scores.readings {
      if contains(claim.name, reading.text) {
        with = max(with, reading.logProbability)
      } else {
        without = max(without, reading.logProbability)
      }
    }
    guard with.isFinite else { return nil }
    let limit = MentionEvidence.rescoredLimit
    // Every reading has the name: nothing speaks against it.
    guard without.isFinite else { return limit }
    return min(limit, max(-limit, (with - without) / Double(max(1, name.syllables))))
  }

  /// The name as it was said: with the fillers that were heard inside it.
  private func spoken(_ claim: NameClaim, in stretch: SpeechStretch) -> String {
    let best = claim.best
    let fillers = stretch.readings[best.reading].heard.leftOut(in: best.match.range)
    let text = Array(index.names[claim.name].text.unicodeScalars)
    guard !fillers.isEmpty else { return index.names[claim.name].text }
    let sounds = reader.read(text, numbers: .cardinal)
    var said = String.UnicodeScalarView()
    var next = 0
    for (before, filler) in fillers where before < sounds.count && sounds[before].position >= next {
      said.append(contentsOf: text[next..<sounds[before].position])
      said.append(contentsOf: filler.unicodeScalars)
      next = sounds[before].position
    }
    said.append(contentsOf: text[next...])
    return String(said)
  }

  /// Whether a text has the very characters of a name, fillers inside it left out.
  private func contains(_ name: Int, _ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var plain = scalars
    for filler in Fillers.ranges(in: scalars.map(reader.folded)).reversed() { plain.removeSubrange(filler) }
    return writes(name, scalars) || plain.count < scalars.count && writes(name, plain)
  }

  private func writes(_ name: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    [Numerals.Reading.cardinal, .digitByDigit].contains { numbers in
      let written = reader.read(scalars, numbers: numbers).map(\.sound.character)
      return index.forms.lazy.filter { $0.name == name }.contains { form in
        let characters = form.sounds.map(\.character)
        guard written.count >= characters.count else { return false }
        return (0...(written.count - characters.count)).contains {
          written[$0..<($0 + characters.count)].elementsEqual(characters)
        }
      }
    }
  }
}

/// The probability that a name was said, once the recogniser has compared it with what else may have been said there.
///
/// A second logistic regression upon the first one's result, fitted by `Benchmarks/MentionBenchmark/fit_confidence.py`.
struct RescoredConfidence: Sendable {
  var intercept: Double
  /// The logit of the confidence before.
  var before: Double
  /// The ratio by syllable.
  var ratio: Double
  /// The ratio of the whole name, up to six syllables.
  var whole: Double
  /// The part of the ratio by syllable that speaks against the name.
  var against: Double

  static let fitted = RescoredConfidence(
    intercept: 0.842, before: 0.978, ratio: 0.084, whole: -0.037, against: 0.247)

  func probability(before confidence: Double, _ evidence: MentionEvidence, ratio value: Double) -> Double {
    let clipped = min(1 - 1e-6, max(1e-6, confidence))
    var sum = intercept
    sum += before * log(clipped / (1 - clipped))
    sum += ratio * value
    sum += whole * value * min(evidence.syllables, 6)
    sum += against * min(0, value)
    return 1 / (1 + exp(-sum))
  }
}
