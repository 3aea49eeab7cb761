import Foundation

/// What the expectation step learns about the lag, one-second bins.
///
/// Complete data would name the moment of the show that made each viewer buy. Given the current lag, that moment is spread
/// over the presentation in proportion to the lag's density; the sums over all orders are the sufficient statistic.
struct LagHistogram: Sendable {
  static let bins = Int(LagTable.horizon)
  /// Climaxes that were not heard are counted by their time after the presentation's end, from this many seconds before it.
  static let before = 120

  /// Weights of lags, as differences of neighbours until `closed` turns them into sums.
  private var even = [Double](repeating: 0, count: bins + 2)
  private var heard = [Double](repeating: 0, count: bins + 1)
  private var unheard = [Double](repeating: 0, count: bins + before + 1)

  mutating func addEven(from low: Double, to high: Double, weight: Double) {
    let first = min(max(Int(low), 0), Self.bins)
    let last = min(max(Int(high), first), Self.bins)
    even[first] += weight
    even[last + 1] -= weight
  }

  mutating func addHeard(lag: Double, weight: Double) {
    heard[min(max(Int(lag), 0), Self.bins)] += weight
  }

  mutating func addUnheard(afterEnd: Double, weight: Double) {
    unheard[min(max(Int(afterEnd) + Self.before, 0), Self.bins + Self.before)] += weight
  }

  /// The most likely lag and climax given the counts.
  ///
  /// - Parameter table: the lag that the counts were made with.
  func fit(_ shape: ResponseShape, evaluations: Int) -> (lag: LagDistribution, climaxBeforeEnd: Double) {
    var direct = [Double](repeating: 0, count: Self.bins)
    var running = 0.0
    for bin in 0..<Self.bins {
      running += even[bin]
      let mass = shape.table.distribution(Double(bin + 1)) - shape.table.distribution(Double(bin))
      direct[bin] = max(running, 0) * mass + heard[bin]
    }
    let late = unheard
    let hasUnheard = late.contains { $0 > 0.01 }
    let total = direct.reduce(0, +) + late.reduce(0, +)
    guard total > 5 else { return (shape.lag, shape.climaxBeforeEnd) }
    let best = NelderMead.minimize(
      shape.lag.parameters + [shape.climaxBeforeEnd], steps: [1, 0.1, 0.08, 0.15, hasUnheard ? 1 : 0],
      evaluations: evaluations, tolerance: 1e-4
    ) { parameters in
      guard let lag = LagDistribution(parameters: parameters), (-20...40).contains(parameters[4]) else { return 1e18 }
      return Self.cost(lag, climaxBeforeEnd: parameters[4], direct: direct, late: hasUnheard ? late : [])
    }
    guard let lag = LagDistribution(parameters: best.point) else { return (shape.lag, shape.climaxBeforeEnd) }
    return (lag, best.point[4])
  }

  /// The negative expected log-likelihood, with weak priors that only matter where there are few orders.
  private static func cost(
    _ lag: LagDistribution, climaxBeforeEnd: Double, direct: [Double], late: [Double]
  ) -> Double {
    let table = LagTable(lag)
    var sum = 0.0
    for (bin, weight) in direct.enumerated() where weight > 1e-9 {
      let mass = table.distribution(Double(bin + 1)) - table.distribution(Double(bin))
      sum -= weight * log(max(mass, 1e-12))
    }
    for (bin, weight) in late.enumerated() where weight > 1e-9 {
      let lag = Double(bin - before) + climaxBeforeEnd
      let mass = table.distribution(lag + 1) - table.distribution(lag)
      sum -= weight * log(max(mass, 1e-12))
    }
    let typical = LagDistribution.typical
    func square(_ x: Double) -> Double { x * x / 2 }
    return sum + square((lag.mu - typical.mu) / 1.5) + square((lag.sigma - typical.sigma) / 0.6)
      + square((lag.q - typical.q) / 0.7) + square((lag.viewerDelay - 8) / 10) + square((climaxBeforeEnd - 4) / 6)
  }
}
