internal import LiveshelfCore

/// Reads stretches of audio with a Whisper model and a catalog's bias. Belongs to one thread at a time.
struct WhisperTranscriber {
  /// Log-probability units that a syllable of a catalog name, or a Chinese character, is favoured by.
  static let bonusPerCharacter: Float = 2

  private static let windowLimit = 3
  /// Seconds by which two hearings of one word disagree about its time.
  private static let disagreement = 0.3
  /// Hypotheses of a hearing that is given the names: it proposes names, and the likeliest readings have them.
  private static let proposals = 2
  /// Tokens of names that a hearing is given beforehand; more crowd out what was said.
  private static let longestExpectation = 200

  let model: WhisperModel
  var options = DecodingOptions()
  /// Languages that are understood, the expected one first.
  var languages: [String]
  private let mel: LogMelSpectrogram
  private var distribution: TokenDistribution
  private(set) var bias: BiasTrie?
  /// The catalog's names as text that went before, the likeliest first.
  private var expectedText: [Int] = []
  /// Seconds back from the end of the last decoding in which more than the last three stay for rescoring.
  var reach = 0.0
  /// The last decodings, for rescoring. Each holds 5 to 20 MB.
  private var windows: [DecodedWindow] = []

  init(_ model: WhisperModel, languages: [String]) {
    self.model = model
    self.languages = languages
    mel = LogMelSpectrogram(bins: model.description.melBins)
    distribution = TokenDistribution(model.description)
  }

  mutating func updateCatalog(_ phrases: [BiasPhrase]) {
    let trie = BiasTrie(phrases, bonus: Self.bonusPerCharacter, script: model.script)
    bias = trie.isEmpty ? nil : trie
    expectedText = expectedText(of: phrases)
  }

  /// `startOfPrevious` and the names, the likeliest first, as far as there is room for them.
  private func expectedText(of phrases: [BiasPhrase]) -> [Int] {
    let room = min(Self.longestExpectation, model.description.textContext / 2 - 1)
    var tokens: [Int] = []
    var said: Set<String> = []
    let likeliest = phrases.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }
    for phrase in likeliest.map(\.element) where phrase.weight > 0 && said.insert(phrase.text).inserted {
      let name = model.vocabulary.encode((tokens.isEmpty ? "" : PromptedHearing.separator) + phrase.text)
      guard tokens.count + name.count <= room else { break }
      tokens += name
    }
    return tokens.isEmpty ? [] : [model.description.tokens.startOfPrevious] + tokens
  }

  /// Readings of a stretch, best first; the best without bias is among them.
  ///
  /// - Parameters:
  ///   - samples: stretches of 400 samples or less hold no speech and give nothing.
  ///   - start: when the first sample begins.
  ///   - committed: the tokens with which every reading must begin.
  ///   - dropsMadeUp: whether a text that silence or music made the model invent gives no reading. A stretch that is
  ///     decoded once must say so; a growing window is judged by its later decodings, and dropping the one at a pause
  ///     would lose the words for good.
  ///   - speechGoesOn: whether the stretch ends in the middle of speech.
  ///   - expectsNames: whether the model is given the catalog's names as text that went before, in place of the bias.
  ///     Such a hearing is not kept for rescoring: names must be judged by a hearing that was not told of them.
  ///   - slowdown: how many times slower than it was spoken the sound is; times are those of the stream all the same.
  mutating func readings(
    of samples: ArraySlice<Float>, start: StreamTime, after committed: [Int] = [], dropsMadeUp: Bool = true,
    speechGoesOn: Bool = false, slowdown: Double = 1, expectsNames: Bool = false
  ) throws(SpeechError) -> [TimedReading] {
    guard samples.count > FrameSpectrum.length else { return [] }
    let speech = try model.encode(samples, mel: mel)
    let check = try SpeechCheck(speech, model: model, candidates: languages)
    let prompt = model.prompt(language: check.language)
    var options = options
    if expectsNames { options.beamWidth = Self.proposals }
    let texts = try BeamSearch(
      model: model, options: options, bias: expectsNames ? nil : bias, speechGoesOn: speechGoesOn
    ).run(
      speech, prompt: (expectsNames ? expectedText : []) + prompt, committed: committed, distribution: &distribution)
    let readings = texts.map { text in
      let alignment = TokenAlignment(
        attention: text.attention, heads: model.description.alignmentHeads, frames: speech.audioFrames)
      return TimedReading(
        tokens: text.tokens, logProbabilities: text.logProbabilities,
        times: alignment.boundaries.map {
          start + Double($0) / (Double(EncodedSpeech.framesPerSecond) * slowdown)
        })
    }
    if !readings.isEmpty {
      if dropsMadeUp, isMadeUp(readings, check, audioFrames: speech.audioFrames) { return [] }
      guard !expectsNames else { return readings }
      let end = start + Double(samples.count) / (Double(AudioFormat.sampleRate) * slowdown)
      windows.append(DecodedWindow(speech: speech, prompt: prompt, readings: readings, start: start, end: end))
      while windows.count > Self.windowLimit, end - windows[0].end >= reach { windows.removeFirst() }
    }
    return readings
  }

  private func isMadeUp(_ readings: [TimedReading], _ check: SpeechCheck, audioFrames: Int) -> Bool {
    let text = String(
      decoding: (readings.first?.tokens ?? []).flatMap(model.vocabulary.bytes(of:)), as: UTF8.self)
    // The bias makes the first reading less probable than the text that the model would choose.
    let means = readings.map { $0.logProbabilities.reduce(0, +) / Float(max(1, $0.logProbabilities.count)) }
    return Hallucination.isLikely(
      characters: text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil },
      meanLogProbability: means.max() ?? 0, noSpeech: check.noSpeech,
      seconds: Double(audioFrames) / Double(EncodedSpeech.framesPerSecond))
  }

  /// See `SpeechRescorer`.
  mutating func scores(
    of texts: [String], over span: ClosedRange<StreamTime>
  ) throws(SpeechError) -> SpanScores? {
    let window = windows.last {
      $0.start <= span.lowerBound + Self.disagreement && span.upperBound <= $0.end + Self.disagreement
    }
    guard let window else { return nil }
    return try SpanScoring(model: model, window: window).scores(of: texts, over: span, distribution: &distribution)
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
struct TimedReading: Sendable {
  var tokens: [Int]
  /// Of each token, and of the end when the text was not cut off. Tokens that were given count as certain.
  var logProbabilities: [Float]
  /// When each token begins, and when the last one ends.
  var times: [StreamTime]
}
