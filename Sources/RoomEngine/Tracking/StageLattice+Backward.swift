import LiveshelfCore

/// The smoothed posterior of every frame of a lattice.
struct StageSmoothing: Sendable {
  /// The probability that nothing is presented.
  var none: [Double]
  /// By storage index: the probability of each phase.
  var phases: [SIMD4<Double>]
  /// By storage index: the probability that the slot's presentation starts at the frame.
  var starts: [Double]
  /// By frame: the probability that a presentation starts there after chatter.
  var chatterEnds: [Double]
}

extension StageLattice {
  /// The backward pass over what `forward` computed.
  func smooth(_ filter: StageFilter, _ likelihoods: StageLikelihoods) -> StageSmoothing {
    var result = StageSmoothing(
      none: filter.none, phases: filter.phases, starts: Array(repeating: 0, count: storageCount),
      chatterEnds: Array(repeating: 0, count: frames.count))
    guard var frame = frames.last else { return result }
    var beta = [SIMD4<Double>](repeating: SIMD4(repeating: 1), count: slots.count)
    var betaNone = 1.0
    while frame > frames.lowerBound {
      let now = likelihoods.frames[frame - frames.lowerBound]
      let active = active(at: frame)
      let scale = filter.scale[frame - frames.lowerBound]
      var startValue = 0.0
      for index in active {
        let place = slots[index].index(frame)
        if likelihoods.isNamed[place] { beta[index][0] = beta[index][1] }
        beta[index] *= likelihoods.phases[place] * scale
        startValue += beta[index][0] * entryShare(slots[index], at: frame)
      }
      betaNone *= now.none * now.markersInNone * scale
      let startFactor = now.boundary * now.markersAtStart
      let endValue = model.directSwitch * startFactor * startValue + (1 - model.directSwitch) * now.boundary * betaNone
      var ending = 0.0
      for index in self.active(at: frame - 1) {
        let mass = filter.phases[slots[index].index(frame - 1)]
        ending += slots[index].frames.upperBound == frame ? mass.sum() : (mass * model.end).sum()
      }
      let noneBefore = filter.none[frame - 1 - frames.lowerBound]
      let starting = (noneBefore * model.chatterEnds + ending * model.directSwitch) * startFactor
      result.chatterEnds[frame - frames.lowerBound] = noneBefore * model.chatterEnds * startFactor * startValue
      for index in active {
        result.starts[slots[index].index(frame)] = starting * entryShare(slots[index], at: frame) * beta[index][0]
      }
      var total = 0.0
      let before = self.active(at: frame - 1)
      for index in before {
        let slot = slots[index]
        if slot.frames.upperBound == frame {
          beta[index] = SIMD4(repeating: endValue)
        } else {
          let after = beta[index] * now.markersInPhase
          beta[index] =
            after * model.stay + SIMD4(after[1], after[2], after[3], 0) * model.advance
            + model.end * SIMD4(repeating: endValue)
        }
        let smoothed = filter.phases[slot.index(frame - 1)] * beta[index]
        result.phases[slot.index(frame - 1)] = smoothed
        total += smoothed.sum()
      }
      betaNone = betaNone * (1 - model.chatterEnds) + model.chatterEnds * startFactor * startValue
      let none = noneBefore * betaNone
      total += none
      let factor = total > 0 ? 1 / total : 1
      result.none[frame - 1 - frames.lowerBound] = none * factor
      for index in before { result.phases[slots[index].index(frame - 1)] *= factor }
      frame -= 1
    }
    return result
  }
}
