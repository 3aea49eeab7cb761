import LiveshelfCore

extension StageLattice {
  /// What the frames of `range` teach, under the smoothed posterior.
  func habits(_ smoothing: StageSmoothing, in range: Range<Int>) -> ShowHabits {
    var habits = ShowHabits()
    habits.plays = Array(repeating: .init(), count: log.markerNames.count)
    habits.changes = AudioBoundary.Kind.allCases.map { _ in .init() }
    for frame in range.clamped(to: frames) {
      var starts = 0.0
      var inPhase = SIMD4<Double>()
      for index in active(at: frame) {
        starts += smoothing.starts[slots[index].index(frame)]
        inPhase += smoothing.phases[slots[index].index(frame)]
      }
      let none = smoothing.none[frame - frames.lowerBound]
      habits.exposure.starts += starts
      habits.exposure.chatterEnds += smoothing.chatterEnds[frame - frames.lowerBound]
      habits.exposure.inPhase += inPhase * FrameClock.seconds
      habits.exposure.inNone += none * FrameClock.seconds
      for kind in habits.changes.indices where changes.isNear(kind, at: frame) {
        habits.changes[kind].starts += starts
        habits.changes[kind].seconds += FrameClock.seconds
      }
      guard let observed = log.frames[frame] else { continue }
      for played in observed.markers {
        habits.plays[played.marker].atStart += starts
        habits.plays[played.marker].inPhase += inPhase - SIMD4(min(starts, inPhase[0]), 0, 0, 0)
        habits.plays[played.marker].inNone += none
      }
      for named in observed.mentions where !log.repeatsName(named, at: frame) {
        let own = phases(of: named.product, at: frame, smoothing)
        let confidence = min(max(named.mention.confidence, 0), 1)
        habits.ownMentions += confidence * (own[StagePhase.pitch] + own[StagePhase.latePitch])
        habits.otherMentions += confidence * max(0, 1 - own.sum())
      }
    }
    return habits
  }

  private func phases(of product: Int, at frame: Int, _ smoothing: StageSmoothing) -> SIMD4<Double> {
    active(at: frame).reduce(SIMD4()) { sum, index in
      slots[index].subject == .product(product) ? sum + smoothing.phases[slots[index].index(frame)] : sum
    }
  }
}
