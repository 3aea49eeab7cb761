import Foundation
import LiveshelfCore

/// Looks for presentations that nobody heard: bursts of orders that look just like the answer to a presentation, where none
/// is known. Without this the orders of a missed presentation would all be called baseline, and raise it.
///
/// A response of the fitted shape is tried at every moment of the show for every product. The gain in log-likelihood must pay
/// for the number of places that were tried, as in a scan statistic (Kulldorff 1997), and more where another product
/// was being presented.
struct SuspectFinder {
  private static let step = 10.0
  /// Nats beyond the logarithm of the number of trials.
  private static let leastGain = 6.0
  private static let overlapCost = 8.0
  private static let leastOrders = 4.0

  let fit: AttributionFit

  /// At most one new presentation of each product, in the order of the products.
  func find() -> [Presentation] {
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
    var found: [Presentation] = []
    for (sku, events) in ofSKU.enumerated() {
      var best: (gain: Double, start: Double)?
      var first = 0
      for place in 0..<places {
        let start = Double(place) * step
        while first < events.count, show.times[events[first]] < start { first += 1 }
        let own = known.contains { $0.sku == sku && start < $0.end + 20 && start + length > $0.start - 20 }
        if own { continue }
        let stretch = Stretch(sku: sku, start: start, end: start + length)
        let gain = gain(of: stretch, events: events[first...], reach: reach) - cost(of: stretch, among: known)
        if gain > needed, gain > (best?.gain ?? 0) { best = (gain, start) }
      }
      guard let best else { continue }
      let name = show.skus[sku]
      found.append(
        Presentation(
          id: "suspected-\(name)-\(Int(best.start))", sku: name, start: StreamTime(seconds: best.start),
          end: StreamTime(seconds: best.start + length), confidence: 1 - exp(-(best.gain - needed + 3)),
          announcedAt: StreamTime(seconds: show.showEnd),
          reasons: [.ordersRose]))
    }
    return found
  }

  /// How much more likely the orders become with a response to `stretch` of the best strength.
  private func gain(of stretch: Stretch, events: ArraySlice<Int>, reach: Double) -> Double {
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
    guard Double(ratios.count) >= Self.leastOrders else { return 0 }
    var strength = fit.presentationPrior.mean
    for _ in 0..<6 {
      strength = ratios.reduce(0) { $0 + strength * $1 / (1 + strength * $1) }
    }
    guard strength >= Self.leastOrders else { return 0 }
    return ratios.reduce(0) { $0 + log(1 + strength * $1) } - strength
  }

  private func cost(of stretch: Stretch, among known: [Stretch]) -> Double {
    let covered = known.reduce(0.0) { $0 + max(0, min($1.end, stretch.end) - max($1.start, stretch.start)) }
    return covered > stretch.length / 2 ? Self.overlapCost : 0
  }
}
