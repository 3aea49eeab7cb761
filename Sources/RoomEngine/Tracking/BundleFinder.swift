import LiveshelfCore

/// Finds products that are sold together with the one on stage: words of a bundle ("这两件一起拍", "组合价") with the
/// other product's name close by.
struct BundleFinder: Sendable {
  /// A product that joins the one on stage.
  struct Partner: Sendable {
    var product: Int
    /// The sentence or name with which it joins.
    var start: StreamTime
    var confidence: Double
  }

  let log: EvidenceLog
  /// Names this close to the words belong to them, in seconds.
  private static let reachSeconds = 6.0
  private static let leastConfidence = 0.6
  /// A companion that has not been named for this long has left the stage, in seconds.
  static let companionSeconds = 20.0

  /// The product that joins `product` by words in these frames; nil when there is none, or when more are named than a
  /// bundle of two has.
  func partner(of product: Int, in frames: ClosedRange<Int>) -> Partner? {
    for frame in frames where log.frames[frame]?.cues.contains(.bundle) == true {
      let reach = FrameClock.frames(seconds: Self.reachSeconds)
      var partners: [Partner] = []
      for near in max(0, frame - reach)...frame + reach {
        for named in log.frames[near]?.mentions ?? [] where named.product != product && Self.offers(named.mention) {
          guard !partners.contains(where: { $0.product == named.product }) else { continue }
          let start = min(named.mention.start, FrameClock.time(of: frame))
          partners.append(Partner(product: named.product, start: start, confidence: named.mention.confidence))
        }
      }
      if let first = partners.first, partners.count == 1, isPresented(first.product, near: frame) { return first }
    }
    return nil
  }

  /// Whether a product is named again around the words of a bundle: one that is named
  /// only with them is an offer by the way.
  private func isPresented(_ product: Int, near frame: Int) -> Bool {
    let before = FrameClock.frames(seconds: Self.reachSeconds)
    let after = FrameClock.frames(seconds: Self.companionSeconds)
    var sayings = 0
    for near in max(0, frame - before)...frame + after {
      for named in log.frames[near]?.mentions ?? []
      where named.product == product && Self.offers(named.mention) && !log.repeatsName(named, at: near) {
        sayings += 1
      }
    }
    return sayings >= 2
  }

  /// The end of the last mention of a product up to a frame, in the `seconds` before it.
  func lastNamed(_ product: Int, upTo frame: Int, seconds: Double) -> StreamTime? {
    let first = max(0, frame - FrameClock.frames(seconds: seconds))
    for near in (first...max(first, frame)).reversed() {
      let mentions = log.frames[near]?.mentions ?? []
      if let last = mentions.last(where: { $0.product == product }) { return last.mention.end }
    }
    return nil
  }

  private static func offers(_ mention: Mention) -> Bool {
    guard mention.confidence >= leastConfidence else { return false }
    return switch mention.kind {
    case .presenting, .price, .passing, .countdown: true
    case .comparing, .announcing, .recalling, .soldOut: false
    }
  }

  /// Why a product joins another.
  func reason(_ partner: Int, with product: Int) -> PresentationReason {
    let products = log.catalog.products
    return .bundle(product: products[partner].name, with: products[product].name)
  }
}
