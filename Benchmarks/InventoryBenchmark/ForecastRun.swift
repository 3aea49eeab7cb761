import Foundation
import InventoryEngine
import LiveshelfCore

/// Writes what the forecaster predicted each minute of a show, what was then asked for, and demand by minute for other
/// methods to start from.
enum ForecastRun {
  static let quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
  static let horizons = [300.0, 900, 2700]

  static func run(_ show: Show, into out: URL, priors: [String: CategoryPrior]) throws {
    var seen: Set<String> = []
    let demand = show.orders.filter { event in
      (event.type == .created || event.type == .rejectedOutOfStock) && seen.insert(event.eventID).inserted
    }.map { (time: show.clock.streamTime(of: min($0.eventTime, $0.knownAt)).seconds, event: $0) }
    guard let first = demand.map(\.time).min(), let last = demand.map(\.time).max() else { return }

    var forecaster = DemandForecaster(catalog: show.catalog, priors: priors)
    var known: Set<String> = []
    var text = "origin,sku,horizon,actual," + quantiles.map { "q\($0)" }.joined(separator: ",") + "\n"
    var origin = 0.0
    for (time, event) in show.events() {
      let stream = show.clock.streamTime(of: time).seconds
      while origin <= show.duration, stream > origin {
        forecaster.advance(to: show.at(origin))
        for product in show.catalog.products {
          let own = demand.filter { $0.event.sku == product.sku }
          for horizon in horizons where origin + horizon <= last {
            let predicted = forecaster.demand(for: product.sku, at: show.at(origin), horizon: horizon)
            let actual = own.filter { $0.time > origin && $0.time <= origin + horizon }.reduce(0) {
              $0 + $1.event.quantity
            }
            let values = quantiles.map { String(predicted.quantile($0)) }.joined(separator: ",")
            text += "\(origin),\(product.sku),\(horizon),\(actual),\(values)\n"
          }
        }
        origin += 60
      }
      switch event {
      case .order(let order) where known.insert(order.eventID).inserted: forecaster.observe(order, at: time)
      case .presentation(let sku, let starts):
        if starts {
          forecaster.presentationStarted(sku, at: time)
        } else {
          forecaster.presentationEnded(sku, at: time)
        }
      case .tick: forecaster.advance(to: time)
      default: break
      }
    }
    try text.write(to: out.appending(path: "forecasts.csv"), atomically: true, encoding: .utf8)

    var bins = "minute,sku,orders,units\n"
    for product in show.catalog.products {
      var byMinute: [Int: (Int, Int)] = [:]
      for entry in demand where entry.event.sku == product.sku {
        let minute = Int((entry.time / 60).rounded(.down))
        byMinute[minute, default: (0, 0)].0 += 1
        byMinute[minute, default: (0, 0)].1 += entry.event.quantity
      }
      for minute in Int(first / 60)...Int(last / 60) {
        let value = byMinute[minute] ?? (0, 0)
        bins += "\(minute),\(product.sku),\(value.0),\(value.1)\n"
      }
    }
    try bins.write(to: out.appending(path: "demand_by_minute.csv"), atomically: true, encoding: .utf8)
  }
}
