internal import Glibc

/// What the decoder says of a stretch of audio before any text: its language, and whether anyone speaks.
struct SpeechCheck {
  /// The code of the language to decode, one of the candidates.
  var language: String
  /// The probability that the audio holds no speech, 0…1.
  var noSpeech: Double

  /// A language other than the first candidate must be this probable among the candidates: speech with a few foreign
  /// words stays in the first.
  private static let otherLanguage: Float = 0.8

  /// - Parameter candidates: language codes, the expected one first.
  init(_ speech: EncodedSpeech, model: WhisperModel, candidates: [String]) throws(SpeechError) {
    let tokens = model.description.tokens
    let step = try model.network.step(
      tokens: [[tokens.startOfTranscript]], cache: model.emptyCache(), speech: speech, rows: [0])
    let known = candidates.compactMap { code in model.description.languages[code].map { (code, $0) } }
    (language, noSpeech) = step.logits.withFloats { logits in
      let highest = logits.max() ?? 0
      let total = logits.reduce(Float(0)) { $0 + expf($1 - highest) }
      let weights = known.map { expf(logits[$0.1] - highest) }
      let sum = max(weights.reduce(0, +), .leastNormalMagnitude)
      let other = weights.firstIndex { $0 / sum > Self.otherLanguage }
      return (known[other ?? 0].0, Double(expf(logits[tokens.noSpeech] - highest) / total))
    }
  }
}
