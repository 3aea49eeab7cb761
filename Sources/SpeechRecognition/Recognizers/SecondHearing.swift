internal import LiveshelfCore

/// Hears a stretch of speech once more, a tenth slower: a recogniser misreads other words then, and hosts speak faster than
/// what it was trained on.
struct SecondHearing: Sendable {
  /// Natural-logarithm units by syllable that the best reading is improbable by: what is clearer is certain, and hearing
  /// it once more brings nothing.
  private static let doubt = 0.6

  private let slowed = SlowedSpeech(11, 10)

  /// Whether readings leave doubt about what was said; where nothing was understood there is none.
  func isWorthIt(after hypotheses: [Hypothesis]) -> Bool {
    let means = hypotheses.compactMap { hypothesis -> Double? in
      let syllables = Syllables.count(in: hypothesis.text.unicodeScalars)
      return syllables > 0 ? hypothesis.logProbability / syllables : nil
    }
    return means.max().map { $0 < -Self.doubt } ?? false
  }

  /// - Parameter heardAt: the end of the audio that had been taken in.
  /// - Returns: nil when nothing was understood.
  func hear(
    _ samples: ArraySlice<Float>, start: StreamTime, heardAt: StreamTime, with transcriber: inout WhisperTranscriber
  ) throws(SpeechError) -> Utterance? {
    let readings = try transcriber.readings(
      of: slowed.slow(samples)[...], start: start, slowdown: slowed.factor)
    let hypotheses = transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) })
    guard let times = readings.first?.times, let first = times.first, let last = times.last,
      hypotheses.first?.tokens.isEmpty == false
    else { return nil }
    return Utterance(start: first, end: min(last, heardAt), detectedAt: heardAt, hypotheses: hypotheses)
  }
}
