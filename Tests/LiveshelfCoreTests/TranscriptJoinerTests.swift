import LiveshelfCore
import Testing

@Suite struct TranscriptJoinerTests {
  private func piece(_ text: String, _ start: Double, _ end: Double) -> Utterance {
    let (start, end) = (StreamTime(seconds: start), StreamTime(seconds: end))
    let token = SpokenToken(text: text, start: start, end: end)
    return Utterance(
      start: start, end: end, detectedAt: end + 0.5, hypotheses: [Hypothesis(tokens: [token], logProbability: 0)])
  }

  @Test func wordsBecomeLinesAndPausesPartThem() throws {
    var joiner = TranscriptJoiner()
    #expect(joiner.add(piece("接下来", 1, 1.5)) == nil)
    #expect(joiner.add(piece("看这款", 1.6, 2.2)) == nil)
    let complete = joiner.add(piece("保温杯", 3, 3.6))
    let line = try #require(complete)
    #expect(line.text == "接下来看这款")
    #expect(line.start.seconds == 1 && line.end.seconds == 2.2 && line.detectedAt.seconds == 2.7)
    #expect(joiner.finish()?.text == "保温杯")
    #expect(joiner.finish() == nil)
  }

  @Test func aLineEndsInTime() {
    var joiner = TranscriptJoiner()
    var lines: [TranscriptLine] = []
    for index in 0..<100 {
      if let line = joiner.add(piece("好", Double(index) * 0.3, Double(index) * 0.3 + 0.3)) { lines.append(line) }
    }
    if let last = joiner.finish() { lines.append(last) }
    #expect(lines.allSatisfy { $0.end - $0.start <= 7.001 })
    #expect(lines.reduce(0) { $0 + $1.text.count } == 100)
  }

  @Test func latinWordsStayApart() {
    var joiner = TranscriptJoiner()
    _ = joiner.add(piece("next", 0, 0.3))
    _ = joiner.add(piece("product", 0.3, 0.8))
    _ = joiner.add(piece("保温杯", 0.8, 1))
    #expect(joiner.finish()?.text == "next product保温杯")
  }
}
