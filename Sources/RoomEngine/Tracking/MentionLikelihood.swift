import LiveshelfCore

/// How often a product is named, and how, while it is on stage and while it is not.
///
/// A mention is a mark of a Poisson process whose rate depends on the phase: its likelihood ratio against an average
/// moment is `c · λ(phase, kind) / λ̄(kind) + (1 − c)`, with `c` the probability that the product was really named. A
/// mention that may be false therefore says little, and one with `c = 0` nothing.
struct MentionLikelihood: Sendable {
  /// Likelihood factors of a mention of a product: in the phases of its own presentation, in those of another
  /// product's, and between presentations.
  struct Factors: Sendable {
    var own: SIMD4<Double>
    var other: SIMD4<Double>
    var none: Double
  }

  /// Mentions a second of the product on stage, by phase, as far as the recogniser finds them.
  let ownRates: SIMD4<Double>
  private let otherRate: Double
  private let averageShare: Double

  /// The share of a kind among the mentions of the product on stage, by phase, and among those of other products.
  private struct Shares {
    var introduction: Double
    var pitch: Double
    var closing: Double
    var other: Double

    init(of mention: Mention) {
      (introduction, pitch, closing, other) =
        switch (mention.basis, mention.kind) {
        // A number of the shopping bag is called when its product is sold, and hardly ever by the way.
        case (.linkNumber, _): (0.02, 0.06, 2, 0.01)
        case (.name, .presenting): (0.74, 0.60, 0.35, 0.14)
        case (.name, .price): (0.04, 0.20, 0.12, 0.03)
        case (.name, .countdown): (0.01, 0.02, 0.33, 0.01)
        case (.name, .soldOut): (0.01, 0.02, 0.10, 0.05)
        case (.name, .recalling): (0.12, 0.05, 0.03, 0.05)
        case (.name, .announcing): (0.03, 0.03, 0.03, 0.14)
        case (.name, .passing): (0.02, 0.05, 0.03, 0.20)
        case (.name, .comparing): (0.01, 0.03, 0.01, 0.32)
        }
    }
  }

  init(products: Int, settings: TrackerSettings) {
    let pitch = settings.ownMentionsPerMinute / 60
    ownRates = SIMD4(1 / max(0.5, settings.introductionSeconds), pitch, pitch, 0.4 * pitch)
    otherRate = settings.otherMentionsPerMinute / 60 / Double(max(1, products - 1))
    averageShare = 1 / Double(min(max(2, products), 20))
  }

  /// The likelihood that a frame passes without the name of the product on stage, so many frames after its last one.
  ///
  /// Names come in bursts: a host who has told for a minute what a product is like says its name no more often than one a
  /// minute. The rate is therefore taken as gamma-distributed from one stretch to the next, which makes the times between
  /// names Pareto-distributed (Lomax 1954); silence then counts ever less instead of without bound. That holds for a
  /// silence that the next name ends. Before it is known, or once the sale has been opened, who no longer names the product is
  /// taken to have left it.
  func silence(since frames: Int, isBetweenNames: Bool) -> SIMD4<Double> {
    let seconds = Double(max(0, frames)) * FrameClock.seconds
    let pitch = ownRates[StagePhase.pitch]
    var rates = ownRates
    if isBetweenNames {
      rates[StagePhase.pitch] = pitch * Self.burstShape / (Self.burstShape + pitch * seconds)
      rates[StagePhase.latePitch] = rates[StagePhase.pitch]
    }
    rates[StagePhase.closing] = pitch * Self.closingShare
    return SIMD4(repeating: 1) - rates * FrameClock.seconds
  }

  /// Whether a name of this kind is mostly said of what is on stage.
  static func isOffer(_ kind: MentionKind) -> Bool {
    switch kind {
    case .presenting, .price, .countdown, .soldOut: true
    case .recalling, .announcing, .passing, .comparing: false
    }
  }

  /// How much rarer asides are outside a pitch: comparisons and companions come up while a product is explained.
  private static func asides(_ kind: MentionKind) -> (phases: SIMD4<Double>, none: Double) {
    switch kind {
    case .announcing, .recalling, .soldOut: (SIMD4(0.6, 1, 1, 1), 1)
    case .presenting, .price, .countdown, .passing, .comparing: (SIMD4(0.6, 1, 1, 0.4), 0.3)
    }
  }

  /// The shape of the gamma distribution of the rate of names: 1 is an exponential distribution, more is steadier.
  private static let burstShape = 2.0
  /// How often the product is named in a closing, as a share of the pitch, as far as its silence goes.
  private static let closingShare = 0.8

  /// How much likelier the name of the product on stage is right after the words that take a product up.
  private static let dueFactor = 2.5

  /// - Parameter isDue: the sentence takes a product up ("我手上拿的这个就是…").
  func factors(of mention: Mention, isDue: Bool) -> Factors {
    let share = Shares(of: mention)
    let asides = Self.asides(mention.kind)
    let average = averageShare * ownRates[1] * (share.pitch + 0.2 * share.closing) + otherRate * share.other
    let c = min(max(mention.confidence, 0), 0.995)
    let doubt = SIMD4(repeating: 1 - c)
    var own = ownRates * SIMD4(share.introduction, share.pitch, share.pitch, share.closing)
    if isDue { own[StagePhase.introduction] *= Self.dueFactor }
    let other = c * otherRate * share.other / average
    return Factors(
      own: own * (c / average) + doubt, other: asides.phases * other + doubt, none: asides.none * other + 1 - c)
  }
}
