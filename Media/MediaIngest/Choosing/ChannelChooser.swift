/// Decides whether two channels are mixed, or one of them is heard alone: because they cancel each other, because one is
/// dead, or because somebody speaks on one of them only.
struct ChannelChooser {
  /// The one channel that is heard; nil: both, mixed.
  var heard: Int? { choice?.heard }
  /// Nil: nothing has been decided, and both are mixed.
  private var choice: Verdict?
  private var left: Float = 0
  private var right: Float = 0
  private var middle: Float = 0
  private var activity = (left: SpeechActivity(), right: SpeechActivity())
  private var wish: Verdict = .mix
  /// For how many hundredths of a second in a row the wish has been the same.
  private var wished = 0
  private var told: Set<Verdict> = []

  private enum Verdict: Hashable {
    case mix
    case cancels(Int)
    case dead(Int)
    case speaks(Int)

    var heard: Int? {
      switch self {
      case .mix: nil
      case .cancels(let channel), .dead(let channel), .speaks(let channel): channel
      }
    }
  }

  private static let weight: Float = 0.02
  private static let silence: Float = 1e-7
  /// Hundredths of a second until a change is made.
  private static let usualPatience = 50
  private static let patienceToMix = 300
  private static let patienceAtStart = 3
  private static let speakingSeconds = 8

  /// Hears a frame of two channels.
  /// - Returns: what is to be told, when something changes that was not told before.
  mutating func judge(_ frame: AudioFrame) -> MediaNotice? {
    var notice: MediaNotice?
    for piece in FrameEnergy(frame).pieces { notice = judge(piece) ?? notice }
    return notice
  }

  private mutating func judge(_ piece: FrameEnergy.Piece) -> MediaNotice? {
    activity.left.add(piece.left)
    activity.right.add(piece.right)
    guard piece.loudest > Self.silence else { return nil }
    // The first sound counts whole.
    let weight = left + right > 0 ? Self.weight : 1
    left += (piece.left - left) * weight
    right += (piece.right - right) * weight
    middle += (piece.middle - middle) * weight
    let verdict = verdict
    wished = verdict == wish ? wished + 1 : 1
    wish = verdict
    guard verdict.heard != heard else { return nil }
    guard wished >= patience(verdict) else { return nil }
    choice = verdict
    guard told.insert(verdict).inserted else { return nil }
    return switch verdict {
    case .mix: nil
    case .cancels(let channel): .channelsCancel(heard: channel)
    case .dead(let channel): .deadChannel(heard: channel)
    case .speaks(let channel): .oneChannelSpeaks(heard: channel)
    }
  }

  private func patience(_ verdict: Verdict) -> Int {
    switch (choice, verdict) {
    // Mixed they would be silence.
    case (nil, .cancels): Self.patienceAtStart
    // The other channel has come to life.
    case (.dead, .mix): Self.usualPatience
    case (_, .mix): Self.patienceToMix
    default: Self.usualPatience
    }
  }

  private var verdict: Verdict {
    let louder = left >= right ? 0 : 1
    let (most, least) = (max(left, right), min(left, right))
    if least < most * 1e-4 { return .dead(louder) }
    if middle < most * 0.1, least > most * 0.01 { return .cancels(louder) }
    if least > most * 0.01 {
      let range = activity.left.seconds - Self.speakingSeconds..<activity.left.seconds
      let (a, b) = (activity.left.share(range), activity.right.share(range))
      if max(a, b) > 0.15, max(a, b) > 4 * min(a, b) { return .speaks(a > b ? 0 : 1) }
    }
    return .mix
  }
}
