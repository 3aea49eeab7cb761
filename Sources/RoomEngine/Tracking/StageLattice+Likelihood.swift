import LiveshelfCore

/// The likelihoods at one frame, for every slot.
struct FrameLikelihood {
  /// By position in `activeSlots`: each phase's likelihood, without markers.
  var phases: [SIMD4<Double>]
  var none: Double
  /// By position in `activeSlots`: the slot's product is named here, which ends its introduction.
  var isNamed: [Bool]
  /// Likelihood of the markers at this frame for who stays in a phase, stays out, or starts here.
  var markersInPhase: SIMD4<Double>
  var markersInNone: Double
  var markersAtStart: Double
  /// How a start or an end here is favoured by the sound.
  var boundary: Double
}

extension StageLattice {
  func likelihood(at frame: Int) -> FrameLikelihood {
    let active = active(at: frame)
    let observed = log.frames[frame]
    let one = SIMD4<Double>(repeating: 1)
    let silence = frame < heardUntil ? one - model.mentions.ownRates * FrameClock.seconds : one
    var result = FrameLikelihood(
      phases: active.map { slots[$0].subject == .unknown ? one : silence }, none: 1,
      isNamed: Array(repeating: false, count: active.count), markersInPhase: one, markersInNone: 1,
      markersAtStart: 1 - min(0.98, markerStart.reduce(0, +)),
      boundary: log.boundaryFactor(at: frame))
    guard let observed else { return result }
    for mention in observed.mentions where !log.repeatsName(mention, at: frame) {
      let factors = model.mentions.factors(of: mention.mention)
      for (position, index) in active.enumerated() {
        let isOwn = slots[index].subject == .product(mention.product)
        result.phases[position] *= isOwn ? factors.own : factors.other
        if isOwn { result.isNamed[position] = true }
      }
      result.none *= factors.none
    }
    for click in observed.clicks {
      let factors = StageModel.clickFactors(starts: click.starts)
      for (position, index) in active.enumerated() {
        let isOwn = slots[index].subject == .product(click.product)
        result.phases[position] *= isOwn ? factors.own : factors.other
      }
      result.none *= factors.other
    }
    for interest in observed.interests {
      let factor = StageModel.interestFactor(comments: interest.comments)
      for (position, index) in active.enumerated() where slots[index].subject == .product(interest.product) {
        result.phases[position] *= factor
      }
    }
    for cue in observed.cues {
      let factors = StageModel.cueFactors(cue)
      for position in active.indices { result.phases[position] *= factors.phases }
      result.none *= factors.none
    }
    for played in observed.markers {
      let inPhase = markerPhases[played.marker] * FrameClock.seconds
      let inNone = markerNone[played.marker] * FrameClock.seconds
      result.markersAtStart = max(result.markersAtStart * inPhase[0], markerStart[played.marker] * result.markersInNone)
      result.markersInPhase *= inPhase
      result.markersInNone *= inNone
      result.boundary = 1
    }
    return result
  }
}
