import Foundation
import LiveshelfCore
import SpeechRecognition
import TestSupport
import Testing

@Suite("Bad audio and large catalogs", .enabled(if: SpeechFixtures.hasModel, "the models are not built"))
struct RobustnessTests {
  private func recognizers() throws -> [any SpeechRecognizer] {
    let model = try #require(SpeechFixtures.model)
    return [try model.segmentRecognizer(), try model.liveRecognizer()]
  }

  @Test("Silence, noise and a tone say nothing")
  func nothingSaid() throws {
    let tone = (0..<80_000).map { 0.5 * sin(Float($0) * 0.17) }
    for samples in [
      [Float](repeating: 0, count: 80_000), SpeechFixtures.noise(seconds: 5, amplitude: 0.3), tone,
      [Float](repeating: .nan, count: 40_000), [Float](repeating: 1e30, count: 40_000),
    ] {
      for recognizer in try recognizers() {
        let text = try SpeechFixtures.utterances(of: samples, by: recognizer).map(\.text).joined()
        #expect(text.count < 4, "\(text)")
      }
    }
  }

  @Test("An empty stream, an empty block and a stream shorter than a frame give nothing")
  func tiny() throws {
    for recognizer in try recognizers() {
      #expect(try recognizer.finish().isEmpty)
      #expect(try recognizer.consume(AudioBlock(firstSample: 7, samples: [])).isEmpty)
      #expect(try recognizer.consume(AudioBlock(firstSample: 7, samples: [0.1, 0.2])).isEmpty)
      #expect(try recognizer.finish().isEmpty)
    }
  }

  @Test("A gap between blocks is refused, and the stream goes on")
  func gap() throws {
    for recognizer in try recognizers() {
      _ = try recognizer.consume(AudioBlock(firstSample: 0, samples: [Float](repeating: 0, count: 1000)))
      #expect(throws: SpeechError.brokenStream(expectedSample: 1000, foundSample: 5000)) {
        try recognizer.consume(AudioBlock(firstSample: 5000, samples: [0]))
      }
      #expect(try recognizer.consume(AudioBlock(firstSample: 1000, samples: [0])).isEmpty)
    }
  }

  @Test("Speech is understood over 40 dB of level", .enabled(if: SpeechFixtures.hasFFmpeg))
  func levels() throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 9)
    for gain: Float in [0.03, 3] {
      let recognizer = try #require(SpeechFixtures.model).segmentRecognizer()
      let text = try SpeechFixtures.utterances(of: samples.map { $0 * gain }, by: recognizer).map(\.text).joined()
      #expect(text.contains("关注"), "gain \(gain): \(text)")
    }
  }

  @Test("5,000 names, emoji and one-syllable aliases among them", .enabled(if: SpeechFixtures.hasFFmpeg))
  func largeCatalog() throws {
    let syllables = Array("山水云风花雪月夜光影红黄蓝绿青紫金银铜铁木石火土天地人心手足茶酒米面油盐糖果")
    var phrases = (0..<5000).map { index in
      let name = (0..<4).map { syllables[(index / Int(pow(8, Double($0))) + $0 * 7) % syllables.count] }
      return BiasPhrase(text: String(name) + "\(index % 100)", weight: Double(index % 7))
    }
    phrases += [
      BiasPhrase(text: "杯"), BiasPhrase(text: "🧴🎀"), BiasPhrase(text: "保温杯"), BiasPhrase(text: "", weight: .nan),
      BiasPhrase(text: String(repeating: "长", count: 5000)), BiasPhrase(text: "vivo X200", weight: -.infinity),
    ]
    let samples = try SpeechFixtures.sample(from: 12.5, seconds: 4)
    for recognizer in try recognizers() {
      recognizer.updateCatalog(phrases)
      let text = try SpeechFixtures.utterances(of: samples, by: recognizer).map(\.text).joined()
      #expect(text.contains("保温杯"), "\(text)")
      recognizer.updateCatalog([])
    }
  }

  @Test("English is recognised as English", .enabled(if: SpeechFixtures.hasFFmpeg && TestData.large != nil))
  func english() throws {
    let file = try #require(TestData.large).appending(path: "speech-en/jfk.flac")
    let samples = try SpeechFixtures.samples(of: file)
    for recognizer in try recognizers() {
      let text = try SpeechFixtures.utterances(of: samples, by: recognizer).map(\.text).joined(separator: " ")
      #expect(text.lowercased().contains("what your country can do for you"), "\(text)")
    }
  }

  /// Looks at the memory of the whole process, so that it means something only when no other test runs: `make test`
  /// runs it by itself.
  @Test(
    "Memory does not grow with the length of the stream", .enabled(if: SpeechFixtures.hasFFmpeg),
    .enabled(if: ProcessInfo.processInfo.environment["LIVESHELF_TEST_ALONE"] != nil, "runs by itself: make test"))
  func memory() throws {
    let samples = try SpeechFixtures.sample(from: 0, seconds: 9)
    let recognizer = try #require(SpeechFixtures.model).segmentRecognizer()
    recognizer.updateCatalog([BiasPhrase(text: "保温杯")])
    var first: Int64 = 0
    func play(_ times: Int) throws {
      for _ in 0..<times {
        for block in SpeechFixtures.blocks(samples, size: 1600, firstSample: first) {
          _ = try recognizer.consume(block)
          _ = try recognizer.listenAgain()
        }
        first += Int64(samples.count)
      }
    }
    // What is kept for judging names reaches back 48 s.
    try play(8)
    let before = residentPages()
    try play(12)
    let grown = (residentPages() - before) * 4096
    #expect(grown < 48 << 20, "\(grown >> 20) MB more after two minutes of speech")
  }

  private func residentPages() -> Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
  }
}
