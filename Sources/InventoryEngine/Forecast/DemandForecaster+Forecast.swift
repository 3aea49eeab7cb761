import Foundation
public import LiveshelfCore

extension DemandForecaster {
  /// The distribution of the units of a product that will be asked for within `horizon` seconds after `time`.
  ///
  /// - Parameter share: the part of the demand that is meant, such as a warehouse's, 0…1.
  public func demand(for sku: SKU, at time: WallTime, horizon: Double, share: Double = 1) -> PredictedDemand {
    outlook(of: sku, at: time)?.demand(within: horizon, share: share)
      ?? PredictedDemand(NegativeBinomial(mean: 0, variance: 0))
  }

  /// Orders a minute of a product that come without a presentation.
  public func baselineRate(of sku: SKU) -> Double {
    indexBySKU[sku].map { baseline(of: $0).mean } ?? room.baselineRate
  }

  /// Orders that one presentation of a product is expected to add.
  public func expectedUplift(of sku: SKU) -> Double {
    indexBySKU[sku].map { expectedSize(of: $0).mean } ?? room.upliftOrders
  }

  /// Where the effect of a product's latest presentation stands; nil when it was not presented.
  ///
  /// - Returns: orders that it causes in all, what an average presentation of this room causes, and the share of the
  ///   effect that should have arrived, 0…1.
  public func response(to sku: SKU) -> (size: Double, usualSize: Double, arrived: Double)? {
    guard let now, let index = indexBySKU[sku], let last = products[index].presentations.last else { return nil }
    let effect = effect(of: last, now: now)
    return (effect.size, room.upliftOrders, effect.arrived)
  }

  /// Units that an order of a product has on average.
  public func unitsPerOrder(of sku: SKU) -> Double {
    unitMoments(of: sku).mean
  }

  /// Mean and mean square of units an order of a product.
  func unitMoments(of sku: SKU) -> (mean: Double, square: Double) {
    indexBySKU[sku].map { units(of: $0) } ?? room.units
  }

  /// The share of a product's orders that a warehouse ships.
  public func share(of warehouse: String, in sku: SKU) -> Double {
    let common = room.warehouseShares[warehouse] ?? 0
    guard let index = indexBySKU[sku] else { return common }
    let weight = 10.0
    return ((products[index].ordersByWarehouse[warehouse] ?? 0) + weight * common) / (products[index].orders + weight)
  }

  /// What is known about a product at one moment, ready to be asked for any horizon.
  func outlook(of sku: SKU, at time: WallTime) -> DemandOutlook? {
    indexBySKU[sku].map { outlook(of: $0, at: time) }
  }

  /// How long the show may still go on.
  func show(at time: WallTime) -> ShowOutlook {
    guard let first = presentations.first, time >= first.start else { return .over }
    return plannedEnd.map { .planned(seconds: $0 - time) }
      ?? .aged(seconds: settings.ageAtFirstPresentation + (time - first.start))
  }

  private func outlook(of index: Int, at time: WallTime) -> DemandOutlook {
    let size = expectedSize(of: index)
    var outlook = DemandOutlook(
      baseline: baseline(of: index), units: units(of: index), profileSpread: settings.profileSpread,
      newSize: (size.mean, size.shape), profile: sinceStart)
    outlook.show = show(at: time)
    if case .over = outlook.show {
    } else {
      outlook.newPresentationRate = room.presentationRate / Double(max(products.count, 1))
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
