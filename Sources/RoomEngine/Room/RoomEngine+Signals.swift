internal import InventoryEngine
internal import LiveshelfCore
internal import ViewerComments

extension RoomEngine {
  /// What the tracker's decisions mean for stock and for others.
  mutating func decide(_ decisions: [TrackerDecision], at now: StreamTime) -> [RoomEffect] {
    var effects: [RoomEffect] = []
    for decision in decisions {
      let presentation = decision.presentation
      orders.follow(decision)
      switch decision {
      case .started:
        effects.append(.signal(signal(decision, at: now)))
        comments.present(presentation.sku, from: presentation.start)
        let start = clock.wallTime(of: presentation.start)
        effects += signals(
          for: stock.consume(.presentationStarted(presentation.sku, at: start), at: now).findings, at: now)
      case .ended, .withdrawn:
        effects.append(.signal(signal(decision, at: now)))
        if case .ended = decision { effects.append(.presentationEnded(presentation)) }
        let end = clock.wallTime(of: presentation.end ?? now)
        var told = InventoryInput.presentationEnded(presentation.sku, at: end)
        if case .withdrawn = decision { told = .presentationWithdrawn(presentation.sku, at: clock.wallTime(of: now)) }
        effects += signals(for: stock.consume(told, at: now).findings, at: now)
      case .revised: break
      }
    }
    return effects
  }

  /// What viewers keep asking, as signals.
  mutating func signals(for trends: [QuestionTrend], at now: StreamTime) -> [RoomEffect] {
    trends.map { trend in
      let situation = trend.situation
      situationCounts[situation.name, default: 0] += 1
      let occasion = "\(situation.name)#\(situationCounts[situation.name] ?? 0)"
      let sku = trend.topic.sku
      return .signal(
        Signal(
          id: identity(of: trend.kind, subject: sku?.text ?? "", occasion: occasion),
          room: room, kind: trend.kind, sku: sku, product: sku.map { catalog[$0]?.name ?? $0.text } ?? "",
          time: clock.wallTime(of: now), detectedAt: now, confidence: trend.confidence, reason: trend.reason,
          situation: situation))
    }
  }

  /// What the inventory engine found, as signals.
  mutating func signals(for findings: [InventoryFinding], at now: StreamTime) -> [RoomEffect] {
    findings.map { finding in
      situationCounts[finding.situation, default: 0] += 1
      let occasion = "\(finding.situation)#\(situationCounts[finding.situation] ?? 0)"
      return .signal(
        Signal(
          id: identity(of: finding.kind, subject: finding.sku.text, occasion: occasion),
          room: room, kind: finding.kind, sku: finding.sku, product: catalog[finding.sku]?.name ?? finding.sku.text,
          time: clock.wallTime(of: now), detectedAt: now, confidence: finding.confidence, reason: finding.reason,
          situation: SignalSituation(
            name: finding.situation, phase: finding.phase)))
    }
  }

  private func identity(of kind: SignalKind, subject: String, occasion: String) -> String {
    SignalIdentity.id(
      room: room, type: kind.type, subject: subject, occasion: edition.isEmpty ? occasion : "\(edition)/\(occasion)")
  }

  /// That a presentation started or is over.
  func signal(_ decision: TrackerDecision, at now: StreamTime) -> Signal {
    let presentation = decision.presentation
    let sku = presentation.sku
    let kind: SignalKind =
      switch decision {
      case .started: .presentationStarted(presentationID: presentation.id)
      case .ended, .withdrawn, .revised: .presentationEnded(presentationID: presentation.id)
      }
    return Signal(
      id: identity(of: kind, subject: sku.text, occasion: presentation.id), room: room,
      kind: kind, sku: sku, product: catalog[sku]?.name ?? "", time: clock.wallTime(of: now), detectedAt: now,
      confidence: presentation.confidence, reason: .presentation(presentation.reasons))
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
    let id = identity(of: kind, subject: change.feed, occasion: "\(change.at.microseconds)")
    return [
      .signal(
        Signal(
          id: id, room: room, kind: kind, sku: nil, product: "", time: clock.wallTime(of: now), detectedAt: now,
          confidence: 1, reason: .feed(name: change.feed, change.reason)))
    ]
  }
}
