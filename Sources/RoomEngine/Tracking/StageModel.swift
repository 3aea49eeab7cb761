import Foundation
import LiveshelfCore

/// The phases of a presentation, as lanes of a vector: a product is introduced, pitched (two stages, so that the length
/// is unimodal), and its sale is closed.
enum StagePhase {
  static let introduction = 0
  static let pitch = 1
  static let latePitch = 2
  static let closing = 3
}

/// The hidden semi-Markov model of a show: phase-type durations, transitions and likelihoods a frame.
struct StageModel: Sendable {
  let settings: TrackerSettings
  let productCount: Int
  let mentions: MentionLikelihood

  /// Probabilities a frame of staying in a phase, of going on to the next, and of ending the presentation.
  private(set) var stay = SIMD4<Double>()
  private(set) var advance = SIMD4<Double>()
  private(set) var end = SIMD4<Double>()
  /// The probability a frame that chatter ends with a presentation.
  private(set) var chatterEnds = 0.0
  /// The share of ends after which the next product follows at once.
  var directSwitch: Double { settings.directSwitch }

  init(productCount: Int, settings: TrackerSettings) {
    self.settings = settings
    self.productCount = max(1, productCount)
    self.mentions = MentionLikelihood(products: productCount, settings: settings)
    let frame = FrameClock.seconds
    func rate(_ seconds: Double) -> Double { min(0.9, frame / max(frame, seconds)) }
    let total = settings.presentationSeconds
    let pitch = max(4, total - settings.introductionSeconds - settings.closingSeconds)
    let abort = rate(6 * total)
    let leaves = SIMD4(
      rate(2.5 * settings.introductionSeconds), rate(pitch / 2), rate(pitch / 2), rate(settings.closingSeconds))
    let closes = SIMD4(1, 1, 0.8, 0)
    advance = leaves * closes
    end = leaves * (SIMD4(repeating: 1) - closes) + SIMD4(abort, abort, abort, 0)
    stay = SIMD4(repeating: 1) - advance - end
    chatterEnds = rate(settings.chatterSeconds)
  }

  /// The probability of a cue's kind, given that sales talk gives a cue, in each phase and between presentations. Mixed
  /// with an even share: recognisers err, and hosts vary.
  static func cueFactors(_ cue: TalkCue) -> (phases: SIMD4<Double>, none: Double) {
    // How many kinds there are that tell a phase.
    let kinds = 5.0
    let (phases, none): (SIMD4<Double>, Double) =
      switch cue {
      // The sentence that takes a product up often goes on after its name.
      case .opening: (SIMD4(0.72, 0.20, 0.03, 0.03), 0.09)
      // What a product is like is told once it has been named.
      case .explaining: (SIMD4(0.12, 0.36, 0.36, 0.12), 0.10)
      case .pricing: (SIMD4(0.07, 0.30, 0.40, 0.09), 0.05)
      case .closing: (SIMD4(0.05, 0.06, 0.11, 0.70), 0.06)
      case .chatter: (SIMD4(0.04, 0.08, 0.10, 0.06), 0.70)
      case .aside, .bundle: (SIMD4(repeating: 1 / kinds), 1 / kinds)
      }
    let even = 0.2
    let share = even / kinds
    return (phases * (1 - even) + SIMD4(repeating: share), none * (1 - even) + share)
  }

  /// Likelihood ratios of a price of the catalog: for the products that have it, and for everything else. One price in
  /// four belongs to another product, to a bundle or to a slip of the recogniser.
  static func priceFactors(sharing: Int, of products: Int) -> (own: Double, other: Double) {
    let doubt = 0.25
    let average = max(Double(max(1, sharing)) / Double(max(1, products)), 1 / 20)
    return average < 1 ? ((1 - doubt) / average + doubt, doubt) : (1, 1)
  }

  /// One click in fifty is on a wrong product, and then on any of them.
  static func clickFactors(starts: Bool, of products: Int) -> (own: Double, other: Double) {
    starts ? (1, 0.02 / Double(max(1, products - 1))) : (0.1, 1)
  }

  /// A rise of orders is much likelier where its product is on stage. How much, is bounded, however many orders they are: a
  /// neighbour on stage, a coupon or another channel raise them as well, though less, and what was clearly heard outweighs
  /// them.
  ///
  /// - Parameters:
  ///   - strength: see `OrderPulse`.
  ///   - share: of the evidence, 0…1.
  static func pulseFactor(strength: Double, share: Double) -> Double {
    pow(max(1, 1_000 * min(1, strength * strength)), share)
  }

  /// Each comment about a product is a little more likely while it is on stage; a crowd counts as three.
  static func interestFactor(comments: Int) -> Double {
    [1.0, 1.6, 2.3, 3.0][min(max(comments, 0), 3)]
  }
}
