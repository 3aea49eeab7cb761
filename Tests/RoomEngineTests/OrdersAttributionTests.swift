import Foundation
import Intake
import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

@Suite struct OrdersAttributionTests {
  @Test func tellsCausesApartWithoutAnyHintInTheOrders() {
    let show = SimulatedShow(seed: 1)
    let fit = AttributionFit(show.input)
    #expect(show.area(fit.orders) > 0.95)
    let right = fit.orders.count { order in
      guard let cause = show.causeOf[order.orderID] ?? nil else { return false }
      return order.causes.first?.presentationID == cause
    }
    #expect(Double(right) > 0.9 * Double(show.caused.values.reduce(0, +)))
    #expect(fit.orders.allSatisfy { abs($0.causes.reduce($0.baseline) { $0 + $1.probability } - 1) < 1e-4 })
  }

  @Test func learnsWhatAChannelSays() {
    var settings = SimulatedShow.Settings()
    settings.baseline = 4
    settings.strength = 15
    let plain = SimulatedShow(seed: 2, settings)
    settings.hasSource = true
    let marked = SimulatedShow(seed: 2, settings)
    let without = plain.error(AttributionFit(plain.input).orders)
    let with = marked.error(AttributionFit(marked.input).orders)
    #expect(with < 0.7 * without)
  }

  @Test func findsTheLag() {
    var settings = SimulatedShow.Settings()
    settings.presentations = 40
    settings.strength = 40
    let lag = AttributionFit(SimulatedShow(seed: 3, settings).input).lag
    // Gamma with shape 1.5 and mean 30, after 8 s: median 31.7 s, nine in ten by 70.5 s.
    #expect(abs(lag.p50 - 31.7) < 4)
    #expect(abs(lag.p90 - 70.5) < 9)
  }

  @Test(arguments: [false, true])
  func upliftIntervalsHoldWhatTheyPromise(hasSource: Bool) {
    var (inside, all, error, total) = (0, 0, 0.0, 0.0)
    for seed in 100..<130 as Range<UInt64> {
      var settings = SimulatedShow.Settings()
      settings.hasSource = hasSource
      settings.baseline = seed % 2 == 0 ? 0.5 : 3
      settings.lag = seed % 3 == 0 ? 60 : 25
      let show = SimulatedShow(seed: seed, settings)
      for row in AttributionFit(show.input).uplift {
        let truth = Double(show.caused[row.presentationID] ?? 0)
        all += 1
        if (row.upliftLow...row.upliftHigh).contains(truth) { inside += 1 }
        error += row.upliftOrders - truth
        total += truth
      }
    }
    let coverage = Double(inside) / Double(all)
    print("coverage \(coverage) of \(all), total error \(error / total)")
    #expect((0.90...0.99).contains(coverage))
    #expect(abs(error / total) < 0.08)
  }

  @Test func theSameInputGivesTheSameResult() {
    let show = SimulatedShow(seed: 5)
    var shuffled = show.input
    var dice = Dice(seed: 6)
    shuffled.demand.shuffle(using: &dice)
    shuffled.presentations.shuffle(using: &dice)
    let (first, second) = (AttributionFit(show.input), AttributionFit(shuffled))
    #expect(first.orders == second.orders)
    #expect(first.uplift == second.uplift)
  }

  @Test func emptyAndOddShowsAreNoTrouble() {
    func fit(_ presentations: [Presentation], _ demand: [DemandEvent]) -> AttributionFit {
      AttributionFit(
        AttributionInput(
          presentations: presentations, showEnd: StreamTime(seconds: 100), demand: demand, catalog: Catalog([])))
    }
    let presentation = Presentation(
      id: "P", sku: "S", start: StreamTime(seconds: 50), end: StreamTime(seconds: 50), confidence: 1,
      announcedAt: .zero, reasons: [])
    let far = DemandEvent(orderID: "O", sku: "S", time: StreamTime(microseconds: .max))
    let past = DemandEvent(orderID: "O2", sku: "T", time: StreamTime(microseconds: .min))
    #expect(fit([], []).orders.isEmpty)
    #expect(fit([presentation], []).uplift.count == 1)
    #expect(fit([], [far]).orders.first?.baseline == 1)
    #expect(fit([presentation], [far, past, far]).orders.count == 3)
  }

  @Test func liveComesCloseToTheFullFit() {
    var settings = SimulatedShow.Settings()
    settings.presentations = 30
    settings.hasSource = true
    let show = SimulatedShow(seed: 7, settings)
    var live = LiveAttribution(catalog: Catalog([]))
    var results: [OrderAttribution] = []
    var presentations = show.input.presentations[...]
    for event in show.input.demand.sorted(by: { $0.time < $1.time }) {
      while let next = presentations.first, next.start <= event.time {
        var open = next
        open.end = nil
        live.update(open)
        presentations.removeFirst()
      }
      for presentation in show.input.presentations where (presentation.end ?? .zero) <= event.time {
        live.update(presentation)
      }
      if let result = live.observe(event) { results.append(result) }
    }
    #expect(results.count == show.input.demand.count)
    let (full, online) = (show.area(AttributionFit(show.input).orders), show.area(results))
    print("area: full fit \(full), live \(online)")
    #expect(online > 0.93)
    #expect(full > online - 0.01)
  }

  @Test func findsAPresentationThatNobodyHeardAndInventsNone() {
    var (found, missing, invented) = (0, 0, 0)
    for seed in 200..<215 as Range<UInt64> {
      var settings = SimulatedShow.Settings()
      settings.products = 20
      var show = SimulatedShow(seed: seed, settings)
      #expect(AttributionFit(show.input).unexplainedPulses.count <= 1)
      guard let place = show.input.presentations.firstIndex(where: { (show.caused[$0.id] ?? 0) > 25 }) else { continue }
      let lost = show.input.presentations.remove(at: place)
      missing += 1
      for pulse in AttributionFit(show.input).unexplainedPulses {
        if pulse.sku == lost.sku, abs(pulse.start - lost.start) < 30 { found += 1 } else { invented += 1 }
      }
    }
    print("unheard presentations: \(found) of \(missing) found, \(invented) invented")
    #expect(missing > 8)
    #expect(Double(found) >= 0.8 * Double(missing))
    #expect(invented <= 2)
  }

  @Test func findsAChangeOfTheDelay() throws {
    var settings = SimulatedShow.Settings()
    settings.presentations = 20
    settings.strength = 60
    settings.lag = 12
    var show = SimulatedShow(seed: 11, settings)
    #expect(AttributionFit(show.input).delayChange == nil)
    let change = show.input.presentations[10].start
    let late = Set(show.input.presentations[10...].map(\.id))
    for index in show.input.demand.indices {
      if let cause = show.causeOf[show.input.demand[index].orderID] ?? nil, late.contains(cause) {
        show.input.demand[index].time = show.input.demand[index].time + 10
      }
    }
    let found = try #require(AttributionFit(show.input).delayChange)
    #expect(abs(found.at - change) < 90)
    #expect(abs(found.change - 10) <= 3)
  }
}
