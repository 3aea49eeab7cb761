/// What each marker means, learnt from the show: where it is played, not what it is called.
///
/// For each marker the model keeps how often it was played with the start of a presentation, and how often elsewhere in
/// each phase; both are expected counts from the smoothed posterior (one step of expectation maximisation), on top of
/// a weak prior by which a marker is as likely to announce a switch as not.
struct MarkerRoles: Sendable {
  /// Expected numbers of plays.
  struct Plays: Sendable {
    var atStart = 0.0
    var inPhase = SIMD4<Double>()
    var inNone = 0.0
  }

  /// Expected numbers of starts and seconds in each phase.
  struct Exposure: Sendable {
    var starts = 0.0
    var inPhase = SIMD4<Double>()
    var inNone = 0.0
  }

  private(set) var plays: [Plays] = []
  private(set) var exposure = Exposure()

  private static let priorStarts = 1.5
  private static let priorSeconds = 60.0
  private static let priorPlays = 0.5

  mutating func add(_ more: [Plays], over time: Exposure) {
    while plays.count < more.count { plays.append(Plays()) }
    for (index, play) in more.enumerated() {
      plays[index].atStart += play.atStart
      plays[index].inPhase += play.inPhase
      plays[index].inNone += play.inNone
    }
    exposure.starts += time.starts
    exposure.inPhase += time.inPhase
    exposure.inNone += time.inNone
  }

  /// The probability that a start is accompanied by the marker.
  func startProbability(of marker: Int, hint: Double) -> Double {
    let count = marker < plays.count ? plays[marker].atStart : 0
    return min(0.95, (count + Self.priorPlays * hint) / (exposure.starts + Self.priorStarts))
  }

  /// Plays a second in each phase, apart from starts.
  func phaseRates(of marker: Int, hint: Double) -> SIMD4<Double> {
    let count = marker < plays.count ? plays[marker].inPhase : SIMD4()
    let prior = SIMD4(repeating: Self.priorPlays * (2 - hint))
    return (count + prior) / (exposure.inPhase + SIMD4(repeating: Self.priorSeconds))
  }

  /// Plays a second between presentations.
  func noneRate(of marker: Int, hint: Double) -> Double {
    let count = marker < plays.count ? plays[marker].inNone : 0
    return (count + Self.priorPlays * (2 - hint)) / (exposure.inNone + Self.priorSeconds)
  }

  /// What a name suggests, as a factor on the prior: above 1 for a switch, below 1 for a sale in mid-presentation.
  static func hint(in name: String) -> Double {
    let text = name.lowercased()
    if ["next", "switch", "new", "intro", "start", "open", "下一", "新品", "切换"].contains(where: text.contains) {
      return 1.4
    }
    if ["sale", "flash", "deal", "coupon", "lottery", "秒", "抢", "福利", "抽奖"].contains(where: text.contains) {
      return 0.6
    }
    return 1
  }
}
