import LiveshelfCore

/// Tells what a decision rests on.
struct DecisionReason: Sendable {
  let log: EvidenceLog

  /// Why a product is thought to be on stage since `start`, from what is known up to frame `until`.
  func start(of product: Int, since start: Int, until: Int) -> [PresentationReason] {
    var parts: [PresentationReason] = []
    let first = max(0, start - FrameClock.frames(seconds: 2))
    var mentions: [Mention] = []
    var clicked = false
    var ordersRose = false
    for frame in first...max(first, min(until, first + FrameClock.frames(seconds: 90))) {
      guard let observed = log.frames[frame] else { continue }
      if frame <= start + 2, let played = observed.markers.first, parts.isEmpty {
        parts.append(.stinger(name: log.markerNames[played.marker]))
      }
      if frame <= start + 4, let change = observed.changes.first, parts.isEmpty { parts.append(Self.reason(change)) }
      ordersRose = ordersRose || observed.pulses.contains { $0.product == product }
      clicked = clicked || observed.clicks.contains { $0.product == product && $0.starts }
      mentions += observed.mentions.filter { $0.product == product }.map(\.mention)
    }
    if ordersRose { parts.append(.ordersRose) }
    if clicked { parts.append(.click) }
    if let heard = Self.heard(mentions) { parts.append(heard) }
    return parts.isEmpty ? [.likeliest] : parts
  }

  private static func reason(_ change: AudioBoundary.Kind) -> PresentationReason {
    switch change {
    case .musicOn: .musicBegan
    case .musicOff: .musicEnded
    case .applause: .applause
    case .silence: .silence
    case .countdown: .countdown
    }
  }

  private static func heard(_ mentions: [Mention]) -> PresentationReason? {
    guard let first = mentions.first, let last = mentions.last else { return nil }
    let span = max(1, Int(min((last.end - first.start).rounded(), 1e6)))
    return .heard(text: first.heard, count: mentions.count, seconds: span)
  }

  /// Why a presentation is over near `end`.
  func end(near end: Int, next: String?) -> PresentationReason {
    if let next { return .followed(by: next) }
    let reach = FrameClock.frames(seconds: 2)
    for frame in max(0, end - reach)...end + reach {
      guard let observed = log.frames[frame] else { continue }
      if let played = observed.markers.first { return .stinger(name: log.markerNames[played.marker]) }
      if observed.cues.contains(.chatter) { return .turnedAway }
      if observed.clicks.contains(where: { !$0.starts }) { return .click }
    }
    return .noLongerSpokenOf
  }
}
