import Foundation
import LiveshelfCore
import RoomEngine
import TestSupport

/// A made-up show whose orders' causes are known.
struct SimulatedShow {
  var input: AttributionInput
  /// Orders that each presentation really caused.
  var caused: [String: Int] = [:]
  /// The presentation behind each order; nil: the baseline.
  var causeOf: [String: String?] = [:]

  struct Settings {
    var presentations = 12
    var products = 10
    var length = 40.0
    var strength = 30.0
    /// Baseline orders a minute of a product.
    var baseline = 0.5
    var delay = 8.0
    /// Mean of the decision lag, which is gamma distributed with this shape.
    var lag = 30.0
    var lagShape = 1.5
    var climax = 0.6
    var before = 1200.0
    var after = 1200.0
    var hasSource = false
  }

  init(seed: UInt64, _ settings: Settings = Settings()) {
    var dice = Dice(seed: seed)
    var presentations: [Presentation] = []
    var demand: [DemandEvent] = []
    var causes: [String: String?] = [:]
    var counts: [String: Int] = [:]
    func order(_ sku: SKU, at t: Double, cause: String?, by dice: inout Dice) {
      let id = "O\(demand.count)"
      let isLive = dice.uniform() < (cause == nil ? 0.1 : 0.8)
      demand.append(
        DemandEvent(
          orderID: id, sku: sku, time: StreamTime(seconds: t),
          source: settings.hasSource ? (isLive ? "live" : "search") : ""))
      causes[id] = .some(cause)
    }
    var clock = 10.0
    for index in 0..<settings.presentations {
      let sku = SKU("S\(Int(dice.next() % UInt64(settings.products)))")
      let start = clock
      let end = start + settings.length * (0.6 + 0.8 * dice.uniform())
      clock = end + 2
      let id = "P\(index)"
      presentations.append(
        Presentation(
          id: id, sku: sku, start: StreamTime(seconds: start), end: StreamTime(seconds: end), confidence: 1,
          announcedAt: StreamTime(seconds: start + 5), reasons: []))
      let mean = settings.strength * dice.exponential(mean: 1)
      counts[id] = dice.poisson(mean: mean)
      for _ in 0..<(counts[id] ?? 0) {
        let touch = dice.uniform() < settings.climax ? end - 3 : start + (end - start) * dice.uniform()
        var lag = settings.delay
        // A gamma variable of half-integer shape: half the squares of normal ones.
        for _ in 0..<Int(2 * settings.lagShape) {
          let z = dice.normal()
          lag += z * z / 2 * settings.lag / settings.lagShape
        }
        order(sku, at: touch + lag, cause: id, by: &dice)
      }
    }
    let (from, to) = (-settings.before, clock + settings.after)
    for index in 0..<settings.products {
      let rate = settings.baseline * (0.3 + 1.4 * dice.uniform()) / 60
      for _ in 0..<dice.poisson(mean: rate * (to - from)) {
        order(SKU("S\(index)"), at: from + (to - from) * dice.uniform(), cause: nil, by: &dice)
      }
    }
    input = AttributionInput(
      presentations: presentations, showEnd: StreamTime(seconds: clock), demand: demand, catalog: Catalog([]))
    caused = counts
    causeOf = causes
  }

  /// The probability that a presented order gets a higher `presented` than a baseline order.
  func area(_ orders: [OrderAttribution]) -> Double {
    let scored = orders.map { ($0.presented, (causeOf[$0.orderID] ?? nil) != nil) }.sorted { $0.0 < $1.0 }
    var (below, sum, positives) = (0.0, 0.0, 0.0)
    for (_, isCaused) in scored {
      if isCaused {
        sum += below
        positives += 1
      } else {
        below += 1
      }
    }
    return sum / max(positives * below, 1)
  }

  /// The mean square of the probability's error (Brier score).
  func error(_ orders: [OrderAttribution]) -> Double {
    orders.reduce(0) { sum, order in
      let truth = (causeOf[order.orderID] ?? nil) == nil ? 0.0 : 1.0
      return sum + (order.presented - truth) * (order.presented - truth) / Double(orders.count)
    }
  }
}
