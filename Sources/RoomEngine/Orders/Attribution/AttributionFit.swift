import Foundation
public import LiveshelfCore

/// The fitted model of a show: for each product a baseline with slow drift and one response for each presentation.
///
/// Orders of product s form an inhomogeneous Poisson process with intensity
///   λₛ(t) = bₛ g(t) + Σₚ Aₚ fₚ(t),
/// where fₚ, of integral 1, is presentation p's `ResponseShape`. An order's cause is hidden; expectation–maximisation (Dempster, Laird,
/// Rubin 1977; for branching point processes Veen and Schoenberg 2008) alternates between the causes' probabilities and the
/// parameters. See docs/design/attribution.md.
public struct AttributionFit: Sendable {
  private(set) var show: PreparedShow
  private(set) var shape = ResponseShape()
  private(set) var drift: BaselineDrift
  private(set) var marks: MarkTable
  /// Orders a second of each product without any presentation.
  private(set) var baseRates: [Double]
  /// The orders that each stretch causes, those after the end of the data included.
  private(set) var amplitudes: [Double]
  private(set) var exposures: [Double]
  /// The gamma prior of the amplitudes: shape and mean, for presentations and for mentions.
  private(set) var presentationPrior = GammaPrior(shape: 1, mean: 10)
  private(set) var mentionPrior = GammaPrior(shape: 1, mean: 0.5)
  private(set) var basePrior = GammaPrior(shape: 1, mean: 0.01)
  /// P(cause) of each candidate.
  private(set) var responsibilities: [Double]
  /// P(baseline) of each event.
  private(set) var baselineProbabilities: [Double]

  private static let iterations = 120
  private static let lagEvery = 3

  /// Rises of orders that none of the presentations explains, in order of time. In `orders` and `uplift` each counts as a
  /// presentation of its own, `pulse-SKU-SECOND`.
  public private(set) var unexplainedPulses: [OrderPulse] = []
  /// A change of the viewers' delay in the middle of the show, if there was one.
  public private(set) var delayChange: DelayChange?
  /// The density of each event under the model, its marks included.
  private(set) var totals: [Double]

  private static let pulseRounds = 3

  /// Fits the model. Deterministic; the time grows with the number of events.
  public init(_ input: AttributionInput) {
    self.init(PreparedShow(input))
    run()
    var completed = input
    for _ in 0..<(input.findsPulses ? Self.pulseRounds : 0) {
      let found = PulseFinder(fit: self).find()
      if found.isEmpty { break }
      unexplainedPulses += found
      completed.presentations += found.map { pulse in
        Presentation(
          id: "pulse-\(pulse.sku)-\(Int(pulse.start.seconds))", sku: pulse.sku, start: pulse.start, end: pulse.end,
          confidence: 0.5, announcedAt: input.showEnd, reasons: [.ordersRose])
      }
      refit(PreparedShow(completed))
    }
    if let change = findDelayChange() {
      delayChange = change
      refit(PreparedShow(completed, delayChange: change))
    }
    unexplainedPulses.sort { ($0.start, $0.sku) < ($1.start, $1.sku) }
  }

  /// A model before its fit.
  private init(_ show: PreparedShow) {
    self.show = show
    drift = BaselineDrift(from: show.from, to: show.to)
    marks = MarkTable()
    baseRates = []
    amplitudes = []
    exposures = []
    responsibilities = []
    baselineProbabilities = []
    totals = []
    prepare()
  }

  /// Fits again, with other presentations, from what has been learnt so far.
  private mutating func refit(_ show: PreparedShow) {
    self.show = show
    prepare()
    run()
  }

  private mutating func prepare() {
    var counts = [Double](repeating: 0.5, count: show.skus.count)
    for sku in show.sku { counts[Int(sku)] += 1 }
    baseRates = counts.map { $0 / (show.to - show.from) }
    amplitudes = show.stretches.map { stretch in
      stretch.isMention ? 0.5 : max(counts[stretch.sku] * 0.1, 1)
    }
    exposures = [Double](repeating: 1, count: show.stretches.count)
    responsibilities = [Double](repeating: 0, count: show.candidates.count)
    baselineProbabilities = [Double](repeating: 1, count: show.events.count)
    totals = [Double](repeating: 0, count: show.events.count)
  }

  private mutating func run() {
    var previous = -Double.infinity
    for iteration in 0..<Self.iterations {
      updateExposures()
      let likelihood = step(fittingLag: iteration % Self.lagEvery == 2)
      // After the first rounds a change too small to matter ends the search.
      if iteration > 20, abs(likelihood - previous) < 1e-4 * (1 + abs(likelihood) * 1e-5) { break }
      previous = likelihood
    }
  }

  private mutating func updateExposures() {
    for index in exposures.indices {
      exposures[index] = show.stretches[index].exposure(from: show.from, to: show.to, shape)
    }
  }

  /// One round: causes, then parameters. Returns the log-likelihood (up to a constant) before it.
  private mutating func step(fittingLag: Bool) -> Double {
    var histogram = LagHistogram()
    var caused = [Double](repeating: 0, count: amplitudes.count)
    var based = [Double](repeating: 0, count: baseRates.count)
    var perKnot = [Double](repeating: 0, count: drift.knots)
    var climaxHeard = (climax: 1.0, all: 2.0)
    var climaxUnheard = (climax: 1.0, all: 2.0)
    var logLikelihood = 0.0
    let show = show
    let shape = shape
    for event in show.events.indices {
      let t = show.times[event]
      let mark = show.marks[event]
      let sku = Int(show.sku[event])
      let cause = show.baselineCause(event)
      let base =
        max(baseRates[sku] * drift.factor(at: t), 1e-12)
        * marks.likelihood(mark, cause)
      let range = show.firstCandidate[event]..<show.firstCandidate[event + 1]
      var total = base
      if !range.isEmpty {
        let likelihood = marks.likelihood(mark, .presentation)
        for place in range {
          let index = Int(show.candidates[place])
          let response = show.stretches[index].response(t, shape)
          let rate = amplitudes[index] * (response.even + response.climax) * likelihood
          responsibilities[place] = rate
          total += rate
        }
      }
      logLikelihood += log(total)
      totals[event] = total
      let share = base / total
      baselineProbabilities[event] = share
      based[sku] += share
      perKnot[drift.knot(at: t)] += share
      marks.count(mark, cause, weight: share)
      guard !range.isEmpty else { continue }
      marks.count(mark, .presentation, weight: 1 - share)
      for place in range {
        let weight = responsibilities[place] / total
        responsibilities[place] = weight
        guard weight > 1e-9 else { continue }
        let index = Int(show.candidates[place])
        let stretch = show.stretches[index]
        caused[index] += weight
        let response = stretch.response(t, shape)
        let sum = response.even + response.climax
        guard sum > 0 else { continue }
        let climax = weight * response.climax / sum
        if !stretch.isMention {
          if stretch.countdown != nil {
            climaxHeard.climax += climax
            climaxHeard.all += weight
          } else {
            climaxUnheard.climax += climax
            climaxUnheard.all += weight
          }
        }
        guard fittingLag else { continue }
        let late = t - stretch.start
        let early = late - stretch.length
        let mass = shape.table.distribution(late) - shape.table.distribution(early)
        if mass > 1e-12 { histogram.addEven(from: early, to: late, weight: (weight - climax) / mass) }
        if climax > 0 {
          if stretch.countdown != nil {
            histogram.addHeard(lag: t - stretch.climax(shape), weight: climax)
          } else {
            histogram.addUnheard(afterEnd: t - stretch.end, weight: climax)
          }
        }
      }
    }
    for index in amplitudes.indices {
      let prior = show.stretches[index].isMention ? mentionPrior : presentationPrior
      amplitudes[index] = prior.mean(count: caused[index], exposure: exposures[index])
    }
    presentationPrior = GammaPrior(
      fitting: caused.indices.filter { !show.stretches[$0].isMention }.map { (caused[$0], exposures[$0]) },
      shapes: 0.4...4)
    mentionPrior = GammaPrior(
      fitting: caused.indices.filter { show.stretches[$0].isMention }.map { (caused[$0], exposures[$0]) },
      shapes: 0.5...2)
    mentionPrior.mean = min(mentionPrior.mean, presentationPrior.mean / 4)
    let area = drift.area
    basePrior = GammaPrior(fitting: based.map { ($0, area) }, shapes: 0.4...4)
    for index in baseRates.indices { baseRates[index] = basePrior.mean(count: based[index], exposure: area) }
    drift.update(counts: perKnot, rate: baseRates.reduce(0, +))
    marks.update()
    self.shape.setClimaxShares(
      heard: climaxHeard.climax / climaxHeard.all, unheard: climaxUnheard.climax / climaxUnheard.all)
    if fittingLag {
      let best = histogram.fit(shape, evaluations: 120)
      self.shape.lag = best.lag
      self.shape.climaxBeforeEnd = best.climaxBeforeEnd
    }
    return logLikelihood
  }
}

extension ResponseShape {
  mutating func setClimaxShares(heard: Double, unheard: Double) {
    climaxShareHeard = min(max(heard, 0.02), 0.98)
    climaxShareUnheard = min(max(unheard, 0.02), 0.98)
  }
}

/// A gamma distribution over rates, learnt from all of them together (empirical Bayes), so that a presentation with few orders
/// leans on the others.
struct GammaPrior: Hashable, Sendable {
  var shape: Double
  var mean: Double

  init(shape: Double, mean: Double) {
    self.shape = shape
    self.mean = mean
  }

  /// By moments: the counts' variance beyond Poisson's is that of the rates.
  init(fitting counts: [(count: Double, exposure: Double)], shapes: ClosedRange<Double>) {
    let exposure = counts.reduce(0) { $0 + $1.exposure }
    let total = counts.reduce(0) { $0 + $1.count }
    let mean = max((total + 0.5) / max(exposure, 1e-9), 1e-9)
    var squares = 0.0
    var noise = 0.0
    for (count, weight) in counts where weight > 1e-9 {
      let rate = count / weight
      squares += weight * (rate - mean) * (rate - mean)
      noise += mean
    }
    let variance = (squares - noise) / max(exposure, 1e-9)
    shape = variance > 0 ? min(max(mean * mean / variance, shapes.lowerBound), shapes.upperBound) : shapes.upperBound
    self.mean = mean
  }

  /// The posterior mean of a rate.
  func mean(count: Double, exposure: Double) -> Double {
    (count + shape) / (exposure + shape / max(mean, 1e-12))
  }
}
