import LiveshelfCore

/// The likelihoods at one frame that are the same for every slot.
struct FrameLikelihood: Sendable {
  var none = 1.0
  /// Likelihood of the markers at this frame for who stays in a phase, stays out, or starts here.
  var markersInPhase = SIMD4<Double>(repeating: 1)
  var markersInNone = 1.0
  var markersAtStart = 1.0
  /// How a start or an end here is favoured by the sound.
  var boundary = 1.0
}

/// The likelihoods of all frames of a lattice: both passes need them.
struct StageLikelihoods: Sendable {
  /// From the lattice's first frame on.
  var frames: [FrameLikelihood] = []
  /// By storage index: each phase's likelihood, without markers.
  var phases: [SIMD4<Double>]
  /// By storage index: the slot's product is named here, which ends its introduction.
  var isNamed: [Bool]
}

extension StageLattice {
  func likelihoods() -> StageLikelihoods {
    let one = SIMD4<Double>(repeating: 1)
    var result = StageLikelihoods(
      phases: Array(repeating: one, count: storageCount), isNamed: Array(repeating: false, count: storageCount))
    result.frames.reserveCapacity(frames.count)
    let silence = one - model.mentions.ownRates * FrameClock.seconds
    let burst = FrameClock.frames(seconds: Self.burstSeconds)
    for slot in slots where slot.subject != .unknown {
      let heard = slot.frames.clamped(to: slot.frames.lowerBound..<max(slot.frames.lowerBound, heardUntil))
      var names = namedFrames(slot.subject)[...]
      var last: Int?
      var isBurst = false
      for frame in heard {
        while let next = names.first, next <= frame {
          isBurst = last.map { next - $0 <= burst } ?? false
          last = next
          names.removeFirst()
        }
        // That silence was a pause between names, only the next name tells.
        let isBetween = isBurst && !names.isEmpty
        result.phases[slot.index(frame)] =
          last.map { model.mentions.silence(since: frame - $0, isBetweenNames: isBetween) } ?? silence
      }
    }
    let markersAtStart = 1 - min(0.98, markerStart.reduce(0, +))
    for frame in frames {
      let observed = log.frames[frame]
      var likelihood = FrameLikelihood(
        markersAtStart: markersAtStart,
        boundary: log.boundaryFactor(hasOnset: observed?.onset != nil) * changes.factor(at: frame))
      if let observed { apply(observed, at: frame, &likelihood, &result) }
      if let hold = log.hold(at: frame) { apply(hold, at: frame, &likelihood, &result) }
      result.frames.append(likelihood)
    }
    return result
  }

  /// Names this close together are said of what is on stage, in seconds.
  private static let burstSeconds = 30.0

  /// The frames in which a subject is probably named as what is on stage, in order.
  private func namedFrames(_ subject: StageSubject) -> [Int] {
    guard case .product(let product) = subject else { return [] }
    return (log.framesByProduct[product] ?? []).filter { frame in
      log.frames[frame]?.mentions.contains {
        $0.product == product && $0.mention.confidence >= 0.5 && MentionLikelihood.isOffer($0.mention.kind)
      } == true
    }.sorted()
  }

  private func apply(
    _ hold: StageHold, at frame: Int, _ likelihood: inout FrameLikelihood, _ result: inout StageLikelihoods
  ) {
    for index in active(at: frame) where hold.product.map({ slots[index].subject != .product($0) }) ?? true {
      result.phases[slots[index].index(frame)] *= StageHold.factor
    }
    if hold.product != nil { likelihood.none *= StageHold.factor }
  }

  private func apply(
    _ observed: EvidenceLog.Frame, at frame: Int, _ likelihood: inout FrameLikelihood, _ result: inout StageLikelihoods
  ) {
    let active = active(at: frame)
    for mention in observed.mentions where !log.repeatsName(mention, at: frame) {
      let factors = model.mentions.factors(of: log.judged(mention, at: frame), isDue: log.isDue(at: frame))
      for index in active {
        let (slot, place) = (slots[index], slots[index].index(frame))
        let isOwn = slot.subject == .product(mention.product)
        result.phases[place] *= isOwn ? factors.own : factors.other
        if isOwn { result.isNamed[place] = true }
      }
      likelihood.none *= factors.none
    }
    for click in observed.clicks {
      let factors = StageModel.clickFactors(starts: click.starts, of: model.productCount)
      for index in active {
        let isOwn = slots[index].subject == .product(click.product)
        result.phases[slots[index].index(frame)] *= isOwn ? factors.own : factors.other
      }
      likelihood.none *= factors.other
    }
    for interest in observed.interests {
      let factor = StageModel.interestFactor(comments: interest.comments)
      for index in active where slots[index].subject == .product(interest.product) {
        result.phases[slots[index].index(frame)] *= factor
      }
    }
    for pulse in observed.pulses {
      for index in active where slots[index].subject == .product(pulse.product) {
        result.phases[slots[index].index(frame)] *= pulse.ratio
      }
    }
    for price in observed.prices { apply(price, at: frame, &likelihood, &result) }
    for cue in observed.cues {
      let factors = StageModel.cueFactors(cue)
      for index in active { result.phases[slots[index].index(frame)] *= factors.phases }
      likelihood.none *= factors.none
    }
    for played in observed.markers {
      let inPhase = markerPhases[played.marker] * FrameClock.seconds
      let inNone = markerNone[played.marker] * FrameClock.seconds
      likelihood.markersAtStart = max(
        likelihood.markersAtStart * inPhase[0], markerStart[played.marker] * likelihood.markersInNone)
      likelihood.markersInPhase *= inPhase
      likelihood.markersInNone *= inNone
      likelihood.boundary = 1
    }
  }

  /// A price speaks for the products that cost it.
  private func apply(
    _ price: Money, at frame: Int, _ likelihood: inout FrameLikelihood, _ result: inout StageLikelihoods
  ) {
    let active = active(at: frame)
    let products = log.productsByPrice[price] ?? []
    let factors = StageModel.priceFactors(sharing: products.count, of: model.productCount)
    var named = 0
    for index in active {
      guard case .product(let product) = slots[index].subject else { continue }
      let isOwn = products.contains(product)
      named += isOwn ? 1 : 0
      result.phases[slots[index].index(frame)] *= isOwn ? factors.own : factors.other
    }
    let rest = max(1, model.productCount - (active.count - 2))
    let share = Double(max(0, products.count - named)) / Double(rest)
    for index in active {
      switch slots[index].subject {
      case .product: break
      case .unnamed: result.phases[slots[index].index(frame)] *= share * factors.own + (1 - share) * factors.other
      case .unknown: result.phases[slots[index].index(frame)] *= factors.other
      }
    }
    likelihood.none *= factors.other
  }
}
