import Foundation

/// Quantiles of what the buyers of each region will ask for of each option until a day after a regular order would arrive.
struct CellForecast {
  /// Days of the window.
  let days: Int
  /// `[item in product * warehouses + warehouse]`.
  let quantiles: [DemandQuantiles]
  let isHit: Bool

  init(_ data: PlanData, _ after: AfterSale, product: Int, _ scenarios: DemandScenarios, random: inout RandomSource) {
    let terms = data.products[product]
    var window = Int((terms.supply?.leadDays ?? 6).rounded()) + 1
    if let until = terms.sellUntil { window = min(window, max(1, until)) }
    let days = max(1, min(scenarios.horizon, window))
    self.days = days
    isHit = scenarios.hitChance > 0.5
    let ratio = max(1, after.sizeRatio[product])
    let sums = (0..<scenarios.count).map { scenario in
      (0..<days).reduce(0) { $0 + scenarios.lines[scenario * scenarios.horizon + $1] } * after.unitsPerLine[product]
    }
    let draws = 3
    var result: [DemandQuantiles] = []
    for item in terms.items {
      for warehouse in data.warehouses.indices {
        let share = after.optionShare[item] * after.regionShare[product][warehouse]
        var values: [Double] = []
        values.reserveCapacity(sums.count * draws)
        for sum in sums {
          for _ in 0..<draws { values.append((random.poisson(sum * share / ratio) * ratio).rounded()) }
        }
        values.sort()
        func quantile(_ q: Double) -> Double { values[min(values.count - 1, Int(q * Double(values.count)))] }
        result.append(DemandQuantiles(p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9)))
      }
    }
    quantiles = result
  }
}
