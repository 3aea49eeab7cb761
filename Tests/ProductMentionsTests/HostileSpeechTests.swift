import LiveshelfCore
import ProductMentions
import Testing

/// Names and speech that nobody should send, and someone does.
@Suite struct HostileSpeechTests {
  /// A linear congruential generator: the same sequence in every run.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }
  }

  private static let pieces = [
    "粉", "红", "枣", "苹", "果", "三", "百", "0", "316", "9999999999999999999", "A", "usb", "🎁", "é", "ß", "İ", "，", " ",
    "\u{0}",
    "\u{301}", "ㄅ", "한", "の", "\u{1F469}\u{200D}\u{1F373}", "號", "链接", "号", "𠮷", "．", "９",
  ]

  private func text(_ count: Int, _ random: inout Seeded) -> String {
    (0..<count).map { _ in Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)] }.joined()
  }

  @Test func survivesAnyNamesAndWords() {
    var random = Seeded(state: 5)
    for _ in 0..<60 {
      let products = (0..<Int.random(in: 0...12, using: &random)).map { number in
        Product(
          sku: SKU("S\(number)"), name: text(Int.random(in: 0...9, using: &random), &random),
          aliases: (0..<3).map { _ in text(Int.random(in: 0...3, using: &random), &random) },
          linkNumber: Int.random(in: -3...400, using: &random))
      }
      let catalog = Catalog(products)
      _ = CatalogCheck(catalog).findings.map(\.description)
      var finder = MentionFinder(catalog: catalog)
      finder.options.minimumConfidence = 0
      for _ in 0..<8 {
        var start = Double.random(in: 0...100, using: &random)
        let hypotheses = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          Hypothesis(
            tokens: (0..<Int.random(in: 0...20, using: &random)).map { _ in
              start += Double.random(in: -0.5...1, using: &random)
              let end = start + Double.random(in: -0.2...0.5, using: &random)
              return SpokenToken(
                text: text(Int.random(in: 0...3, using: &random), &random), start: StreamTime(seconds: start),
                end: StreamTime(seconds: end))
            },
            logProbability: [-.infinity, .nan, -3, 0, .infinity][Int.random(in: 0..<5, using: &random)])
        }
        let detectedAt = StreamTime(seconds: start)
        let mentions = finder.consume(
          Utterance(start: .zero, end: detectedAt, detectedAt: detectedAt, hypotheses: hypotheses))
        for mention in mentions {
          #expect(mention.confidence >= 0 && mention.confidence <= 1)
          #expect(mention.start <= mention.end && mention.end <= mention.detectedAt)
          #expect(catalog[mention.sku] != nil)
        }
      }
    }
  }

  @Test func wordsWithoutSoundNameNothing() {
    // A recogniser that repeats itself: the times of all its words collapse.
    let tokens = "无线吸尘器无线吸尘器".map {
      SpokenToken(text: String($0), start: StreamTime(seconds: 5), end: StreamTime(seconds: 5))
    }
    var finder = MentionFinder(catalog: Catalog([Speech.product("A", "无线吸尘器")]))
    let end = StreamTime(seconds: 6)
    #expect(
      finder.consume(
        Utterance(
          start: .zero, end: end, detectedAt: end, hypotheses: [Hypothesis(tokens: tokens, logProbability: -1)])
      ).isEmpty)
  }

  @Test func aLongUtteranceAndALargeCatalogStayBounded() {
    let syllables = Array("安百宝碧波彩晨诚春达丹德迪朵恩方菲丰福格古光国海禾红华慧佳家嘉建洁金京晶景君凯康可兰乐丽")
    var random = Seeded(state: 9)
    func word(_ length: Int) -> String {
      String((0..<length).map { _ in syllables[Int.random(in: 0..<syllables.count, using: &random)] })
    }
    let products = (0..<5_000).map { Speech.product(SKU("S\($0)"), word(5), word(3)) }
    var finder = MentionFinder(catalog: Catalog(products))
    let speech = word(3_000) + products[4_321].name
    #expect(finder.consume(Speech.utterance(word(40) + products[4_321].name)).contains { $0.sku == "S4321" })
    _ = finder.consume(Speech.utterance(speech, at: 100))
  }
}
