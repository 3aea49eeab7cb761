import LiveshelfCore

/// How often a product is named, and how, while it is on stage and while it is not.
///
/// A mention is a mark of a Poisson process whose rate depends on the phase: its likelihood ratio against an average
/// moment is `c · λ(phase, kind) / λ̄(kind) + (1 − c)`, with `c` the probability that the product was really named. A
/// mention that may be false therefore says little, and one with `c = 0` nothing.
struct MentionLikelihood: Sendable {
  /// Likelihood factors of a mention of a product: in the phases of its own presentation, and anywhere else.
  struct Factors: Sendable {
    var own: SIMD4<Double>
    var other: Double
  }

  /// Mentions a second of the product on stage, by phase, as far as the recogniser finds them.
  let ownRates: SIMD4<Double>
  private let otherRate: Double
  private let averageShare: Double

  /// Shares of the kinds of mention: introduction, pitch (both halves), closing, and of products that are not on stage.
  private static func shares(of kind: MentionKind) -> (
    introduction: Double, pitch: Double, closing: Double, other: Double
  ) {
    switch kind {
    case .presenting: (0.74, 0.60, 0.35, 0.14)
    case .price: (0.04, 0.20, 0.12, 0.03)
    case .countdown: (0.01, 0.02, 0.33, 0.01)
    case .soldOut: (0.01, 0.02, 0.10, 0.05)
    case .recalling: (0.14, 0.05, 0.03, 0.11)
    case .announcing: (0.03, 0.03, 0.03, 0.14)
    case .passing: (0.02, 0.05, 0.03, 0.20)
    case .comparing: (0.01, 0.03, 0.01, 0.32)
    }
  }

  init(products: Int, settings: TrackerSettings) {
    let pitch = settings.ownMentionsPerMinute / 60
    ownRates = SIMD4(1 / max(0.5, settings.introductionSeconds), pitch, pitch, 0.4 * pitch)
    otherRate = settings.otherMentionsPerMinute / 60 / Double(max(1, products - 1))
    averageShare = 1 / Double(min(max(2, products), 20))
  }

  func factors(of mention: Mention) -> Factors {
    let share = Self.shares(of: mention.kind)
    let average = averageShare * ownRates[1] * (share.pitch + 0.2 * share.closing) + otherRate * share.other
    let c = min(max(mention.confidence, 0), 0.995)
    let own = ownRates * SIMD4(share.introduction, share.pitch, share.pitch, share.closing)
    return Factors(
      own: own * (c / average) + SIMD4(repeating: 1 - c), other: c * otherRate * share.other / average + (1 - c))
  }
}
