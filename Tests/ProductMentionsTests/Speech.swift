import LiveshelfCore
import ProductMentions

/// Speech made up for tests: every character takes 0.15 s.
enum Speech {
  static let pace = 0.15

  /// An utterance whose hypotheses are `texts`, from `start` seconds on, each less probable than the one before.
  static func utterance(_ texts: String..., at start: Double = 0) -> Utterance {
    utterance(texts, at: start)
  }

  static func utterance(_ texts: [String], at start: Double = 0, logProbabilities: [Double]? = nil) -> Utterance {
    let hypotheses = texts.enumerated().map { place, text in
      Hypothesis(
        tokens: text.enumerated().map { index, character in
          let begin = start + Double(index) * pace
          return SpokenToken(
            text: String(character), start: StreamTime(seconds: begin), end: StreamTime(seconds: begin + pace))
        },
        logProbability: logProbabilities?[place] ?? -2 - 3 * Double(place))
    }
    let end = start + pace * Double(texts.map(\.count).max() ?? 0)
    return Utterance(
      start: StreamTime(seconds: start), end: StreamTime(seconds: end), detectedAt: StreamTime(seconds: end + 0.4),
      hypotheses: hypotheses)
  }

  static func product(_ sku: SKU, _ name: String, _ aliases: String..., link: Int? = nil) -> Product {
    Product(sku: sku, name: name, aliases: aliases, linkNumber: link)
  }
}

extension MentionFinder {
  /// The SKUs named in a single utterance.
  mutating func skus(in texts: String..., at start: Double = 0) -> [SKU] {
    consume(Speech.utterance(texts, at: start)).map(\.sku)
  }
}
