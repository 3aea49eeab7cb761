import LiveshelfCore

extension PresentationTracker {
  /// One run of the model over the memory.
  struct Run {
    var decoder: StageDecoder
    var filter: StageFilter
    var frame: Int
  }

  /// Runs the filter and the smoother from the checkpoint to now, learns the show's habits and moves the checkpoint.
  mutating func run() -> Run? {
    let last = FrameClock.frame(of: now)
    let memory = FrameClock.frames(seconds: max(20, settings.memorySeconds))
    if let saved = checkpoint, last - saved.frame > 4 * memory {
      // A long silence of the source: what was on stage before tells nothing any more.
      checkpoint = (last - memory, StageMass(none: 1, subjects: []))
    }
    let first = checkpoint.map { $0.frame + 1 } ?? max(0, last - 4 * memory)
    guard last >= first else { return nil }
    let heard = FrameClock.frame(of: now - 1.5 * log.hearingDelay)
    let model = StageModel(productCount: log.catalog.products.count, settings: habits.applied(to: settings))
    let lattice = StageLattice(
      model: model, log: log, habits: habits, frames: first..<last + 1, heardUntil: heard,
      carried: checkpoint?.mass.subjects.map(\.subject) ?? [])
    let likelihoods = lattice.likelihoods()
    let filter = lattice.forward(likelihoods, from: checkpoint?.mass)
    let smoothing = lattice.smooth(filter, likelihoods)
    learn(lattice, smoothing, filter, last: last, memory: memory)
    lastRunFrame = last
    needsRun = false
    return Run(decoder: StageDecoder(lattice: lattice, smoothing: smoothing), filter: filter, frame: last)
  }

  private mutating func learn(
    _ lattice: StageLattice, _ smoothing: StageSmoothing, _ filter: StageFilter, last: Int, memory: Int
  ) {
    // The meaning of the last seconds is still open.
    let settled = last - FrameClock.frames(seconds: 12)
    if lattice.frames.count > memory + memory / 4 {
      let cut = last - memory
      settledHabits.add(lattice.habits(smoothing, in: lattice.frames.lowerBound..<cut + 1))
      checkpoint = (cut, lattice.mass(at: cut, in: filter))
      log.forget(before: cut - FrameClock.frames(seconds: StageLattice.tailSeconds))
    }
    let from = checkpoint.map { $0.frame + 1 } ?? lattice.frames.lowerBound
    habits = settledHabits
    habits.add(lattice.habits(smoothing, in: from..<max(from, settled)))
  }
}
