import LiveshelfCore

/// An utterance as sounds: every hypothesis, each with the words before it, numbers read both ways, and once more
/// without fillers.
struct SpeechStretch: Sendable {
  /// One reading of a hypothesis.
  struct Reading: Sendable {
    /// The hypothesis, as an index into the utterance's list.
    var hypothesis: Int
    var heard: HeardSounds
    /// Characters before this one belong to the utterance before.
    var firstNewPosition: Int
    /// The sounds in which names are looked for; nil: all.
    var part: Range<Int>?
  }

  /// Sounds around a number that is read in another way, and around a filler that is left out, that are looked through
  /// again.
  private static let around = 12

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
        let part = Self.aroundNumbers(in: digits)
        readings.append(Reading(hypothesis: index, heard: digits, firstNewPosition: firstNew, part: part))
      }
      if let bridged = heard.withoutFillers(reader: reader), let part = Self.aroundFillers(in: bridged) {
        readings.append(Reading(hypothesis: index, heard: bridged, firstNewPosition: firstNew, part: part))
      }
    }
    self.readings = readings
  }

  /// From the first number that can be read in two ways to the last one, and what stands around them: elsewhere the
  /// other reading is the same, and has been looked through.
  private static func aroundNumbers(in heard: HeardSounds) -> Range<Int>? {
    let numbers = heard.elements.indices.filter { index in
      let position = heard.elements[index].position
      return isDigit(heard.text[position])
        && (position > 0 && isDigit(heard.text[position - 1])
          || position + 1 < heard.text.count && isDigit(heard.text[position + 1]))
    }
    guard let first = numbers.first, let last = numbers.last else { return nil }
    return max(0, first - around)..<min(heard.elements.count, last + 1 + around)
  }

  /// From before the first filler that was left out to behind the last one; nil where none lies between two sounds.
  private static func aroundFillers(in heard: HeardSounds) -> Range<Int>? {
    let places = heard.elements.indices.dropFirst().filter { index in
      heard.leftOut.contains {
        $0.lowerBound > heard.elements[index - 1].position && $0.upperBound <= heard.elements[index].position
      }
    }
    guard let first = places.first, let last = places.last else { return nil }
    return max(0, first - around)..<min(heard.elements.count, last + around)
  }

  /// Full-width digits count too.
  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || (0xFF10...0xFF19).contains(scalar.value)
  }
}
