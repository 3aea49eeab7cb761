import LiveshelfCore

extension PresentationTracker {
  /// Runs the model and compares what it believes with what was announced.
  mutating func decide() -> [TrackerDecision] {
    guard let run = run() else { return [] }
    let posterior = posterior(run)
    lastPosterior = posterior
    // The name that turns the model to another product may be the one that makes it a companion.
    var decisions = followCompanion(at: run.frame)
    let best = posterior.products.first
    noteLeader(posterior)
    if let best, isConvincing(best), best.sku != current?.sku, !turnToCompanion(if: best.sku),
      let product = log.catalog.position(of: best.sku)
    {
      let started = start(product, probability: best.probability, run)
      if let ended = close(before: started.start, next: log.catalog.products[product].name, run) {
        decisions += [ended] + closeCompanion(at: ended.presentation.end ?? now, reasons: ended.presentation.reasons)
      }
      announcedCount += 1
      current = started
      decisions.append(.started(started))
    } else if var open = current, isHeld(open), !open.reasons.contains(.click) {
      // What was thought is now known.
      open.reasons.insert(.click, at: 0)
      open.confidence = 1
      current = open
      decisions.append(.revised(open))
    } else if let open = current {
      let onStage = [open.sku] + [companion?.sku].compactMap(\.self)
      if onStage.reduce(0, { $0 + posterior.probability(of: $1) }) < settings.endLevel {
        if let ended = close(before: nil, next: nil, run) {
          decisions += [ended] + closeCompanion(at: ended.presentation.end ?? now, reasons: ended.presentation.reasons)
        }
      } else if let revised = reviseStart(of: open, posterior, run) {
        decisions.append(revised)
      }
    }
    return decisions
  }

  private func isHeld(_ presentation: Presentation) -> Bool {
    guard let held = log.hold(at: FrameClock.frame(of: now))?.product else { return false }
    return log.catalog.products[held].sku == presentation.sku
  }

  /// How far below the leader every other product must stay, as a share of the leader's probability.
  private static let rivalShare = 0.2

  private mutating func noteLeader(_ posterior: StagePosterior) {
    let rival = posterior.products.dropFirst().first?.probability ?? 0
    guard let best = posterior.products.first, best.probability >= settings.settledLevel,
      rival <= Self.rivalShare * best.probability
    else {
      leader = nil
      return
    }
    if leader?.sku != best.sku { leader = (best.sku, now) }
  }

  /// Seconds of stream that `settledLevel` must have held before the first announcement of a show.
  private static let openingSeconds = 4.0
  /// A posterior that names alone don't reach.
  private static let beyondDoubt = 0.99

  /// Before anything has been presented, names are often those of a running order: the next one is waited for.
  private func isConvincing(_ best: StagePosterior.Chance) -> Bool {
    let led = leader.map { $0.sku == best.sku ? now - $0.since : 0 } ?? 0
    if announcedCount == 0, best.probability < Self.beyondDoubt { return led >= Self.openingSeconds }
    return best.probability >= settings.announceLevel || led >= settings.settleSeconds
  }

  private func posterior(_ run: Run) -> StagePosterior {
    let lattice = run.decoder.lattice
    var products: [(position: Int, probability: Double)] = []
    var (unnamed, unknown) = (0.0, 0.0)
    for index in lattice.active(at: run.frame) {
      let slot = lattice.slots[index]
      let probability = run.decoder.smoothing.phases[slot.index(run.frame)].sum()
      switch slot.subject {
      case .product(let position): products.append((position, probability))
      case .unnamed: unnamed = probability
      case .unknown: unknown = probability
      }
    }
    products.sort { ($1.probability, $0.position) < ($0.probability, $1.position) }
    let chances = products.filter { $0.probability > 1e-6 }.map {
      StagePosterior.Chance(sku: log.catalog.products[$0.position].sku, probability: $0.probability)
    }
    let none = run.decoder.smoothing.none[run.frame - lattice.frames.lowerBound]
    return StagePosterior(products: chances, none: none, unnamed: unnamed, unknown: unknown)
  }

  private func stretch(of product: Int, _ run: Run) -> StageStretch {
    var first = run.frame
    let lowest = run.decoder.lattice.frames.lowerBound
    while first > lowest, run.decoder.probability(of: product, at: first - 1) >= 0.5 { first -= 1 }
    return StageStretch(
      product: product, frames: first..<run.frame + 1, confidence: 1,
      startFrame: run.decoder.likeliestStart(of: product, near: first))
  }

  private func start(_ product: Int, probability: Double, _ run: Run) -> Presentation {
    let stretch = stretch(of: product, run)
    let reasons = DecisionReason(log: log).start(of: product, since: stretch.startFrame, until: run.frame)
    return Presentation(
      id: idPrefix + String(announcedCount + 1), sku: log.catalog.products[product].sku,
      start: min(log.start(of: product, at: BoundaryTimes(log: log).start(of: stretch)), now), confidence: probability,
      announcedAt: now,
      reasons: reasons)
  }

  /// Ends what is open, where its probability was last above one half.
  private mutating func close(before next: StreamTime?, next name: String?, _ run: Run) -> TrackerDecision? {
    guard var open = current, let product = log.catalog.position(of: open.sku) else { return nil }
    current = nil
    let lattice = run.decoder.lattice
    let first = max(lattice.frames.lowerBound, FrameClock.frame(of: open.start))
    var last = run.frame
    while last >= first, run.decoder.probability(of: product, at: last) < 0.5 { last -= 1 }
    if last < first {
      open.end = open.start
      open.reasons = [.onlyNamed(instead: name)]
      return .withdrawn(open)
    }
    let frames = first..<last + 1
    let stretch = StageStretch(product: product, frames: frames, confidence: 1, startFrame: first)
    let end = BoundaryTimes(log: log).end(of: stretch, next: next)
    open.end = min(now, max(open.start, next.map { min($0, end) } ?? end))
    open.reasons = [DecisionReason(log: log).end(near: last + 1, next: name)]
    return .ended(open)
  }

  private mutating func reviseStart(
    of open: Presentation, _ posterior: StagePosterior, _ run: Run
  ) -> TrackerDecision? {
    guard now - open.announcedAt < settings.memorySeconds / 2, let product = log.catalog.position(of: open.sku) else {
      return nil
    }
    let stretch = stretch(of: product, run)
    let start = log.start(of: product, at: BoundaryTimes(log: log).start(of: stretch))
    guard abs(start - open.start) > 1, start <= open.announcedAt else { return nil }
    var revised = open
    revised.start = start
    revised.confidence = posterior.probability(of: open.sku)
    revised.reasons = DecisionReason(log: log).start(of: product, since: stretch.startFrame, until: run.frame)
    current = revised
    return .revised(revised)
  }
}
