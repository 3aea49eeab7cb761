import LiveshelfCore

/// An utterance as sounds: every hypothesis, each with the words before it, numbers read both ways.
struct SpeechStretch: Sendable {
  /// One reading of a hypothesis.
  struct Reading: Sendable {
    /// The hypothesis, as an index into the utterance's list.
    var hypothesis: Int
    var heard: HeardSounds
    /// Characters before this one belong to the utterance before.
    var firstNewPosition: Int
  }

  let utterance: Utterance
  let readings: [Reading]
  let weights: HypothesisWeights

  init(_ utterance: Utterance, after tail: SpeechTail, maximumHypotheses: Int, reader: SoundReader) {
    self.utterance = utterance
    let hypotheses = utterance.hypotheses.prefix(max(1, maximumHypotheses))
    weights = HypothesisWeights(hypotheses.map(\.logProbability))
    var readings: [Reading] = []
    for (index, hypothesis) in hypotheses.enumerated() {
      let before = tail.words(before: hypothesis)
      let tokens = before + hypothesis.tokens
      let firstNew = before.reduce(0) { $0 + $1.text.unicodeScalars.count }
      let heard = HeardSounds(tokens, numbers: .cardinal, reader: reader)
      readings.append(Reading(hypothesis: index, heard: heard, firstNewPosition: firstNew))
      if SoundReader.hasAmbiguousNumber(heard.text) {
        let digits = HeardSounds(tokens, numbers: .digitByDigit, reader: reader)
        readings.append(Reading(hypothesis: index, heard: digits, firstNewPosition: firstNew))
      }
    }
    self.readings = readings
  }
}
