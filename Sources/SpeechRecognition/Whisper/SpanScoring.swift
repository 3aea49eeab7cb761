internal import LiveshelfCore

/// The encoded audio of a decoding with its best reading, kept for rescoring.
struct DecodedWindow: Sendable {
  var speech: EncodedSpeech
  var prompt: [Int]
  var reading: TimedReading
  var start: StreamTime
  var end: StreamTime
}

/// Teacher-forced scoring of texts in place of a part of a reading.
struct SpanScoring {
  /// Tokens after the span that are scored with it: what a word makes of its surroundings belongs to its evidence.
  private static let following = 5
  private static let (mostTexts, longestText) = (32, 40)

  let model: WhisperModel
  let window: DecodedWindow

  func scores(
    of texts: [String], over span: ClosedRange<StreamTime>, distribution: inout TokenDistribution
  ) throws(SpeechError) -> SpanScores? {
    let range = tokens(in: span)
    guard !range.isEmpty else { return nil }
    let tokens = window.reading.tokens
    let end = model.description.tokens.endOfText
    let tail = Array((tokens[range.upperBound...] + [end]).prefix(Self.following))
    // Every sequence to score, and of which text it is a writing; the heard words come first.
    var sequences = [Array(tokens[range]) + tail]
    var owners = [-1]
    for (index, text) in texts.prefix(Self.mostTexts).enumerated() {
      for writing in writings(of: String(text.prefix(Self.longestText))) {
        let encoded = model.vocabulary.encode(writing)
        guard !encoded.isEmpty else { continue }
        sequences.append(encoded + tail)
        owners.append(index)
      }
    }
    let before = window.prompt + tokens[..<range.lowerBound]
    let results = try score(sequences, after: before, atStart: range.lowerBound == 0, distribution: &distribution)
    var best = [Double](repeating: -.infinity, count: texts.count)
    for (owner, result) in zip(owners, results) where owner >= 0 { best[owner] = max(best[owner], result) }
    let heard = String(decoding: tokens[range].flatMap { model.vocabulary.bytes(of: $0) }, as: UTF8.self)
    return SpanScores(
      heardText: String(String.UnicodeScalarView(heard.unicodeScalars.map(model.script.simplify))),
      heard: results[0], texts: best)
  }

  /// The tokens of the reading that were spoken in the span; those that share a character with them included.
  private func tokens(in span: ClosedRange<StreamTime>) -> Range<Int> {
    let reading = window.reading
    let isInside = reading.tokens.indices.map { index in
      let middle = (reading.times[index].microseconds + reading.times[index + 1].microseconds) / 2
      return middle >= span.lowerBound.microseconds && middle <= span.upperBound.microseconds
    }
    guard var lower = isInside.firstIndex(of: true), let last = isInside.lastIndex(of: true) else { return 0..<0 }
    var upper = last + 1
    func continuesCharacter(_ index: Int) -> Bool {
      (model.vocabulary.bytes(of: reading.tokens[index]).first ?? 0) & 0xC0 == 0x80
    }
    while lower > 0, continuesCharacter(lower) { lower -= 1 }
    while upper < reading.tokens.count, continuesCharacter(upper) { upper += 1 }
    return lower..<upper
  }

  private func writings(of text: String) -> [String] {
    let traditional = String(
      String.UnicodeScalarView(text.unicodeScalars.map { model.script.traditional($0).first ?? $0 }))
    return traditional == text ? [text] : [text, traditional]
  }

  private func score(
    _ sequences: [[Int]], after before: [Int], atStart: Bool, distribution: inout TokenDistribution
  ) throws(SpeechError) -> [Double] {
    let longest = sequences.map(\.count).max() ?? 0
    guard before.count + longest < model.description.textContext else {
      throw .inference(reason: "the text is too long to be scored")
    }
    let entry = try model.network.step(
      tokens: [before], cache: model.emptyCache(), speech: window.speech, rows: [before.count - 1])
    var results = [Double](repeating: 0, count: sequences.count)
    for (index, sequence) in sequences.enumerated() {
      let row = row(0, 0, of: entry.logits)
      results[index] = entry.logits.withFloats {
        Double(distribution.logProbability(of: sequence[0], in: .init(rebasing: $0[row]), atStart: atStart))
      }
    }
    guard longest > 1 else { return results }
    // Shorter sequences are filled up; what comes after their end has no influence on them.
    let end = model.description.tokens.endOfText
    let inputs = sequences.map { Array(($0.dropLast() + repeatElement(end, count: longest)).prefix(longest - 1)) }
    let cache = try entry.cache.selecting([Int](repeating: 0, count: inputs.count), runtime: model.network.runtime)
    let step = try model.network.step(
      tokens: inputs, cache: cache, speech: window.speech, rows: Array(0..<(longest - 1)))
    for (index, sequence) in sequences.enumerated() {
      for place in 1..<max(1, sequence.count) {
        let row = row(index, place - 1, of: step.logits)
        results[index] += step.logits.withFloats {
          Double(distribution.logProbability(of: sequence[place], in: .init(rebasing: $0[row]), atStart: false))
        }
      }
    }
    return results
  }

  private func row(_ hypothesis: Int, _ row: Int, of logits: OnnxTensor) -> Range<Int> {
    let size = logits.shape[2]
    let start = (hypothesis * logits.shape[1] + row) * size
    return start..<(start + size)
  }
}
