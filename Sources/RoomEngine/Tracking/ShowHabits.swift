/// What the show itself teaches: how long presentations last, how often products are named, and what each marker means
/// by where it is played, not by what it is called.
///
/// All are expected counts under the smoothed posterior (expectation maximisation; Dempster, Laird, Rubin 1977) on top
/// of weak priors, so that the first minutes rest on the settings and later ones on the show.
struct ShowHabits: Sendable {
  /// Expected numbers of plays of a marker.
  struct Plays: Sendable {
    var atStart = 0.0
    var inPhase = SIMD4<Double>()
    var inNone = 0.0
  }

  /// Expected numbers of starts and seconds in each phase.
  struct Exposure: Sendable {
    var starts = 0.0
    /// Those of the starts that follow chatter.
    var chatterEnds = 0.0
    var inPhase = SIMD4<Double>()
    var inNone = 0.0
  }

  /// Expected starts near a kind of change of the sound, and the seconds near one.
  struct Changes: Sendable {
    var starts = 0.0
    var seconds = 0.0
  }

  var plays: [Plays] = []
  /// By kind of change.
  var changes: [Changes] = []
  var exposure = Exposure()
  /// Expected mentions of the product on stage while it is pitched, and of others at any time.
  var ownMentions = 0.0
  var otherMentions = 0.0

  private static let priorStarts = 1.5
  private static let priorSeconds = 60.0
  /// Operators register sounds to mark switches: of two plays of a marker that the show has not explained yet, more than
  /// one is expected to be a switch.
  private static let priorStartPlays = 0.8
  private static let priorPlays = 0.4
  /// How many presentations of the length of the settings count as seen.
  private static let priorPresentations = 4.0
  /// How many seconds of mentions at the rates of the settings count as heard.
  private static let priorListening = 180.0

  mutating func add(_ more: ShowHabits) {
    while plays.count < more.plays.count { plays.append(Plays()) }
    for (index, play) in more.plays.enumerated() {
      plays[index].atStart += play.atStart
      plays[index].inPhase += play.inPhase
      plays[index].inNone += play.inNone
    }
    while changes.count < more.changes.count { changes.append(Changes()) }
    for (index, change) in more.changes.enumerated() {
      changes[index].starts += change.starts
      changes[index].seconds += change.seconds
    }
    exposure.starts += more.exposure.starts
    exposure.chatterEnds += more.exposure.chatterEnds
    exposure.inPhase += more.exposure.inPhase
    exposure.inNone += more.exposure.inNone
    ownMentions += more.ownMentions
    otherMentions += more.otherMentions
  }

  /// The settings with what the show has taught.
  func applied(to settings: TrackerSettings) -> TrackerSettings {
    var learnt = settings
    let presented = exposure.inPhase.sum()
    learnt.presentationSeconds =
      (settings.presentationSeconds * Self.priorPresentations + presented)
      / (Self.priorPresentations + exposure.starts)
    let pitched = exposure.inPhase[StagePhase.pitch] + exposure.inPhase[StagePhase.latePitch]
    learnt.ownMentionsPerMinute =
      60 * (settings.ownMentionsPerMinute / 60 * Self.priorListening + ownMentions) / (Self.priorListening + pitched)
    learnt.directSwitch =
      (settings.directSwitch * Self.priorPresentations + max(0, exposure.starts - exposure.chatterEnds))
      / (Self.priorPresentations + exposure.starts)
    let total = presented + exposure.inNone
    learnt.otherMentionsPerMinute =
      60 * (settings.otherMentionsPerMinute / 60 * Self.priorListening + otherMentions)
      / (Self.priorListening + total)
    return learnt
  }

  /// The probability that a start is accompanied by the marker.
  func startProbability(of marker: Int, hint: Double) -> Double {
    let count = marker < plays.count ? plays[marker].atStart : 0
    return min(0.95, (count + Self.priorStartPlays * hint) / (exposure.starts + Self.priorStarts))
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

  /// What a name suggests, as a factor on the prior: above 1 for a switch, below 1 for a sale in mid-presentation. A
  /// show with names that suggest nothing, or the contrary, teaches the right roles within a few plays.
  static func hint(in name: String) -> Double {
    let text = name.lowercased()
    if ["next", "switch", "new", "intro", "下一", "新品", "切换"].contains(where: text.contains) { return 1.4 }
    if ["sale", "flash", "deal", "coupon", "lottery", "秒", "抢", "福利", "抽奖"].contains(where: text.contains) {
      return 0.6
    }
    return 1
  }
}
