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

  /// Readings of a stretch, best first; the best without bias is among them.
  ///
  /// - Parameters:
  ///   - samples: stretches of 400 samples or less hold no speech and give nothing.
  ///   - start: when the first sample begins.
  ///   - committed: the tokens with which every reading must begin.
  mutating func readings(
    of samples: ArraySlice<Float>, start: StreamTime, after committed: [Int] = []
  ) throws(SpeechError) -> [TimedReading] {
    guard samples.count > FrameSpectrum.length else { return [] }
    let speech = try model.encode(samples, mel: mel)
    let texts = try BeamSearch(model: model, options: options, bias: bias)
      .run(speech, prompt: model.prompt(language: "zh"), committed: committed, distribution: &distribution)
    return texts.map { text in
      let alignment = TokenAlignment(
        attention: text.attention, heads: model.description.alignmentHeads, frames: speech.audioFrames)
      return TimedReading(
        tokens: text.tokens, logProbabilities: text.logProbabilities,
        times: alignment.boundaries.map { start + Double($0) / Double(EncodedSpeech.framesPerSecond) })
    }
  }

  /// Parts of readings as hypotheses, each text once.
  ///
  /// - Parameter parts: readings, and which of their tokens.
  func hypotheses(_ parts: [(reading: TimedReading, tokens: Range<Int>)]) -> [Hypothesis] {
    var seen: [String: Int] = [:]
    var results: [Hypothesis] = []
    for (reading, range) in parts {
      let pieces = TokenText.pieces(
        of: Array(reading.tokens[range]), times: Array(reading.times[range.lowerBound...range.upperBound]),
        vocabulary: model.vocabulary, script: model.script)
      // The end belongs to the last token.
      let last = range.upperBound == reading.tokens.count ? reading.logProbabilities.count : range.upperBound
      let logProbability = reading.logProbabilities[range.lowerBound..<max(range.lowerBound, last)].reduce(0, +)
      let hypothesis = Hypothesis(tokens: pieces, logProbability: Double(logProbability))
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

/// A reading of a stretch of speech with the times of its tokens.
struct TimedReading {
  var tokens: [Int]
  /// Of each token, and of the end when the text was not cut off. Tokens that were given count as certain.
  var logProbabilities: [Float]
  /// When each token begins, and when the last one ends.
  var times: [StreamTime]
}
