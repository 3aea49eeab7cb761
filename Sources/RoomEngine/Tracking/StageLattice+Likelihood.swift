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
      boundary: log.boundaryFactor(at: frame) * changes.factor(at: frame))
    guard let observed else { return result }
    for mention in observed.mentions where !log.repeatsName(mention, at: frame) {
      let factors = model.mentions.factors(of: log.judged(mention, at: frame), isDue: log.isDue(at: frame))
      for (position, index) in active.enumerated() {
        let isOwn = slots[index].subject == .product(mention.product)
        result.phases[position] *= isOwn ? factors.own : factors.other
        if isOwn { result.isNamed[position] = true }
      }
      result.none *= factors.none
    }
    for click in observed.clicks {
      let factors = StageModel.clickFactors(starts: click.starts, of: model.productCount)
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
    for price in observed.prices { apply(price, active, &result) }
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

  /// A price speaks for the products that cost it.
  private func apply(_ price: Money, _ active: [Int], _ result: inout FrameLikelihood) {
    let products = log.productsByPrice[price] ?? []
    let factors = StageModel.priceFactors(sharing: products.count, of: model.productCount)
    var named = 0
    for (position, index) in active.enumerated() {
      guard case .product(let product) = slots[index].subject else { continue }
      let isOwn = products.contains(product)
      named += isOwn ? 1 : 0
      result.phases[position] *= isOwn ? factors.own : factors.other
    }
    let rest = max(1, model.productCount - (active.count - 2))
    let share = Double(max(0, products.count - named)) / Double(rest)
    for (position, index) in active.enumerated() {
      switch slots[index].subject {
      case .product: break
      case .unnamed: result.phases[position] *= share * factors.own + (1 - share) * factors.other
      case .unknown: result.phases[position] *= factors.other
      }
    }
    result.none *= factors.other
  }
}
