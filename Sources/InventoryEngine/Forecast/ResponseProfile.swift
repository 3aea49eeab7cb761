import Foundation

/// When the orders that a presentation causes arrive: the share of them that falls into each step of time.
///
/// Learnt over presentations as a multiplicative Poisson model, orders ~ Poisson(size of the presentation × share of the
/// step + baseline), fitted by expectation–maximisation from all steps that have passed, so that unfinished
/// presentations teach too.
struct ResponseProfile: Hashable, Sendable {
  /// Seconds of a step.
  static let step = 5.0

  /// Shares by step, with sum 1.
  private(set) var shares: [Double]
  private var cumulated: [Double]
  private let prior: [Double]
  /// Orders that the prior is worth.
  private let priorWeight = 15.0

  init(prior: [Double]) {
    let total = prior.reduce(0, +)
    self.prior = prior.map { $0 / total }
    shares = self.prior
    cumulated = Self.cumulate(shares)
  }

  /// Steps counted from the start: orders begin slowly, come most after half a minute to a minute, and fade within
  /// three.
  static func sinceStart(steps: Int) -> ResponseProfile {
    ResponseProfile(
      prior: (0..<steps).map { index in
        func survival(_ seconds: Double) -> Double { exp(-pow(seconds / 75, 1.8)) }
        return survival(Double(index) * step) - survival(Double(index + 1) * step) + 1e-4
      })
  }

  /// The first step is all the time up to the end of the presentation, the others follow it.
  static func sinceEnd(steps: Int) -> ResponseProfile {
    ResponseProfile(
      prior: (0..<steps).map { index in
        index == 0 ? 0.3 : 0.7 * (exp(-Double(index - 1) * step / 40) - exp(-Double(index) * step / 40)) + 1e-4
      })
  }

  private static func cumulate(_ shares: [Double]) -> [Double] {
    var total = 0.0
    return [0]
      + shares.map { share in
        total += share
        return total
      }
  }

  /// The share that has arrived by a moment, 0…1; `position` in steps.
  func arrived(by position: Double) -> Double {
    guard position > 0 else { return 0 }
    guard position < Double(shares.count) else { return 1 }
    let whole = Int(position)
    return cumulated[whole] + (position - Double(whole)) * shares[whole]
  }

  /// The integrals of `arrived` and of its square from 0 to `position`, in steps: what presentations that start evenly
  /// over a stretch of time bring within it.
  func arrivedIntegral(to position: Double) -> (mean: Double, square: Double) {
    var (sum, squares) = (0.0, 0.0)
    let end = min(Double(shares.count), max(0, position))
    var from = 0.0
    while from < end {
      let to = min(end, from + 1)
      let (left, right) = (arrived(by: from), arrived(by: to))
      sum += (to - from) * (left + right) / 2
      squares += (to - from) * (left * left + left * right + right * right) / 3
      from = to
    }
    let rest = max(0, position - end)
    return (sum + rest, squares + rest)
  }

  /// What one presentation showed: orders by step, as far as time has passed.
  struct Observation {
    var counts: [Double]
    /// Steps that have passed.
    var passed: Int
    /// Expected orders of the baseline in each step.
    var baseline: [Double]
    /// Orders that the presentation is expected to cause in all, before looking.
    var priorSize: Double
    /// The shape of its Gamma prior.
    var priorShape: Double
  }

  /// Fits the shares to presentations, from the prior.
  mutating func fit(_ observations: [Observation]) {
    var sizes = observations.map(\.priorSize)
    for _ in 0..<6 {
      var caused = prior.map { $0 * priorWeight }
      var exposure = [Double](repeating: priorWeight, count: prior.count)
      for (number, observation) in observations.enumerated() {
        let split = attribute(observation, size: sizes[number])
        for step in 0..<observation.passed {
          caused[step] += split.orders[step]
          exposure[step] += sizes[number]
        }
        sizes[number] = split.size
      }
      let raw = zip(caused, exposure).map { $0 / max($1, 1e-9) }
      let total = raw.reduce(0, +)
      shares = raw.map { $0 / total }
      cumulated = Self.cumulate(shares)
    }
  }

  /// Splits a presentation's orders into baseline and effect, and gives the posterior mean of the effect's size.
  func attribute(_ observation: Observation, size: Double) -> (orders: [Double], caused: Double, size: Double) {
    var orders = [Double](repeating: 0, count: observation.passed)
    for step in 0..<observation.passed where observation.counts[step] > 0 {
      let effect = size * shares[step]
      orders[step] = observation.counts[step] * effect / max(effect + observation.baseline[step], 1e-9)
    }
    let caused = orders.reduce(0, +)
    let seen = cumulated[observation.passed]
    let rate = observation.priorShape / max(observation.priorSize, 1e-6) + seen
    return (orders, caused, (observation.priorShape + caused) / rate)
  }
}
