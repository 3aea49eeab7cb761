import LiveshelfCore

/// Says in words what a decision rests on.
struct DecisionReason: Sendable {
  let log: EvidenceLog

  /// Why a product is thought to be on stage since `start`, from what is known up to frame `until`.
  func start(of product: Int, since start: Int, until: Int) -> String {
    var parts: [String] = []
    let first = max(0, start - FrameClock.frames(seconds: 2))
    var mentions: [Mention] = []
    var clicked = false
    for frame in first...max(first, min(until, first + FrameClock.frames(seconds: 90))) {
      guard let observed = log.frames[frame] else { continue }
      if frame <= start + 2, let played = observed.markers.first, parts.isEmpty {
        parts.append("stinger \(log.markerNames[played.marker])")
      }
      if frame <= start + 4, let change = observed.changes.first, parts.isEmpty { parts.append(Self.words(change)) }
      clicked = clicked || observed.clicks.contains { $0.product == product && $0.starts }
      mentions += observed.mentions.filter { $0.product == product }.map(\.mention)
    }
    if clicked { parts.append("operator's click") }
    if let heard = Self.heard(mentions) { parts.append(heard) }
    return parts.isEmpty ? "likeliest product from what was heard" : parts.joined(separator: ", then ")
  }

  private static func words(_ change: AudioBoundary.Kind) -> String {
    switch change {
    case .musicOn: "music sets in"
    case .musicOff: "the music stops"
    case .applause: "applause"
    case .silence: "a long silence"
    case .countdown: "a countdown"
    }
  }

  private static func heard(_ mentions: [Mention]) -> String? {
    guard let first = mentions.first, let last = mentions.last else { return nil }
    let span = max(1, Int(min((last.end - first.start).rounded(), 1e6)))
    switch mentions.count {
    case 1: return "\(first.heard) heard"
    case 2: return "\(first.heard) heard twice in \(span) s"
    default: return "\(first.heard) heard \(mentions.count) times in \(span) s"
    }
  }

  /// Why a presentation is over near `end`.
  func end(near end: Int, next: String?) -> String {
    if let next { return "\(next) has begun" }
    let reach = FrameClock.frames(seconds: 2)
    for frame in max(0, end - reach)...end + reach {
      guard let observed = log.frames[frame] else { continue }
      if let played = observed.markers.first { return "stinger \(log.markerNames[played.marker])" }
      if observed.cues.contains(.chatter) { return "talk has turned away from the product" }
      if observed.clicks.contains(where: { !$0.starts }) { return "operator's click" }
    }
    return "no longer spoken of"
  }
}
