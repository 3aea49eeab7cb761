internal import LiveshelfCore

/// Follows what is on stage: live as the evidence comes, and once more over the whole show when it is over.
struct StageFollower: Sendable {
  /// A presentation that is corrected within so many seconds of its start was none.
  private static let mistakeSeconds = 60.0

  private var tracker: PresentationTracker
  private var smoother: PresentationSmoother
  private let clock: ShowClock
  /// What was announced, with the latest revisions, in the order of the announcements.
  private(set) var announced: [Presentation] = []
  /// What was announced and taken back, in the order in which it was.
  private(set) var withdrawn: [WithdrawnPresentation] = []

  init(catalog: Catalog, clock: ShowClock) {
    self.clock = clock
    tracker = PresentationTracker(catalog: catalog)
    smoother = PresentationSmoother(catalog: catalog)
  }

  var current: Presentation? { tracker.currentPresentation }

  /// Takes in what an input says about the stage; orders, stock and comments say nothing.
  mutating func follow(_ content: RoomInput.Content, at time: StreamTime) -> [TrackerDecision] {
    switch content {
    case .heard: advance(to: time)
    case .utterance(let utterance): observe(.speech(utterance), at: time)
    case .mention(let mention): observe(.mention(mention), at: time)
    case .marker(let hit): observe(.marker(hit), at: time)
    case .boundary(let boundary): observe(.boundary(boundary), at: time)
    case .cue(let cue): observe(.cuePoint(cue), at: time)
    case .row(.click(let click)): observe(.click(explained(click)), at: time)
    case .row, .fact, .feed: []
    }
  }

  /// A click on the stream's clock.
  private func explained(_ click: ExplainEvent) -> ExplainClick {
    let at = clock.streamTime(of: click.time)
    return ExplainClick(
      sku: click.sku, starts: click.starts, at: at, knownAt: clock.streamTime(of: click.knownAt),
      heldFrom: click.isOperators ? mistakeBegan(click, at: at) : nil)
  }

  /// From when on an operator's word holds: what was announced a moment ago was a mistake from its start on; what has been
  /// on stage for longer was right until now.
  private func mistakeBegan(_ click: ExplainEvent, at time: StreamTime) -> StreamTime {
    guard let current, current.sku != click.sku || !click.starts, current.start <= time,
      time - current.start <= Self.mistakeSeconds
    else { return time }
    return current.start
  }

  mutating func observe(_ evidence: TrackerEvidence, at time: StreamTime) -> [TrackerDecision] {
    smoother.observe(evidence)
    return noted(tracker.observe(evidence, knownAt: time), at: time)
  }

  mutating func advance(to time: StreamTime) -> [TrackerDecision] {
    noted(tracker.advance(to: time), at: time)
  }

  mutating func finish(at end: StreamTime) -> [TrackerDecision] {
    noted(tracker.finish(at: end), at: end)
  }

  /// The presentations as the whole show explains them.
  ///
  /// - Parameter pulses: what orders tell besides.
  func presentations(until end: StreamTime, pulses: [OrderPulse] = []) -> [Presentation] {
    var smoother = smoother
    for pulse in pulses { smoother.observe(.pulse(pulse)) }
    return smoother.presentations(until: end, announced: announced)
  }

  /// What was announced and is not among the presentations of the end: taken back while the show ran, or by its end.
  ///
  /// - Parameter kept: the presentations of the end.
  func withdrawn(besides kept: [Presentation], at end: StreamTime) -> [WithdrawnPresentation] {
    let ids = Set(kept.map(\.id))
    return withdrawn.filter { !ids.contains($0.presentation.id) }
      + announced.filter { !ids.contains($0.id) }.map { WithdrawnPresentation(presentation: $0, at: end) }
  }

  private mutating func noted(_ decisions: [TrackerDecision], at time: StreamTime) -> [TrackerDecision] {
    note(decisions, at: time)
    return decisions
  }

  /// Keeps `announced` true to decisions.
  mutating func note(_ decisions: [TrackerDecision], at time: StreamTime) {
    for decision in decisions {
      let presentation = decision.presentation
      let place = announced.lastIndex { $0.id == presentation.id }
      switch decision {
      case .withdrawn:
        if let place { announced.remove(at: place) }
        withdrawn.append(WithdrawnPresentation(presentation: presentation, at: time))
      case .started, .ended, .revised:
        if let place { announced[place] = presentation } else { announced.append(presentation) }
      }
    }
  }
}
