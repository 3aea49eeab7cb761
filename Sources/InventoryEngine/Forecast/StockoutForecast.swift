public import LiveshelfCore

/// When stock will run out, in seconds from the moment of the forecast.
public struct StockoutForecast: Hashable, Sendable {
  /// The time by which it has run out with probability one half; nil: not within `horizon`.
  public var median: Double?
  /// The 95 % interval; nil at the top: not within `horizon`.
  public var low: Double?
  public var high: Double?
  /// How far the forecast looks, in seconds.
  public var horizon: Double
  /// The probability of running out within `horizon`.
  public var probability: Double
  /// The probability of running out no later than `slack` after the median, or within twice the median.
  public var probabilityWithSlack: Double

  /// Whether the median says when: the 95 % interval ends before four times as long.
  public var isTellable: Bool {
    guard let median, let high else { return false }
    return high <= 4 * max(median, 10)
  }
}

extension DemandForecaster {
  /// When `available` units of a product will be gone.
  ///
  /// Demand grows with time, so the time at which stock ends has the distribution P(T ≤ t) = P(demand within t ≥
  /// available); its quantiles are found by bisection.
  ///
  /// - Parameters:
  ///   - floor: when the probability of running out within the horizon is below this, the times are not looked for.
  ///   - slack: seconds after the median, for `probabilityWithSlack`.
  public func stockout(
    of sku: SKU, available: Int, at time: WallTime, horizon: Double, share: Double = 1, floor: Double = 0,
    slack: Double = 900
  ) -> StockoutForecast {
    guard let outlook = outlook(of: sku, at: time) else {
      return available > 0 ? .never(within: horizon) : .now(horizon: horizon)
    }
    return outlook.stockout(available: available, horizon: horizon, share: share, floor: floor, slack: slack)
  }
}

extension StockoutForecast {
  static func never(within horizon: Double) -> StockoutForecast {
    StockoutForecast(median: nil, low: nil, high: nil, horizon: horizon, probability: 0, probabilityWithSlack: 0)
  }

  static func now(horizon: Double) -> StockoutForecast {
    StockoutForecast(median: 0, low: 0, high: 0, horizon: horizon, probability: 1, probabilityWithSlack: 1)
  }
}

extension DemandOutlook {
  /// See `DemandForecaster.stockout`.
  func stockout(
    available: Int, horizon: Double, share: Double, floor: Double, slack: Double
  ) -> StockoutForecast {
    guard available > 0 else { return .now(horizon: horizon) }
    func probability(_ seconds: Double) -> Double {
      demand(within: seconds, share: share).probability(ofAtLeast: available)
    }
    let reached = probability(horizon)
    func quantile(_ target: Double) -> Double? {
      guard reached >= max(target, floor) else { return nil }
      var (low, high) = (0.0, horizon)
      while high - low > max(1, high * 0.01) {
        let middle = (low + high) / 2
        if probability(middle) < target { low = middle } else { high = middle }
      }
      return high
    }
    let median = quantile(0.5)
    return StockoutForecast(
      median: median, low: quantile(0.025), high: quantile(0.975), horizon: horizon, probability: reached,
      probabilityWithSlack: median.map { probability($0 + max($0, slack)) } ?? 0)
  }
}
