public import LiveshelfCore

/// Follows a show as it happens and says which product is on stage, since when, and how sure it is.
///
/// A Bayesian filter over {each product, none, a product not named yet, an unknown product} with phase-type durations
/// (a hidden semi-Markov model, see docs/design/tracking.md). Evidence may arrive late: every step runs the filter again over
/// the last `memorySeconds`, so an old mention changes what is believed now. The same calls give the same decisions.
public struct PresentationTracker: Sendable {
  public let settings: TrackerSettings
  let idPrefix: String
  var log: EvidenceLog
  /// What was learnt from before the memory, and with it.
  var settledHabits = ShowHabits()
  var habits = ShowHabits()
  var checkpoint: (frame: Int, mass: StageMass)?
  var now: StreamTime = .zero
  var lastRunFrame = -1
  var needsRun = false
  /// Evidence has come that calls for a decision. What becomes known at the same moment is heard first: of a list of names
  /// the first alone would pass for a new presentation.
  private var isDecisionDue = false
  var current: Presentation?
  /// A product that is sold together with the current one.
  var companion: Presentation?
  var announcedCount = 0
  /// The product that has been at `settledLevel` or above, and since when.
  var leader: (sku: SKU, since: StreamTime)?
  var lastPosterior: StagePosterior?

  /// - Parameter idPrefix: the start of every presentation's id; the number of the announcement follows.
  public init(catalog: Catalog, settings: TrackerSettings = .init(), idPrefix: String = "p") {
    self.settings = settings
    self.idPrefix = idPrefix
    self.log = EvidenceLog(catalog: catalog)
  }

  /// The presentation that is announced and not over.
  public var currentPresentation: Presentation? { current }

  /// What is believed about the last moment that was decided on.
  public var posterior: StagePosterior {
    lastPosterior ?? StagePosterior(products: [], none: 1, unnamed: 0, unknown: 0)
  }

  /// Takes evidence that became known at `knownAt`, and decides on what became known before it.
  public mutating func observe(_ evidence: TrackerEvidence, knownAt: StreamTime) -> [TrackerDecision] {
    let decisions = isDecisionDue && knownAt > now ? decideNow() : []
    now = max(now, knownAt)
    if log.insert(evidence) { needsRun = true }
    // What somebody says waits for the clock; every name and stinger may call for a decision at once.
    if case .speech = evidence { return decisions }
    isDecisionDue = true
    return decisions
  }

  /// Tells that the show has gone on to `time` without more evidence.
  public mutating func advance(to time: StreamTime) -> [TrackerDecision] {
    let decisions = isDecisionDue ? decideNow() : []
    now = max(now, time)
    let frame = FrameClock.frame(of: now)
    guard frame >= lastRunFrame + FrameClock.framesPerSecond / 2 else { return decisions }
    return decisions + decideNow()
  }

  private mutating func decideNow() -> [TrackerDecision] {
    isDecisionDue = false
    return decide()
  }

  /// The show is over: ends what is still open.
  public mutating func finish(at time: StreamTime) -> [TrackerDecision] {
    now = max(now, time)
    var decisions = decide()
    if var open = current {
      open.end = max(open.start, now)
      open.reasons = [.showOver]
      current = nil
      decisions.append(.ended(open))
    }
    decisions += closeCompanion(at: now, reasons: [.showOver])
    return decisions
  }
}
