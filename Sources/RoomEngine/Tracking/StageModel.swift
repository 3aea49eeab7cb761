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
  let directSwitch = 0.45

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
    let (phases, none): (SIMD4<Double>, Double) =
      switch cue {
      // The sentence that takes a product up often goes on after its name.
      case .opening: (SIMD4(0.80, 0.35, 0.04, 0.03), 0.10)
      case .pricing: (SIMD4(0.08, 0.62, 0.62, 0.10), 0.05)
      case .closing: (SIMD4(0.06, 0.12, 0.14, 0.80), 0.07)
      case .chatter: (SIMD4(0.06, 0.20, 0.20, 0.07), 0.78)
      }
    let even = 0.2
    return (phases * (1 - even) + SIMD4(repeating: even / 4), none * (1 - even) + even / 4)
  }

  static func clickFactors(starts: Bool) -> (own: Double, other: Double) {
    starts ? (1, 0.02) : (0.1, 1)
  }

  /// Each comment about a product is a little more likely while it is on stage; a crowd counts as three.
  static func interestFactor(comments: Int) -> Double {
    [1.0, 1.6, 2.3, 3.0][min(max(comments, 0), 3)]
  }
}
