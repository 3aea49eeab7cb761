import Foundation

/// Draws from the posterior of what each presentation caused, by Gibbs sampling (Tanner and Wong 1987): the causes of all orders given the
/// parameters, the parameters given the causes, in turn. The counts of orders drawn for a presentation show how sure the
/// model is of its uplift; the uncertainty about which orders, how many in general, the baseline, the marks and the climax
/// are all in them. Seeded: the same data give the same draws.
struct UpliftSampler {
  private static let burnIn = 40
  private static let mostDraws = 400
  /// Events times draws are kept below this.
  private static let work = 60_000_000

  /// For each presentation the numbers of its orders in all draws, sorted.
  let orderCounts: [[Int]]

  init(_ fit: AttributionFit, seed: UInt64 = 20_260_410) {
    let show = fit.show
    var random = SeededRandom(seed: seed)
    let draws = min(Self.mostDraws, max(80, Self.work / max(show.events.count, 1)))
    var shape = fit.shape
    var marks = fit.marks
    var rates = fit.baseRates
    var amplitudes = fit.amplitudes
    var exposures = fit.exposures
    let area = fit.drift.area
    // The parts of the intensity that don't change from draw to draw.
    let drift = show.times.map { fit.drift.factor(at: $0) }
    var even = [Double](repeating: 0, count: show.candidates.count)
    var climax = [Double](repeating: 0, count: show.candidates.count)
    func respond() {
      for event in show.events.indices {
        for place in show.firstCandidate[event]..<show.firstCandidate[event + 1] {
          let response = show.stretches[Int(show.candidates[place])].response(show.times[event], shape)
          even[place] = response.even
          climax[place] = response.climax
        }
      }
    }
    let lags = fit.lagDraws(draws / 10 + 5, using: &random)
    var counts = [[Int]](repeating: [], count: show.stretches.count)
    for draw in 0..<(Self.burnIn + draws) {
      if draw % 10 == 0 {
        shape.lag = lags[min(draw / 10, lags.count - 1)]
        for index in exposures.indices {
          exposures[index] = show.stretches[index].exposure(from: show.from, to: show.to, shape)
        }
        respond()
      }
      var caused = [Double](repeating: 0, count: amplitudes.count)
      var ordered = [Int](repeating: 0, count: amplitudes.count)
      var based = [Double](repeating: 0, count: rates.count)
      var heard = (climax: 1.0, even: 1.0)
      var unheard = (climax: 1.0, even: 1.0)
      for event in show.events.indices {
        let mark = show.marks[event]
        let range = show.firstCandidate[event]..<show.firstCandidate[event + 1]
        let cause = show.baselineCause(event)
        let sku = Int(show.sku[event])
        guard !range.isEmpty else {
          based[sku] += 1
          marks.count(mark, cause, weight: 1)
          continue
        }
        let base = max(rates[sku] * drift[event], 1e-12) * marks.likelihood(mark, cause)
        let likelihood = marks.likelihood(mark, .presentation)
        var total = base
        for place in range {
          total += amplitudes[Int(show.candidates[place])] * (even[place] + climax[place]) * likelihood
        }
        var rest = random.uniform() * total - base
        guard rest > 0 else {
          based[sku] += 1
          marks.count(mark, cause, weight: 1)
          continue
        }
        marks.count(mark, .presentation, weight: 1)
        for place in range {
          let index = Int(show.candidates[place])
          let rate = amplitudes[index] * (even[place] + climax[place]) * likelihood
          rest -= rate
          guard rest <= 0 || place == range.upperBound - 1 else { continue }
          caused[index] += 1
          if show.events[event].isOrder { ordered[index] += 1 }
          let isClimax = random.uniform() * (even[place] + climax[place]) < climax[place]
          if !show.stretches[index].isMention {
            if show.stretches[index].countdown != nil {
              if isClimax { heard.climax += 1 } else { heard.even += 1 }
            } else {
              if isClimax { unheard.climax += 1 } else { unheard.even += 1 }
            }
          }
          break
        }
      }
      for index in amplitudes.indices {
        let prior = show.stretches[index].isMention ? fit.mentionPrior : fit.presentationPrior
        amplitudes[index] =
          random.gamma(shape: caused[index] + prior.shape) / (exposures[index] + prior.shape / max(prior.mean, 1e-12))
        if draw >= Self.burnIn { counts[index].append(ordered[index]) }
      }
      for index in rates.indices {
        rates[index] =
          random.gamma(shape: based[index] + fit.basePrior.shape)
          / (area + fit.basePrior.shape / max(fit.basePrior.mean, 1e-12))
      }
      marks.sample(using: &random)
      shape.setClimaxShares(
        heard: random.beta(heard.climax, heard.even), unheard: random.beta(unheard.climax, unheard.even))
    }
    orderCounts = counts.map { $0.sorted() }
  }
}

extension SeededRandom {
  /// Beta, from two gamma draws.
  fileprivate mutating func beta(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (gamma(shape: a), gamma(shape: b))
    return x / max(x + y, 1e-300)
  }
}

extension AttributionFit {
  /// Lag distributions about as far from the fitted one as the number of attributed orders leaves open: a normal
  /// approximation on the delay and the location and scale of the logarithm.
  func lagDraws(_ count: Int, using random: inout SeededRandom) -> [LagDistribution] {
    let weight = max(responsibilities.reduce(0, +), 4)
    let lag = shape.lag
    return (0..<count).map { _ in
      // The information about a location and a scale from n observations that are themselves uncertain; the location moves
      // against the delay, which keeps the whole lag where it is.
      let error = 1.4 * lag.sigma / weight.squareRoot()
      let delay = random.normal() * exp(lag.mu) * error * 0.3
      return LagDistribution(
        viewerDelay: max(0, lag.viewerDelay + delay),
        mu: lag.mu + random.normal() * error - delay / (exp(lag.mu) + 1),
        sigma: max(0.1, lag.sigma * (1 + random.normal() * 0.9 / weight.squareRoot())), q: lag.q)
    }
  }
}
