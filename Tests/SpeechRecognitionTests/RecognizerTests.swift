import Foundation
import LiveshelfCore
import SpeechRecognition
import TestSupport
import Testing

/// Both recognisers on the sample broadcast.
@Suite("Recognising speech", .enabled(if: SpeechFixtures.canHearSample, "needs the built models and ffmpeg"))
struct RecognizerTests {
  enum Mode: CaseIterable {
    case segments, live

    func recognizer() throws -> any SpeechRecognizer {
      let model = try #require(SpeechFixtures.model)
      return switch self {
      case .segments: try model.segmentRecognizer()
      case .live: try model.liveRecognizer()
      }
    }
  }

  @Test("Words come in order, none before it was heard", arguments: Mode.allCases)
  func order(mode: Mode) throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 20)
    let utterances = try SpeechFixtures.utterances(of: samples, by: mode.recognizer())
    let text = utterances.map(\.text).joined()
    #expect(text.contains("直播间"))
    #expect(text.contains("129元"))
    var last = StreamTime.zero
    var decided = StreamTime.zero
    for utterance in utterances {
      #expect(utterance.end <= utterance.detectedAt)
      #expect(utterance.detectedAt >= decided)
      decided = utterance.detectedAt
      for hypothesis in utterance.hypotheses {
        #expect(hypothesis.logProbability <= 0)
        #expect(
          hypothesis.tokens.allSatisfy { !$0.text.isEmpty && $0.start <= $0.end && $0.end <= utterance.detectedAt })
      }
      for token in try #require(utterance.hypotheses.first).tokens {
        #expect(token.start >= last - 0.15)
        last = token.end
      }
    }
    #expect(decided <= StreamTime(seconds: 20))
  }

  @Test("The sizes of the blocks do not matter", arguments: Mode.allCases)
  func blockSizes(mode: Mode) throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 9)
    let reference = try SpeechFixtures.utterances(of: samples, by: mode.recognizer(), blockSize: 1600)
    #expect(!reference.isEmpty)
    for size in [333, 512, 48_000] {
      #expect(try SpeechFixtures.utterances(of: samples, by: mode.recognizer(), blockSize: size) == reference)
    }
  }

  @Test("Live speech is heard once more, as a whole, and not after what it is heard with")
  func secondHearing() throws {
    let recognizer = try Mode.live.recognizer()
    var first: [Utterance] = []
    var second: [Utterance] = []
    for block in SpeechFixtures.blocks(try SpeechFixtures.sample(from: 0, seconds: 20), size: 1600) {
      first += try recognizer.consume(block)
      let again = try recognizer.listenAgain()
      for utterance in again {
        #expect(utterance.start < utterance.end && utterance.end <= utterance.detectedAt)
        #expect(utterance.detectedAt.seconds <= Double(block.firstSample + 1600) / 16_000 + 0.001)
      }
      second += again
      #expect(try recognizer.listenAgain().isEmpty)
    }
    first += try recognizer.finish()
    second += try recognizer.listenAgain()
    let text = second.map(\.text).joined()
    #expect(text.contains("129元"))
    // Most of what is said is committed in mid-speech, and so heard again.
    let covered = first.filter { utterance in
      second.contains { $0.start <= utterance.end && utterance.start <= $0.end }
    }
    #expect(covered.count * 2 > first.count)
    // To be heard again changes nothing of what was said before.
    let plain = try SpeechFixtures.utterances(
      of: try SpeechFixtures.sample(from: 0, seconds: 20), by: Mode.live.recognizer())
    #expect(plain == first)
  }

  @Test("A recording is heard once more in longer windows with the names given, whatever the sizes of the blocks")
  func hearsLongerWindowsAgain() throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 45)
    let runs = try [1600, 12_345].map { size in
      let recognizer = try Mode.segments.recognizer()
      recognizer.updateCatalog(try SpeechFixtures.sampleNames())
      var again: [Utterance] = []
      for block in SpeechFixtures.blocks(samples, size: size) {
        _ = try recognizer.consume(block)
        again += try recognizer.listenAgain()
      }
      _ = try recognizer.finish()
      return again + (try recognizer.listenAgain())
    }
    #expect(runs[0] == runs[1])
    // A stretch ends after nine seconds.
    let windows = runs[0].filter { $0.end - $0.start > 10 }
    #expect(!windows.isEmpty)
    for window in windows {
      #expect(window.end - window.start < 25 && window.end <= window.detectedAt)
      #expect(window.hypotheses.first?.tokens.count ?? 0 > 20)
    }
  }

  @Test("Live recognition says the same as recognition by segments, without loss or repetition")
  func liveAgrees() throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 28)
    let whole = letters(try SpeechFixtures.utterances(of: samples, by: Mode.segments.recognizer()))
    let live = letters(try SpeechFixtures.utterances(of: samples, by: Mode.live.recognizer()))
    #expect(distance(whole, live) < whole.count / 4)
    #expect(abs(whole.count - live.count) < whole.count / 8)
  }

  @Test("The catalog's names are preferred, and others are not made up", arguments: Mode.allCases)
  func bias(mode: Mode) throws {
    let samples = try SpeechFixtures.sample(from: 12.5, seconds: 4)
    let recognizer = try mode.recognizer()
    recognizer.updateCatalog([BiasPhrase(text: "三一六不锈钢保温杯"), BiasPhrase(text: "🎁"), BiasPhrase(text: "")])
    let right = try SpeechFixtures.utterances(of: samples, by: recognizer).map(\.text).joined()
    #expect(right.contains("不锈钢保温杯"), "\(right)")
    let other = try mode.recognizer()
    other.updateCatalog(["电动牙刷", "山地自行车", "羊绒围巾"].map { BiasPhrase(text: $0) })
    let wrong = try SpeechFixtures.utterances(of: samples, by: other).map(\.text).joined()
    #expect(!wrong.contains("电动牙刷") && !wrong.contains("山地自行车") && !wrong.contains("羊绒围巾"))
  }

  @Test("A stream may start at any sample; its times follow")
  func offset() throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 8)
    let first = try SpeechFixtures.utterances(of: samples, by: Mode.segments.recognizer())
    let later = try SpeechFixtures.utterances(
      of: samples, by: Mode.segments.recognizer(), firstSample: 16_000 * 3600)
    #expect(first.map(\.text) == later.map(\.text))
    #expect(zip(first, later).allSatisfy { abs(($1.start - $0.start) - 3600) < 0.001 })
  }

  @Test("What was heard fits better than another name, and worse spellings of it fit worse", arguments: Mode.allCases)
  func rescoring(mode: Mode) throws {
    let samples = try SpeechFixtures.sample(from: 12.5, seconds: 4)
    let recognizer = try mode.recognizer()
    recognizer.updateCatalog([BiasPhrase(text: "三一六不锈钢保温杯")])
    var scores: SpanScores?
    func look(at utterances: [Utterance]) throws {
      for utterance in utterances {
        let tokens = utterance.hypotheses.first?.tokens ?? []
        guard let name = tokens.firstIndex(where: { $0.text == "保" }), name + 2 < tokens.count else { continue }
        scores = try recognizer.scores(
          of: ["保温杯", "电饭锅", "保湿杯"], over: tokens[name].start...tokens[name + 2].end)
      }
    }
    for block in SpeechFixtures.blocks(samples, size: 1600) { try look(at: recognizer.consume(block)) }
    try look(at: recognizer.finish())
    let found = try #require(scores)
    let heard = try #require(found.readings.first)
    #expect(heard.text.contains("保温杯"))
    // The model may have split or written the same characters in another way.
    #expect(abs(found.texts[0] - heard.logProbability) < 4)
    #expect(found.texts[1] < heard.logProbability - 5)
    #expect(found.texts[2] < heard.logProbability)
    let past = StreamTime(seconds: -5)
    #expect(try recognizer.scores(of: ["保温杯"], over: past...past) == nil)
  }

  private func letters(_ utterances: [Utterance]) -> [Character] {
    utterances.map(\.text).joined().filter { $0.isLetter || $0.isNumber }
  }

  /// Edits from one text to the other.
  private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (index, character) in a.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for place in b.indices {
        let above = row[place + 1]
        row[place + 1] = min(above + 1, row[place] + 1, diagonal + (character == b[place] ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
