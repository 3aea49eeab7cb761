internal import LiveshelfCore
internal import SpeechRecognition

/// How strongly the recogniser leans towards each product's names as the show goes on: more towards what is being shown
/// and what hangs next in the shopping bag, less towards what was sold an hour ago.
///
/// Rests on the mentions that were heard alone, so that a recording gives the same weights as the live show did.
struct ExpectedNames {
  private let catalog: Catalog
  private let numbers: [(number: Int, product: Int)]
  /// When each product was last spoken of, by its place in the catalog.
  private var lastMention: [StreamTime?]
  private var current: [Double]
  private var nextReview = StreamTime.zero

  /// Seconds: a product is on stage for minutes; how often the weights are looked at.
  private static let (onStage, review) = (180.0, 10.0)
  /// Seconds after which a product that was shown is behind the show.
  private static let past = 1_200.0
  private static let (shownNow, comesNext, ordinary, wasShown) = (1.15, 1.1, 1.0, 0.9)
  /// How many of the next link numbers are coming.
  private static let coming = 3
  /// From this confidence on, a mention tells where the show is.
  private static let certain = 0.8

  init(_ catalog: Catalog) {
    self.catalog = catalog
    numbers = catalog.products.enumerated().compactMap { place, product in
      product.linkNumber.map { ($0, place) }
    }.sorted { ($0.number, $0.product) < ($1.number, $1.product) }
    lastMention = Array(repeating: nil, count: catalog.products.count)
    current = Array(repeating: Self.ordinary, count: catalog.products.count)
  }

  var phrases: [BiasPhrase] {
    zip(catalog.products, current).flatMap { product, weight in
      product.names.map { BiasPhrase(text: $0, weight: weight) }
    }
  }

  /// Takes in what was heard up to a moment.
  ///
  /// - Returns: the names with their new weights; nil when these are as before.
  mutating func note(_ mentions: [Mention], at time: StreamTime) -> [BiasPhrase]? {
    for mention in mentions where mention.confidence >= Self.certain && mention.kind != .recalling {
      guard let place = catalog.position(of: mention.sku) else { continue }
      // Names that were doubtful at first come after later ones.
      lastMention[place] = max(lastMention[place] ?? .zero, mention.end)
    }
    guard time >= nextReview else { return nil }
    nextReview = time + Self.review
    let weights = weights(at: time)
    guard weights != current else { return nil }
    current = weights
    return phrases
  }

  private func weights(at time: StreamTime) -> [Double] {
    var weights = lastMention.map { last -> Double in
      guard let last else { return Self.ordinary }
      let age = time - last
      return age <= Self.onStage ? Self.shownNow : age >= Self.past ? Self.wasShown : Self.ordinary
    }
    // The show goes through the link numbers: the ones after the latest are coming.
    let latest = numbers.indices.filter { lastMention[numbers[$0].product] != nil }.max {
      (lastMention[numbers[$0].product] ?? .zero, $0) < (lastMention[numbers[$1].product] ?? .zero, $1)
    }
    if let latest {
      for next in numbers[(latest + 1)...].prefix(Self.coming) where lastMention[next.product] == nil {
        weights[next.product] = max(weights[next.product], Self.comesNext)
      }
    }
    return weights
  }
}
