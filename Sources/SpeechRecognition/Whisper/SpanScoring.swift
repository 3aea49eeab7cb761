internal import LiveshelfCore

/// The encoded audio of a decoding with its readings, kept for rescoring.
struct DecodedWindow: Sendable {
  var speech: EncodedSpeech
  var prompt: [Int]
  /// The best first; not empty.
  var readings: [TimedReading]
  var start: StreamTime
  var end: StreamTime
}

/// Teacher-forced scoring of texts in place of a part of a reading.
struct SpanScoring {
  /// Tokens after the span that are scored with it: what a word makes of its surroundings belongs to its evidence.
  private static let following = 4
  private static let (mostTexts, longestText, mostReadings) = (8, 40, 4)

  let model: WhisperModel
  let window: DecodedWindow

  func scores(
    of texts: [String], over span: ClosedRange<StreamTime>, distribution: inout TokenDistribution
  ) throws(SpeechError) -> SpanScores? {
    guard let first = window.readings.first else { return nil }
    let range = tokens(of: first, in: span)
    guard !range.isEmpty else { return nil }
    let outer = before(range.lowerBound, first.tokens)..<after(range.upperBound, first.tokens)
    let tail = Array(
      (first.tokens[outer.upperBound...] + [model.description.tokens.endOfText]).prefix(Self.following))
    var sequences = heard(in: outer).map { $0 + tail }
    let readings = sequences.count
    // The times of words err by a syllable: a text may take a neighbour's place, or leave it one of its own.
    let inner = (after(range.lowerBound, first.tokens), before(range.upperBound, first.tokens))
    var places = [range, outer.lowerBound..<range.upperBound, range.lowerBound..<outer.upperBound]
    if inner.0 < range.upperBound { places.append(inner.0..<range.upperBound) }
    if inner.1 > range.lowerBound { places.append(range.lowerBound..<inner.1) }
    var owners: [Int] = []
    for (index, text) in texts.prefix(Self.mostTexts).enumerated() {
      for writing in writings(of: String(text.prefix(Self.longestText))) {
        let encoded = model.vocabulary.encode(writing)
        guard !encoded.isEmpty else { continue }
        for place in places {
          let (left, right) = (outer.lowerBound..<place.lowerBound, place.upperBound..<outer.upperBound)
          let sequence = first.tokens[left] + encoded + first.tokens[right] + tail
          guard !sequences[readings...].contains(Array(sequence)) else { continue }
          sequences.append(Array(sequence))
          owners.append(index)
        }
      }
    }
    let results = try score(
      sequences, after: window.prompt + first.tokens[..<outer.lowerBound], atStart: outer.lowerBound == 0,
      distribution: &distribution)
    var best = [Double](repeating: -.infinity, count: texts.count)
    for (owner, result) in zip(owners, results[readings...]) { best[owner] = max(best[owner], result) }
    return SpanScores(
      readings: (0..<readings).map {
        SpanScores.Reading(text: text(sequences[$0].dropLast(tail.count)), logProbability: results[$0])
      }, texts: best)
  }

  /// What the readings have where the first one has the tokens of a range, each text once.
  private func heard(in range: Range<Int>) -> [[Int]] {
    guard let first = window.readings.first else { return [] }
    let span = first.times[range.lowerBound]...max(first.times[range.lowerBound], first.times[range.upperBound])
    var heard = [Array(first.tokens[range])]
    for reading in window.readings.dropFirst() where heard.count < Self.mostReadings {
      let tokens = Array(reading.tokens[tokens(of: reading, in: span)])
      if !tokens.isEmpty, !heard.contains(tokens) { heard.append(tokens) }
    }
    return heard
  }

  private func text(_ tokens: ArraySlice<Int>) -> String {
    let text = String(decoding: tokens.flatMap { model.vocabulary.bytes(of: $0) }, as: UTF8.self)
    return String(String.UnicodeScalarView(text.unicodeScalars.map(model.script.simplify)))
  }

  /// The tokens of a reading that were spoken in the span; those that share a character with them included.
  private func tokens(of reading: TimedReading, in span: ClosedRange<StreamTime>) -> Range<Int> {
    let isInside = reading.tokens.indices.map { index in
      let middle = (reading.times[index].microseconds + reading.times[index + 1].microseconds) / 2
      return middle >= span.lowerBound.microseconds && middle <= span.upperBound.microseconds
    }
    guard var lower = isInside.firstIndex(of: true), let last = isInside.lastIndex(of: true) else { return 0..<0 }
    var upper = last + 1
    while lower > 0, continuesCharacter(reading.tokens[lower]) { lower -= 1 }
    while upper < reading.tokens.count, continuesCharacter(reading.tokens[upper]) { upper += 1 }
    return lower..<upper
  }

  private func continuesCharacter(_ token: Int) -> Bool {
    (model.vocabulary.bytes(of: token).first ?? 0) & 0xC0 == 0x80
  }

  /// The place one token earlier, at the border of a character.
  private func before(_ place: Int, _ tokens: [Int]) -> Int {
    var place = max(0, place - 1)
    while place > 0, continuesCharacter(tokens[place]) { place -= 1 }
    return place
  }

  /// The place one token later, at the border of a character.
  private func after(_ place: Int, _ tokens: [Int]) -> Int {
    var place = min(tokens.count, place + 1)
    while place < tokens.count, continuesCharacter(tokens[place]) { place += 1 }
    return place
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
