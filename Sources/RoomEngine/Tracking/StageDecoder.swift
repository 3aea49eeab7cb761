import LiveshelfCore

/// A stretch of frames in which one product is the likeliest answer.
struct StageStretch: Sendable {
  var product: Int
  var frames: Range<Int>
  /// The mean probability of the product over the stretch, 0…1.
  var confidence: Double
  /// The likeliest frame of the start.
  var startFrame: Int
}

/// Reads stretches off a smoothed posterior: at each frame the likeliest answer, which makes the expected number of
/// wrong frames least.
struct StageDecoder: Sendable {
  let lattice: StageLattice
  let smoothing: StageSmoothing

  /// Shorter stretches are no presentations, in seconds.
  static let minimumSeconds = 4.0

  func probability(of product: Int, at frame: Int) -> Double {
    lattice.active(at: frame).reduce(0) { sum, index in
      let slot = lattice.slots[index]
      return slot.subject == .product(product) ? sum + smoothing.phases[slot.index(frame)].sum() : sum
    }
  }

  private func likeliest(at frame: Int) -> (product: Int, probability: Double)? {
    var best: (product: Int, probability: Double)?
    var rest = smoothing.none[frame - lattice.frames.lowerBound]
    for index in lattice.active(at: frame) {
      let slot = lattice.slots[index]
      let probability = smoothing.phases[slot.index(frame)].sum()
      guard case .product(let product) = slot.subject else {
        rest += probability
        continue
      }
      if probability > best?.probability ?? 0 { best = (product, probability) }
    }
    return best.flatMap { $0.probability > rest ? $0 : nil }
  }

  /// All stretches in order. They do not overlap.
  func stretches() -> [StageStretch] {
    var result: [StageStretch] = []
    var open: (product: Int, start: Int, sum: Double)?
    func close(at frame: Int) {
      guard let stretch = open else { return }
      open = nil
      let frames = stretch.start..<frame
      guard frames.count >= FrameClock.frames(seconds: Self.minimumSeconds) else { return }
      result.append(
        StageStretch(
          product: stretch.product, frames: frames, confidence: min(1, stretch.sum / Double(frames.count)),
          startFrame: likeliestStart(of: stretch.product, near: stretch.start)))
    }
    for frame in lattice.frames {
      let best = likeliest(at: frame)
      if let current = open, current.product != best?.product { close(at: frame) }
      if let best {
        let sum = (open?.sum ?? 0) + best.probability
        open = (best.product, open?.start ?? frame, sum)
      }
    }
    close(at: lattice.frames.upperBound)
    return result
  }

  /// The frame near `frame` at which the product's presentation most probably starts.
  func likeliestStart(of product: Int, near frame: Int) -> Int {
    let reach = FrameClock.frames(seconds: 6)
    var best = (frame: frame, probability: 0.0)
    for candidate in ((frame - reach)..<(frame + reach + 1)).clamped(to: lattice.frames) {
      for index in lattice.active(at: candidate) {
        let slot = lattice.slots[index]
        guard slot.subject == .product(product) else { continue }
        let probability = smoothing.starts[slot.index(candidate)]
        if probability > best.probability { best = (candidate, probability) }
      }
    }
    return best.frame
  }
}
