import LiveshelfCore

/// The filtered masses of every frame of a lattice, each frame normalised to 1.
struct StageFilter: Sendable {
  var none: [Double]
  var phases: [SIMD4<Double>]
  /// The factor by which each frame was divided.
  var scale: [Double]
}

extension StageLattice {
  /// The forward pass (Rabiner 1989, section III; scaled).
  ///
  /// - Parameter initial: the mass before the first frame; nil: the show begins, or was already running.
  func forward(_ likelihoods: StageLikelihoods, from initial: StageMass?) -> StageFilter {
    var filter = StageFilter(
      none: Array(repeating: 0, count: frames.count), phases: Array(repeating: SIMD4(), count: storageCount),
      scale: Array(repeating: 1, count: frames.count))
    var none = initial?.none ?? 0.6
    for frame in frames {
      let now = likelihoods.frames[frame - frames.lowerBound]
      let active = active(at: frame)
      let isFirst = frame == frames.lowerBound
      var ending = 0.0
      if !isFirst {
        for index in self.active(at: frame - 1) {
          let mass = filter.phases[slots[index].index(frame - 1)]
          ending += slots[index].frames.upperBound == frame ? mass.sum() : (mass * model.end).sum()
        }
      }
      let starting = (none * model.chatterEnds + ending * model.directSwitch) * now.boundary * now.markersAtStart
      let ended = ending * (1 - model.directSwitch) * now.boundary
      none = (none * (1 - model.chatterEnds) + ended) * now.none * now.markersInNone
      var total = none
      for index in active {
        let slot = slots[index]
        let place = slot.index(frame)
        let before = previousMass(of: slot, at: frame, in: filter, initial: initial)
        let advanced = before * model.advance
        var mass = (before * model.stay + SIMD4(0, advanced[0], advanced[1], advanced[2])) * now.markersInPhase
        mass[0] += starting * entryShare(slot, at: frame)
        mass *= likelihoods.phases[place]
        if likelihoods.isNamed[place] { mass = SIMD4(0, mass[0] + mass[1], mass[2], mass[3]) }
        filter.phases[place] = mass
        total += mass.sum()
      }
      let scale = total > 0 ? 1 / total : 1
      for index in active { filter.phases[slots[index].index(frame)] *= scale }
      none *= scale
      filter.none[frame - frames.lowerBound] = none
      filter.scale[frame - frames.lowerBound] = scale
    }
    return filter
  }

  private func previousMass(
    of slot: StageSlot, at frame: Int, in filter: StageFilter, initial: StageMass?
  ) -> SIMD4<Double> {
    if frame > slot.frames.lowerBound { return filter.phases[slot.index(frame - 1)] }
    guard frame == frames.lowerBound else { return SIMD4() }
    guard let initial else {
      return SIMD4(0.1, 0.2, 0.1, 0) * entryShare(slot, at: frame)
    }
    return initial.subjects.first { $0.subject == slot.subject }?.phases ?? SIMD4()
  }

  /// The filter's state at a frame, to go on from in another lattice. Subjects with next to no mass are left out.
  func mass(at frame: Int, in filter: StageFilter) -> StageMass {
    let subjects = active(at: frame).map { (slots[$0].subject, filter.phases[slots[$0].index(frame)]) }
    return StageMass(
      none: filter.none[frame - frames.lowerBound],
      subjects: subjects.filter { $0.1.sum() > 1e-9 }.map { (subject: $0.0, phases: $0.1) })
  }
}
