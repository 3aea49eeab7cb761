import Foundation

/// The slow rise and fall of all baseline traffic together: a factor around 1, linear on the logarithm between knots.
///
/// The knots' logarithms follow a random walk; given the baseline orders that fall to each, the most probable ones are found
/// by Newton's method on a tridiagonal system (a Poisson smoother, as in Brillinger 1988).
struct BaselineDrift: Sendable {
  /// Seconds between knots, and how much the logarithm may wander from one to the next.
  private static let spacing = 300.0
  private static let wander = 0.1
  private static let maximumKnots = 4096

  let from: Double
  let to: Double
  private let spacing: Double
  private var logs: [Double]

  init(from: Double, to: Double) {
    self.from = from
    self.to = max(to, from + 1)
    let knots = min(max(Int((self.to - from) / Self.spacing), 1), Self.maximumKnots)
    spacing = (self.to - from) / Double(knots)
    logs = [Double](repeating: 0, count: knots)
  }

  var knots: Int { logs.count }

  func knot(at t: Double) -> Int {
    min(max(Int((t - from) / spacing), 0), logs.count - 1)
  }

  /// The factor at time `t`: the knot's value at the middle of its stretch, interpolated between.
  func factor(at t: Double) -> Double {
    let place = min(max((t - from) / spacing - 0.5, 0), Double(logs.count - 1))
    let index = min(Int(place), logs.count - 1)
    let next = min(index + 1, logs.count - 1)
    return exp(logs[index] + (logs[next] - logs[index]) * (place - Double(index)))
  }

  /// The integral of the factor.
  var area: Double { logs.reduce(0) { $0 + exp($1) } * spacing }

  /// - Parameters:
  ///   - counts: baseline orders that fall to each knot.
  ///   - rate: the sum of all products' base rates, a second.
  mutating func update(counts: [Double], rate: Double) {
    guard logs.count > 1, rate > 0, counts.count == logs.count else { return }
    let expected = rate * spacing
    let precision = 1 / (Self.wander * Self.wander) * min(Self.spacing / spacing, 1)
    for _ in 0..<8 {
      let count = logs.count
      var diagonal = [Double](repeating: 0, count: count)
      var gradient = [Double](repeating: 0, count: count)
      for index in 0..<count {
        let mean = expected * exp(logs[index])
        // A faint pull to 1 keeps the level with the base rates.
        diagonal[index] = mean + 0.01
        gradient[index] = counts[index] - mean - 0.01 * logs[index]
        if index > 0 {
          diagonal[index] += precision
          gradient[index] -= precision * (logs[index] - logs[index - 1])
        }
        if index + 1 < count {
          diagonal[index] += precision
          gradient[index] -= precision * (logs[index] - logs[index + 1])
        }
      }
      // Thomas' algorithm; the off-diagonal is −precision.
      var upper = [Double](repeating: 0, count: count)
      var step = [Double](repeating: 0, count: count)
      for index in 0..<count {
        let pivot = diagonal[index] + (index > 0 ? precision * upper[index - 1] : 0)
        upper[index] = -precision / pivot
        step[index] = (gradient[index] + (index > 0 ? precision * step[index - 1] : 0)) / pivot
      }
      for index in stride(from: count - 2, through: 0, by: -1) { step[index] -= upper[index] * step[index + 1] }
      var largest = 0.0
      for index in 0..<count {
        let change = min(max(step[index], -1), 1)
        logs[index] += change
        largest = max(largest, abs(change))
      }
      if largest < 1e-6 { break }
    }
    // The mean factor is 1: the level belongs to the base rates.
    let mean = log(area / (to - from))
    for index in logs.indices { logs[index] -= mean }
  }
}
