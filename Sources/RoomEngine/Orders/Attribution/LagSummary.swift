import Foundation
public import LiveshelfCore

/// How long viewers took from the host's word to the order.
public struct LagSummary: Hashable, Sendable {
  public var distribution: LagDistribution
  /// Seconds after the host's word by which a tenth, half and nine tenths of the orders had come.
  public var p10: Double
  public var p50: Double
  public var p90: Double
  /// The 95 % interval of `p50`.
  public var p50Interval: ClosedRange<Double>
}

/// The lag of one product, where enough orders tell it.
public struct ProductLag: Hashable, Sendable {
  public var sku: SKU
  /// Orders that presentations of it caused.
  public var orders: Double
  /// The product's decision lag as a multiple of the show's.
  public var factor: Double
  public var p50: Double
}

extension AttributionFit {
  private static let leastOrdersOfProduct = 15.0
  private static let lagDrawCount = 200
  /// How far products' lags are from each other before anything is known: a standard deviation on the logarithm.
  private static let productSpread = 0.3

  public var lag: LagSummary {
    var random = SeededRandom(seed: 7)
    let medians = lagDraws(Self.lagDrawCount, using: &random).map { LagTable($0).quantile(0.5) }.sorted()
    let middle = shape.table.quantile(0.5)
    let (low, high) = (medians[Self.lagDrawCount / 40], medians[Self.lagDrawCount - 1 - Self.lagDrawCount / 40])
    return LagSummary(
      distribution: shape.lag, p10: shape.table.quantile(0.1), p50: middle, p90: shape.table.quantile(0.9),
      p50Interval: min(low, middle)...max(high, middle))
  }

  /// Products whose buyers take longer or decide faster than the show's, in order of the SKU. The factor that makes the product's
  /// own orders most probable, drawn towards 1 by the prior.
  public var productLags: [ProductLag] {
    let logs = stride(from: -0.8, through: 0.8, by: 0.1).map { $0 }
    let shapes = logs.map { log in
      var scaled = shape
      scaled.lag = LagDistribution(
        viewerDelay: shape.lag.viewerDelay, mu: shape.lag.mu + log, sigma: shape.lag.sigma, q: shape.lag.q)
      return scaled
    }
    var gains = [[Double]](
      repeating: logs.map { -$0 * $0 / (2 * Self.productSpread * Self.productSpread) },
      count: show.skus.count)
    var orders = [Double](repeating: 0, count: show.skus.count)
    for event in show.events.indices {
      let sku = Int(show.sku[event])
      for place in show.firstCandidate[event]..<show.firstCandidate[event + 1] {
        let weight = responsibilities[place]
        let stretch = show.stretches[Int(show.candidates[place])]
        guard weight > 0.02, !stretch.isMention else { continue }
        let now = stretch.response(show.times[event], shape)
        guard now.even + now.climax > 0 else { continue }
        orders[sku] += weight
        for (index, scaled) in shapes.enumerated() {
          let then = stretch.response(show.times[event], scaled)
          let ratio = (then.even + then.climax) / (now.even + now.climax)
          gains[sku][index] += log(max(1 - weight + weight * ratio, 1e-3))
        }
      }
    }
    return show.skus.indices.compactMap { sku in
      guard orders[sku] >= Self.leastOrdersOfProduct,
        let best = logs.indices.max(by: { gains[sku][$0] < gains[sku][$1] })
      else { return nil }
      return ProductLag(
        sku: show.skus[sku], orders: orders[sku], factor: exp(logs[best]), p50: shapes[best].table.quantile(0.5))
    }
  }
}
