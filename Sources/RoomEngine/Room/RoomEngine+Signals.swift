internal import LiveshelfCore

extension RoomEngine {
  /// What the tracker's decisions mean for others.
  func effects(of decisions: [TrackerDecision], at now: StreamTime) -> [RoomEffect] {
    decisions.flatMap { decision -> [RoomEffect] in
      let presentation = decision.presentation
      switch decision {
      case .started:
        return [.signal(signal(.presentationStarted(presentationID: presentation.id), of: presentation, at: now))]
      case .ended:
        let ended = signal(.presentationEnded(presentationID: presentation.id), of: presentation, at: now)
        return [.signal(ended), .presentationEnded(presentation)]
      case .withdrawn:
        return [.signal(signal(.presentationEnded(presentationID: presentation.id), of: presentation, at: now))]
      case .revised:
        return []
      }
    }
  }

  private func signal(_ kind: SignalKind, of presentation: Presentation, at now: StreamTime) -> Signal {
    let sku = presentation.sku
    return Signal(
      id: SignalIdentity.id(room: room, type: kind.type, subject: sku.text, occasion: presentation.id), room: room,
      kind: kind, sku: sku, product: catalog[sku]?.name ?? "", time: clock.wallTime(of: now), detectedAt: now,
      confidence: presentation.confidence, reason: presentation.reason)
  }

  /// A source that turned bad, or good again.
  mutating func feedEffects(of change: FeedChange, at now: StreamTime) -> [RoomEffect] {
    let isBad = change.state == .stalled || change.state == .reconnecting
    let wasBad = troubledFeeds.contains(change.feed)
    guard isBad != wasBad, isBad || change.state == .live else { return [] }
    if isBad { troubledFeeds.insert(change.feed) } else { troubledFeeds.remove(change.feed) }
    let kind: SignalKind =
      isBad
      ? .feedDegraded(feed: change.feed, lagSeconds: change.lagSeconds)
      : .feedRecovered(feed: change.feed, lagSeconds: change.lagSeconds)
    let id = SignalIdentity.id(
      room: room, type: kind.type, subject: change.feed, occasion: "\(change.at.microseconds)")
    return [
      .signal(
        Signal(
          id: id, room: room, kind: kind, sku: nil, product: "", time: clock.wallTime(of: now), detectedAt: now,
          confidence: 1, reason: change.reason))
    ]
  }
}
