import Foundation
import LiveshelfCore

/// Looks for rises of orders that look just like the answer to a presentation, where none is known. Without this the
/// orders of a missed presentation would all be called baseline, and raise it.
///
/// A response of the fitted shape is tried at every moment of the show for every product. The gain in log-likelihood must pay
/// for the number of places that were tried, as in a scan statistic (Kulldorff 1997). What was on stage meanwhile plays no part
/// here: the tracker weighs that.
struct PulseFinder {
  private static let step = 10.0
  /// Nats beyond the logarithm of the number of trials.
  private static let leastGain = 6.0
  private static let leastOrders = 4.0

  let fit: AttributionFit

  /// At most one pulse of each product, in the order of the products.
  func find() -> [OrderPulse] {
    let show = fit.show
    let known = show.stretches.filter { !$0.isMention }
    guard !known.isEmpty, show.showEnd > Self.step else { return [] }
    let lengths = known.map(\.length).sorted()
    let length = lengths[lengths.count / 2]
    let step = show.events.count > 100_000 ? 2 * Self.step : Self.step
    let places = Int(show.showEnd / step)
    let needed = log(Double(max(places * show.skus.count, 1))) + Self.leastGain
    let reach = min(LagTable.horizon, length + fit.shape.table.quantile(0.98))
    var ofSKU = [[Int]](repeating: [], count: show.skus.count)
    for event in show.events.indices { ofSKU[Int(show.sku[event])].append(event) }
    var found: [OrderPulse] = []
    for (sku, events) in ofSKU.enumerated() {
      var best: (gain: Double, start: Double, orders: Double)?
      var first = 0
      for place in 0..<places {
        let start = Double(place) * step
        while first < events.count, show.times[events[first]] < start { first += 1 }
        let own = known.contains { $0.sku == sku && start < $0.end + 20 && start + length > $0.start - 20 }
        if own { continue }
        let stretch = Stretch(sku: sku, start: start, end: start + length)
        let (gain, orders) = gain(of: stretch, events: events[first...], reach: reach)
        if gain > needed, gain > (best?.gain ?? 0) { best = (gain, start, orders) }
      }
      guard let best else { continue }
      found.append(
        OrderPulse(
          sku: show.skus[sku], start: StreamTime(seconds: best.start), end: StreamTime(seconds: best.start + length),
          strength: best.orders / max(fit.presentationPrior.mean, 1)))
    }
    return found
  }

  /// How much more likely the orders become with a response to `stretch` of the best strength, and that strength.
  private func gain(
    of stretch: Stretch, events: ArraySlice<Int>, reach: Double
  ) -> (nats: Double, orders: Double) {
    let show = fit.show
    var ratios: [Double] = []
    for event in events {
      let t = show.times[event]
      if t > stretch.start + reach { break }
      let response = stretch.response(t, fit.shape)
      let density = response.even + response.climax
      if density > 0 {
        ratios.append(density * fit.marks.likelihood(show.marks[event], .presentation) / fit.totals[event])
      }
    }
    guard Double(ratios.count) >= Self.leastOrders else { return (0, 0) }
    var strength = fit.presentationPrior.mean
    for _ in 0..<6 {
      strength = ratios.reduce(0) { $0 + strength * $1 / (1 + strength * $1) }
    }
    guard strength >= Self.leastOrders else { return (0, 0) }
    return (ratios.reduce(0) { $0 + log(1 + strength * $1) } - strength, strength)
  }
}
