import Foundation
public import LiveshelfCore

extension DemandForecaster {
  /// The distribution of the units of a product that will be asked for within `horizon` seconds after `time`.
  ///
  /// - Parameter share: the part of the demand that is meant, such as a warehouse's, 0…1.
  public func demand(for sku: SKU, at time: WallTime, horizon: Double, share: Double = 1) -> PredictedDemand {
    guard let index = indexBySKU[sku] else { return PredictedDemand([(1, NegativeBinomial(mean: 0, variance: 0))]) }
    return outlook(of: index, at: time).demand(within: horizon, share: share)
  }

  /// Orders a minute of a product that come without a presentation.
  public func baselineRate(of sku: SKU) -> Double {
    indexBySKU[sku].map { baseline(of: $0).mean } ?? room.baselineRate
  }

  /// Orders that one presentation of a product is expected to add.
  public func expectedUplift(of sku: SKU) -> Double {
    indexBySKU[sku].map { expectedSize(of: $0).mean } ?? room.upliftOrders
  }

  /// Units that an order of a product has on average.
  public func unitsPerOrder(of sku: SKU) -> Double {
    indexBySKU[sku].map { units(of: $0).mean } ?? room.units.mean
  }

  /// The share of a product's orders that a warehouse ships.
  public func share(of warehouse: String, in sku: SKU) -> Double {
    let common = room.warehouseShares[warehouse] ?? 0
    guard let index = indexBySKU[sku] else { return common }
    let weight = 10.0
    return ((products[index].ordersByWarehouse[warehouse] ?? 0) + weight * common) / (products[index].orders + weight)
  }

  /// What is known about a product at one moment, ready to be asked for any horizon.
  func outlook(of index: Int, at time: WallTime) -> DemandOutlook {
    let size = expectedSize(of: index)
    var outlook = DemandOutlook(
      baseline: baseline(of: index), units: units(of: index), newSize: (size.mean, size.shape), profile: sinceStart)
    if let first = presentations.first, time >= first.start {
      outlook.newPresentationRate = room.presentationRate / Double(max(products.count, 1))
      outlook.showRemaining = plannedEnd.map { max(0, $0 - time) } ?? .infinity
    }
    if let last = products[index].presentations.last, presentations[last].start <= time {
      let presentation = presentations[last]
      let effect = effect(of: last, now: time)
      if effect.arrived < 1 {
        outlook.running = DemandOutlook.Running(
          size: effect.size, shape: presentation.priorShape + effect.caused, profile: effect.profile,
          position: effect.position)
      }
      if presentation.end == nil { outlook.newPresentationRate = 0 }
    }
    return outlook
  }
}

/// A product's demand from one moment on.
struct DemandOutlook: Sendable {
  /// The effect of a presentation that has not faded yet.
  struct Running: Sendable {
    /// Orders that it causes in all, Gamma with this mean and shape.
    var size: Double
    var shape: Double
    var profile: ResponseProfile
    var position: Double
  }

  var baseline: (shape: Double, mean: Double)
  var units: (mean: Double, square: Double)
  var running: Running?
  /// The size of a presentation yet to come.
  var newSize: (mean: Double, shape: Double)
  var profile: ResponseProfile
  /// Presentations of this product a second.
  var newPresentationRate = 0.0
  /// Seconds until the show ends.
  var showRemaining = Double.infinity

  /// Units within `horizon` seconds, thinned to `share` of the orders.
  func demand(within horizon: Double, share: Double = 1) -> PredictedDemand {
    let minutes = horizon / 60
    var orders = baseline.mean * minutes * share
    var spread = orders * orders / baseline.shape
    if let running {
      let steps = horizon / ResponseProfile.step
      let coming =
        running.size * share
        * (running.profile.arrived(by: running.position + steps) - running.profile.arrived(by: running.position))
      orders += coming
      spread += coming * coming / running.shape
    }
    let window = min(horizon, showRemaining)
    let expected = newPresentationRate * window
    guard expected > 1e-6 else { return PredictedDemand([(1, part(orders, spread))]) }
    let none = exp(-expected)
    let steps = horizon / ResponseProfile.step
    let late = max(0, horizon - window) / ResponseProfile.step
    let perPresentation =
      newSize.mean * share * (profile.arrivedIntegral(to: steps) - profile.arrivedIntegral(to: late))
      / max(window / ResponseProfile.step, 1e-9)
    let count = expected / (1 - none)
    let extra = perPresentation * count
    let extraSpread =
      perPresentation * perPresentation * (count / newSize.shape + count * (1 + expected) - count * count)
      + perPresentation * newSize.mean * share * 0.1 * count
    return PredictedDemand([
      (none, part(orders, spread)), (1 - none, part(orders + extra, spread + max(0, extraSpread))),
    ])
  }

  private func part(_ orders: Double, _ spread: Double) -> NegativeBinomial {
    NegativeBinomial(mean: orders * units.mean, variance: orders * units.square + spread * units.mean * units.mean)
  }
}
