import Foundation
import LiveshelfCore

/// The line below a cloud of points, and how sure it is.
///
/// Near the edge the points' heights above the true line are a Poisson process of constant intensity Λ, so with a flat
/// prior the posterior of the line (height a at the mean time, slope b) is proportional to exp(Λ a) where no point lies
/// below the line, and zero elsewhere. Given b, a is its largest possible value minus an exponential variable of rate Λ;
/// the mixture over b is summed on a grid. This is the exact posterior for an edge, where least squares' root-n intervals
/// are wrong.
struct LowerEdge {
  /// Seconds since the first point.
  let times: [Double]
  let heights: [Double]
  let meanTime: Double
  /// Points per second of height close to the edge.
  let intensity: Double
  let bestSlope: Double

  /// Nil without two points.
  init?(times: [Double], heights: [Double]) {
    guard times.count >= 2, let last = times.max(), let first = times.min() else { return nil }
    self.times = times
    self.heights = heights
    meanTime = times.reduce(0, +) / Double(times.count)
    let span = max(last - first, 1)
    let height = max((heights.max() ?? 0) - (heights.min() ?? 0), 1e-6)
    let reach = height / span
    bestSlope = Self.bestSlope(times, heights, meanTime, low: -2 * reach, high: 2 * reach)
    let top = Self.top(times, heights, meanTime, bestSlope)
    let (centre, slope) = (meanTime, bestSlope)
    let residuals = zip(times, heights).map { $1 - slope * ($0 - centre) - top }.sorted()
    // Two points lie on the edge; the others are counted up to where the density is still about constant.
    let count = min(residuals.count, max(6, min(40, residuals.count / 4)))
    let farthest = max(residuals[count - 1], 1e-6)
    intensity = max(Double(count) - 2, 1) / farthest
  }

  /// The highest line of slope `slope` below all points, at the mean time.
  private static func top(_ times: [Double], _ heights: [Double], _ centre: Double, _ slope: Double) -> Double {
    var top = Double.infinity
    for index in times.indices { top = min(top, heights[index] - slope * (times[index] - centre)) }
    return top
  }

  /// `top` is concave in the slope.
  private static func bestSlope(
    _ times: [Double], _ heights: [Double], _ centre: Double, low: Double, high: Double
  ) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<100 {
      let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
      if top(times, heights, centre, left) < top(times, heights, centre, right) { low = left } else { high = right }
    }
    return (low + high) / 2
  }

  /// The posterior of the line's height at `time` and of its slope.
  func posterior(at time: Double) -> (median: Double, low: Double, high: Double, slope: Double) {
    let peak = Self.top(times, heights, meanTime, bestSlope)
    func loss(_ slope: Double) -> Double { intensity * (peak - Self.top(times, heights, meanTime, slope)) }
    func reach(_ direction: Double) -> Double {
      var step = 1e-12
      while loss(bestSlope + direction * step) < 12, step < 1 { step *= 2 }
      return direction * step
    }
    let (left, right) = (reach(-1), reach(1))
    let count = 400
    var slopes: [(slope: Double, top: Double, weight: Double)] = []
    for index in 0...count {
      let slope = bestSlope + left + (right - left) * Double(index) / Double(count)
      let weight = exp(-loss(slope))
      if weight > 1e-6 {
        slopes.append((slope, Self.top(times, heights, meanTime, slope) + slope * (time - meanTime), weight))
      }
    }
    let total = slopes.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return (peak, peak, peak, bestSlope) }
    func share(below value: Double) -> Double {
      slopes.reduce(0) { $0 + $1.weight * min(1, exp(-intensity * ($1.top - value))) } / total
    }
    func quantile(_ share0: Double) -> Double {
      var (low, high) = (peak - 1, peak + 1)
      while share(below: low) > share0, low > -1e9 { low -= 2 * (peak - low) }
      while share(below: high) < share0, high < 1e9 { high += 2 * (high - peak) }
      for _ in 0..<80 {
        let middle = (low + high) / 2
        if share(below: middle) < share0 { low = middle } else { high = middle }
      }
      return (low + high) / 2
    }
    let slope = slopes.reduce(0) { $0 + $1.slope * $1.weight } / total
    return (quantile(0.5), quantile(0.025), quantile(0.975), slope)
  }
}
