import Foundation

/// Futures of a product's demand, drawn from all that is uncertain: its level and slope, hits that go on, fade or begin,
/// promotions, whether it is shown, and the scatter of shows and days.
struct DemandScenarios: Sendable {
  /// Mean order lines by future and day, `[scenario * horizon + day]`, before counts scatter.
  let lines: [Double]
  let count: Int
  let horizon: Int
  /// Level now and the chance that a hit is on.
  let level: Double
  let hitChance: Double

  init(
    _ fit: DemandFit, _ stage: FutureStage, product: Int, count: Int, horizon: Int,
    random: inout RandomSource
  ) {
    self.count = count
    self.horizon = horizon
    let data = fit.data
    let settings = fit.settings
    let weights = fit.slopeWeights(product)
    let filters = DemandFit.slopes.indices.map { index in
      weights[index] > 0.01 ? fit.filter(product, slope: DemandFit.slopes[index], settings) : nil
    }
    var (mean, hit) = (0.0, 0.0)
    for (index, filter) in filters.enumerated() {
      guard let summary = filter?.summary else { continue }
      mean += weights[index] * summary.mean
      hit += weights[index] * summary.hit
    }
    (level, hitChance) = (mean, hit)
    let category = data.products[product].category
    // Weekdays and promotions of the shelf, and the scatter that all days of a promotion share.
    var shelfFactor = [Double](repeating: 0, count: horizon)
    var promotionScatter = [Double](repeating: 0, count: horizon)
    for day in 0..<horizon where data.products[product].isOnSale(day) {
      let promotions = fit.effects.promotions(day, category: category, data)
      shelfFactor[day] =
        fit.shelfRatio[product] * fit.effects.factor([fit.effects.weekday(day, data)] + promotions)
        * fit.awareness(product, day)
      promotionScatter[day] = fit.effects.variance(promotions).squareRoot()
    }
    let slots = stage.slots[product]
    let before = fit.days[product].last?.live ?? 0
    var result = [Double](repeating: 0, count: count * horizon)
    for scenario in 0..<count {
      var pick = random.uniform()
      var chosen = 0
      for (index, weight) in weights.enumerated() where filters[index] != nil {
        chosen = index
        pick -= weight
        if pick <= 0 { break }
      }
      guard var state = filters[chosen]?.draw(&random) else { continue }
      let slope = DemandFit.slopes[chosen]
      let promotionShock = random.normal()
      var yesterday = before
      for day in 0..<horizon {
        // A rise does not go on for weeks; a fall may.
        let trend = slope > 0 && day > 7 ? 0 : slope
        state.level += trend + settings.drift * random.normal()
        state.hit = LevelFilter.next(state.hit, settings, &random)
        guard shelfFactor[day] > 0 || !slots[day].isEmpty else {
          yesterday = 0
          continue
        }
        let shock =
          promotionScatter[day] * promotionShock - promotionScatter[day] * promotionScatter[day] / 2
        let multiple = exp(
          min(12, state.level + Double(LevelFilter.hits[state.hit]) * LevelFilter.step + shock))
        var live = 0.0
        for slot in slots[day] where slot.chance >= 1 || random.uniform() < slot.chance {
          live += multiple * slot.exposure * random.factor(variance: settings.showScatter)
        }
        let shelf = multiple * shelfFactor[day] * random.factor(variance: settings.shelfScatter)
        result[scenario * horizon + day] =
          live + shelf + fit.afterglow * (0.6 * live + 0.4 * yesterday)
        yesterday = live
      }
    }
    lines = result
  }

  /// Mean lines a day over all futures.
  func mean(_ day: Int) -> Double {
    var sum = 0.0
    for scenario in 0..<count { sum += lines[scenario * horizon + day] }
    return sum / Double(max(1, count))
  }
}
