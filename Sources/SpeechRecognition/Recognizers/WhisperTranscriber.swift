internal import LiveshelfCore

/// Reads stretches of audio with a Whisper model and a catalog's bias. Belongs to one thread at a time.
struct WhisperTranscriber {
  /// Log-probability units that a character of a catalog name is favoured by.
  static let bonusPerCharacter: Float = 2

  let model: WhisperModel
  var options = DecodingOptions()
  private let mel: LogMelSpectrogram
  private var distribution: TokenDistribution
  private(set) var bias: BiasTrie?

  init(_ model: WhisperModel) {
    self.model = model
    mel = LogMelSpectrogram(bins: model.description.melBins)
    distribution = TokenDistribution(model.description)
  }

  mutating func updateCatalog(_ phrases: [BiasPhrase]) {
    let trie = BiasTrie(phrases, bonus: Self.bonusPerCharacter, script: model.script)
    bias = trie.isEmpty ? nil : trie
  }

  /// Readings of a stretch, best first, each text once.
  ///
  /// - Parameters:
  ///   - samples: at least 201; shorter stretches hold no speech and give nothing.
  ///   - start: when the first sample begins.
  mutating func transcribe(_ samples: ArraySlice<Float>, start: StreamTime) throws(SpeechError) -> [Hypothesis] {
    guard samples.count > FrameSpectrum.length else { return [] }
    let speech = try model.encode(samples, mel: mel)
    let texts = try BeamSearch(model: model, options: options, bias: bias)
      .run(speech, prompt: model.prompt(language: "zh"), committed: [], distribution: &distribution)
    return hypotheses(texts, audioFrames: speech.audioFrames, start: start)
  }

  private func hypotheses(_ texts: [DecodedText], audioFrames: Int, start: StreamTime) -> [Hypothesis] {
    var seen: [String: Int] = [:]
    var results: [Hypothesis] = []
    for text in texts {
      let alignment = TokenAlignment(
        attention: text.attention, heads: model.description.alignmentHeads, frames: audioFrames)
      let times = alignment.boundaries.map { start + Double($0) / Double(EncodedSpeech.framesPerSecond) }
      let pieces = TokenText.pieces(
        of: text.tokens, times: times, vocabulary: model.vocabulary, script: model.script)
      let hypothesis = Hypothesis(tokens: pieces, logProbability: Double(text.logProbability))
      // The same text in another script or split is one reading; the more probable spelling stands for it.
      if let known = seen[hypothesis.text] {
        if results[known].logProbability < hypothesis.logProbability { results[known] = hypothesis }
      } else {
        seen[hypothesis.text] = results.count
        results.append(hypothesis)
      }
    }
    return results
  }
}
