import Foundation
import LiveshelfCore

extension DemandForecaster {
  /// The posterior of a product's baseline, in orders a minute: Gamma with this shape and mean.
  func baseline(of index: Int) -> (shape: Double, mean: Double) {
    let product = products[index]
    let around = room.baselineRateByCategory[product.category] ?? room.baselineRate
    let shape = settings.baselineShape + product.baselineOrders
    let rate = settings.baselineShape / max(around, 1e-6) + product.baselineMinutes
    return (shape, shape / rate)
  }

  /// Mean and mean square of units an order of a product.
  func units(of index: Int) -> (mean: Double, square: Double) {
    let (product, weight) = (products[index], 20.0)
    let count = product.orders + weight
    return (
      (product.units + weight * room.units.mean) / count,
      (product.unitsSquared + weight * room.units.square) / count
    )
  }

  /// How a product's presentations compare with an average product's, judged by its baseline.
  func popularity(of index: Int) -> Double {
    pow(baseline(of: index).mean / max(room.baselineRate, 1e-9), settings.popularityElasticity)
  }

  /// What the next presentation of a product is expected to cause: a Gamma prior in orders.
  func expectedSize(of index: Int) -> (mean: Double, shape: Double, isRepeat: Bool) {
    let product = products[index]
    let average = room.upliftOrders * popularity(of: index)
    var mean = average * (room.upliftFactorByCategory[product.category] ?? 1)
    if let prior = priors[product.category], prior.weight > 0 {
      let seen = Double(presentations.count)
      mean = (prior.weight * prior.upliftOrders + seen * mean) / (prior.weight + seen)
    }
    guard let now, !product.presentations.isEmpty else { return (mean, settings.upliftShape, false) }
    var (caused, expected) = (settings.upliftShape, settings.upliftShape / max(mean, 1e-9))
    for number in product.presentations {
      let effect = effect(of: number, now: now)
      let factor = presentations[number].isRepeat ? room.repeatFactor : 1
      caused += effect.caused
      expected += factor * effect.arrived
    }
    return (room.repeatFactor * caused / expected, settings.repeatedUpliftShape, true)
  }

  /// Where the effect of a presentation stands: the orders caused so far, the share of the whole that they are, and
  /// the profile and position by which that share goes on.
  func effect(
    of number: Int, now: WallTime
  ) -> (caused: Double, arrived: Double, size: Double, profile: ResponseProfile, position: Double) {
    let presentation = presentations[number]
    let hasEnded = presentation.end.map { now >= $0 } ?? false
    let profile = presentation.expected ?? (hasEnded ? sinceEnd : sinceStart)
    let usesEnd = hasEnded && presentation.expected == nil
    let observation =
      usesEnd
      ? presentation.sinceEnd(now: now, steps: Self.steps, level: room.upliftOrders)
      : presentation.sinceStart(now: now, steps: Self.steps, level: room.upliftOrders)
    let first = profile.attribute(observation, size: observation.priorSize)
    let second = profile.attribute(observation, size: first.size)
    let split = profile.attribute(observation, size: second.size)
    let position =
      usesEnd
      ? 1 + (now - (presentation.end ?? now)) / ResponseProfile.step : (now - presentation.start) / ResponseProfile.step
    return (split.caused, profile.arrived(by: position), split.size, profile, position)
  }

  /// Fits the response profiles to the latest presentations.
  mutating func learnResponse() {
    guard let now else { return }
    let latest = presentations.suffix(settings.rememberedPresentations)
    sinceStart.fit(latest.map { $0.sinceStart(now: now, steps: Self.steps, level: room.upliftOrders) })
    sinceEnd.fit(
      latest.filter { $0.end != nil }.map { $0.sinceEnd(now: now, steps: Self.steps, level: room.upliftOrders) })
  }

  /// Learns what the products have in common.
  mutating func learnLevels() {
    learnBaselines()
    learnUnits()
    learnUplift()
  }

  private mutating func learnBaselines() {
    var (orders, minutes) = (2.0, 2.0 / settings.baselineRate)
    var byCategory: [String: (orders: Double, minutes: Double)] = [:]
    for product in products {
      orders += product.baselineOrders
      minutes += product.baselineMinutes
      byCategory[product.category, default: (0, 0)].orders += product.baselineOrders
      byCategory[product.category, default: (0, 0)].minutes += product.baselineMinutes
    }
    room.baselineRate = orders / minutes
    for (category, seen) in byCategory {
      let prior = priors[category]
      let weight = 10 + 10 * (prior?.weight ?? 0)
      let around = ((prior?.baselineRate ?? 0) * (prior?.weight ?? 0) + room.baselineRate) / (1 + (prior?.weight ?? 0))
      room.baselineRateByCategory[category] = (weight + seen.orders) / (weight / max(around, 1e-9) + seen.minutes)
    }
  }

  private mutating func learnUnits() {
    let weight = 10.0
    var (orders, mean, square) = (
      weight, weight * settings.unitsPerOrder, weight * settings.unitsPerOrder * settings.unitsPerOrder * 1.5
    )
    var byWarehouse: [String: Double] = [:]
    for product in products {
      orders += product.orders
      mean += product.units
      square += product.unitsSquared
      for (warehouse, count) in product.ordersByWarehouse { byWarehouse[warehouse, default: 0] += count }
    }
    room.units = (mean / orders, square / orders)
    let total = max(byWarehouse.values.reduce(0, +), 1)
    room.warehouseShares = byWarehouse.mapValues { $0 / total }
  }

  /// Poisson regression of the orders caused on what was expected, with prior weights of half a presentation for the
  /// level, two orders for a category and five for the repeat factor.
  private mutating func learnUplift() {
    guard let now else { return }
    var (caused, exposure) = (0.5 * settings.upliftMinutes * room.baselineRate, 0.5)
    var (repeated, repeatedExposure) = (5 * settings.repeatFactor, 5.0)
    var byCategory: [String: (caused: Double, exposure: Double)] = [:]
    for number in presentations.indices.suffix(settings.rememberedPresentations) {
      let presentation = presentations[number]
      let effect = effect(of: number, now: now)
      if presentation.isRepeat {
        repeated += effect.caused
        repeatedExposure +=
          presentation.relativeSize * room.upliftOrders / max(presentation.repeatFactor, 1e-6) * effect.arrived
      } else {
        caused += effect.caused
        exposure += presentation.popularity * effect.arrived
        let category = products[presentation.product].category
        byCategory[category, default: (0, 0)].caused += effect.caused
        byCategory[category, default: (0, 0)].exposure += presentation.popularity * effect.arrived
      }
    }
    room.upliftOrders = caused / exposure
    room.repeatFactor = min(2, repeated / repeatedExposure)
    room.upliftFactorByCategory = byCategory.mapValues { (2 + $0.caused) / (2 + $0.exposure * room.upliftOrders) }
    if let first = presentations.first {
      room.presentationRate =
        (2 + Double(presentations.count)) / (2 * settings.presentationInterval + max(0, now - first.start))
    }
  }
}
