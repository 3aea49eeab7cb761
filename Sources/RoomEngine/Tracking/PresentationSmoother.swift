public import LiveshelfCore

/// Finds a show's presentations when the show is known: the tracker's model, run forward and backward over all of it.
public struct PresentationSmoother: Sendable {
  public let settings: TrackerSettings
  let idPrefix: String
  private var log: EvidenceLog
  /// Rounds of learning from the show and looking again.
  private static let rounds = 2

  /// - Parameter idPrefix: the start of the id of presentations that were not announced live.
  public init(catalog: Catalog, settings: TrackerSettings = .init(), idPrefix: String = "p") {
    self.settings = settings
    self.idPrefix = idPrefix
    self.log = EvidenceLog(catalog: catalog)
  }

  /// Takes evidence in any order; the result does not depend on it, save for the order of markers' first appearance.
  public mutating func observe(_ evidence: TrackerEvidence) {
    log.insert(evidence)
  }

  /// The presentations from the beginning to `end`, in order, none open.
  ///
  /// - Parameter announced: what the live tracker announced, with its latest revisions. A presentation that covers the
  ///   same stretch of the same product takes over the id and `announcedAt`; the others follow the numbering and count
  ///   as announced at `end`.
  public func presentations(until end: StreamTime, announced: [Presentation] = []) -> [Presentation] {
    let frames = 0..<FrameClock.frame(of: end) + 1
    var decoder = decode(ShowHabits(), frames)
    for _ in 0..<Self.rounds {
      decoder = decode(decoder.lattice.habits(decoder.smoothing, in: frames), frames)
    }
    return named(decoder.stretches(), until: end, announced: announced)
  }

  private func decode(_ habits: ShowHabits, _ frames: Range<Int>) -> StageDecoder {
    let model = StageModel(productCount: log.catalog.products.count, settings: habits.applied(to: settings))
    let lattice = StageLattice(
      model: model, log: log, habits: habits, frames: frames, heardUntil: frames.upperBound)
    let likelihoods = lattice.likelihoods()
    let filter = lattice.forward(likelihoods, from: nil)
    return StageDecoder(lattice: lattice, smoothing: lattice.smooth(filter, likelihoods))
  }

  private func named(_ stretches: [StageStretch], until end: StreamTime, announced: [Presentation]) -> [Presentation] {
    let boundaries = BoundaryTimes(log: log)
    let reasons = DecisionReason(log: log)
    let starts = stretches.map { min(log.start(of: $0.product, at: boundaries.start(of: $0)), end) }
    var result: [Presentation] = []
    for (index, stretch) in stretches.enumerated() {
      let next = index + 1 < starts.count ? starts[index + 1] : nil
      let start = max(starts[index], result.last?.end ?? .zero)
      var finish = max(start, min(end, boundaries.end(of: stretch, next: next)))
      if let next { finish = max(start, min(finish, next)) }
      result.append(
        Presentation(
          id: "", sku: log.catalog.products[stretch.product].sku, start: start, end: finish,
          confidence: stretch.confidence, announcedAt: end,
          reasons: reasons.start(of: stretch.product, since: stretch.startFrame, until: stretch.frames.upperBound)))
    }
    result = BundledPresentations(log: log).joined(result, until: end)
    return PresentationMatch.identify(result, announced: announced, idPrefix: idPrefix, end: end)
  }
}
