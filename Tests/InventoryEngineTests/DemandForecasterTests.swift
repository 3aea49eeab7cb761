import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct DemandForecasterTests {
  private let catalog = Catalog([
    Product(sku: "TEA", name: "tea", category: "food"), Product(sku: "CUP", name: "cup", category: "home"),
    Product(sku: "PEN", name: "pen", category: "home"),
  ])

  /// Orders of one unit at Poisson times.
  private func orders(
    _ sku: SKU, perMinute rate: Double, from: Double, to: Double, _ generator: inout SeededGenerator
  ) -> [OrderEvent] {
    var events: [OrderEvent] = []
    for second in stride(from: from, to: to, by: 1) where Double.random(in: 0..<1, using: &generator) < rate / 60 {
      events.append(order(.created, "\(sku)-\(second)", sku: sku, at: second))
    }
    return events
  }

  private func fed(_ events: [OrderEvent], until end: Double) -> DemandForecaster {
    var forecaster = DemandForecaster(catalog: catalog)
    forecaster.advance(to: start)
    for event in events.sorted(by: { $0.eventTime < $1.eventTime }) {
      forecaster.observe(event, at: event.eventTime)
    }
    forecaster.advance(to: start + end)
    return forecaster
  }

  @Test func learnsTheBaseline() {
    var generator = SeededGenerator(seed: 1)
    let forecaster = fed(
      orders("TEA", perMinute: 4, from: 0, to: 1800, &generator)
        + orders("CUP", perMinute: 0.5, from: 0, to: 1800, &generator), until: 1800)
    #expect((3.3...4.7).contains(forecaster.baselineRate(of: "TEA")))
    #expect((0.25...0.9).contains(forecaster.baselineRate(of: "CUP")))
    #expect(forecaster.baselineRate(of: "PEN") < 0.3)
    let demand = forecaster.demand(for: "TEA", at: start + 1800, horizon: 300)
    #expect((15...27).contains(demand.mean))
    #expect(demand.quantile(0.05) < 20 && demand.quantile(0.95) > 20)
  }

  @Test func distributionsAreOnes() {
    var generator = SeededGenerator(seed: 2)
    var forecaster = fed(orders("TEA", perMinute: 2, from: 0, to: 900, &generator), until: 900)
    forecaster.presentationStarted("CUP", at: start + 900)
    forecaster.advance(to: start + 905)
    for sku in ["TEA", "CUP", "PEN", "UNKNOWN"] as [SKU] {
      for horizon in [1.0, 60, 3600] {
        let demand = forecaster.demand(for: sku, at: start + 905, horizon: horizon)
        #expect(abs(demand.probability(ofAtLeast: 0) - 1) < 1e-12)
        let tail = (0..<200).map { demand.probability(ofAtLeast: $0) }
        #expect(zip(tail, tail.dropFirst()).allSatisfy { $0 >= $1 - 1e-12 })
        let quantiles = [0.01, 0.1, 0.5, 0.9, 0.99].map(demand.quantile)
        #expect(quantiles == quantiles.sorted())
        for (level, units) in zip([0.01, 0.1, 0.5, 0.9, 0.99], quantiles) {
          #expect(1 - demand.probability(ofAtLeast: units + 1) >= level - 1e-9)
          #expect(units == 0 || 1 - demand.probability(ofAtLeast: units) < level)
        }
      }
    }
  }

  @Test func presentationsRaiseDemandForAWhile() {
    var generator = SeededGenerator(seed: 3)
    var events = orders("TEA", perMinute: 1, from: 0, to: 1500, &generator)
    events += orders("TEA", perMinute: 40, from: 920, to: 990, &generator)
    var forecaster = fed(events.filter { $0.eventTime <= start + 900 }, until: 900)
    let before = forecaster.demand(for: "TEA", at: start + 900, horizon: 120).mean
    forecaster.presentationStarted("TEA", at: start + 900)
    for event in events where event.eventTime > start + 900 && event.eventTime <= start + 950 {
      forecaster.observe(event, at: event.eventTime)
    }
    forecaster.advance(to: start + 950)
    #expect(forecaster.demand(for: "TEA", at: start + 950, horizon: 120).mean > 5 * before)
    forecaster.presentationEnded("TEA", at: start + 960)
    for event in events where event.eventTime > start + 950 { forecaster.observe(event, at: event.eventTime) }
    forecaster.advance(to: start + 1500)
    #expect(forecaster.demand(for: "TEA", at: start + 1500, horizon: 120).mean < 3 * before + 2)
    #expect((0.5...1.6).contains(forecaster.baselineRate(of: "TEA")))
    let response = forecaster.response(to: "TEA")
    #expect((25...65).contains(response?.size ?? 0))
  }

  @Test func aPlannedEndEndsPresentations() {
    var forecaster = DemandForecaster(catalog: catalog)
    forecaster.advance(to: start)
    forecaster.presentationStarted("TEA", at: start + 10)
    forecaster.presentationEnded("TEA", at: start + 50)
    forecaster.advance(to: start + 60)
    let open = forecaster.demand(for: "PEN", at: start + 60, horizon: 3600).mean
    forecaster.plannedEnd = start + 70
    #expect(forecaster.demand(for: "PEN", at: start + 60, horizon: 3600).mean < open)
  }

  @Test func expectedResponsesReplaceTheLearntOnes() {
    var forecaster = DemandForecaster(catalog: catalog)
    forecaster.advance(to: start)
    forecaster.presentationStarted("TEA", at: start + 10)
    let before = forecaster.demand(for: "TEA", at: start + 10, horizon: 300).mean
    forecaster.expect(ExpectedResponse(unitsPerMinute: [.nan, .infinity, -5]), for: "TEA")
    #expect(forecaster.demand(for: "TEA", at: start + 10, horizon: 300).mean == before)
    forecaster.expect(ExpectedResponse(unitsPerMinute: Array(repeating: 60, count: 24)), for: "TEA")
    let demand = forecaster.demand(for: "TEA", at: start + 10, horizon: 300)
    #expect((100...145).contains(demand.mean))
  }

  @Test func categoryPriorsCount() {
    let prior = CategoryPrior(baselineRate: 3, upliftOrders: 200, weight: 10)
    var forecaster = DemandForecaster(catalog: catalog, priors: ["food": prior])
    forecaster.advance(to: start)
    #expect(forecaster.expectedUplift(of: "TEA") > 150)
    #expect(forecaster.expectedUplift(of: "CUP") < 50)
    #expect(forecaster.baselineRate(of: "TEA") > 2 * forecaster.baselineRate(of: "CUP"))
  }

  @Test func stockoutTimesFollowThePace() throws {
    var generator = SeededGenerator(seed: 4)
    let forecaster = fed(orders("TEA", perMinute: 6, from: 0, to: 1800, &generator), until: 1800)
    let forecast = forecaster.stockout(of: "TEA", available: 60, at: start + 1800, horizon: 3600)
    let (low, median, high) = try (
      #require(forecast.low), #require(forecast.median), #require(forecast.high)
    )
    #expect((400...700).contains(median))
    #expect(low < median && median < high && forecast.probability > 0.99)
    #expect(forecaster.stockout(of: "TEA", available: 0, at: start + 1800, horizon: 3600).median == 0)
    let never = forecaster.stockout(of: "TEA", available: 1_000_000, at: start + 1800, horizon: 3600)
    #expect(never.median == nil && never.probability < 1e-6)
  }

  @Test func wildInputsDoNotBreakIt() {
    var generator = SeededGenerator(seed: 5)
    var forecaster = DemandForecaster(catalog: catalog)
    for index in 0..<3000 {
      let sku: SKU = ["TEA", "CUP", "PEN", "NEW"].randomElement(using: &generator) ?? tea
      let time = start + Double.random(in: -100_000...100_000, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: forecaster.presentationStarted(sku, at: time)
      case 1: forecaster.presentationEnded(sku, at: time)
      case 2: forecaster.advance(to: time)
      default:
        let quantity = [1, 2, -1, 0, Int.max, 5].randomElement(using: &generator) ?? 1
        forecaster.observe(order(.created, "\(index)", quantity, sku: sku), at: time)
      }
    }
    for sku in ["TEA", "CUP", "PEN", "NEW"] as [SKU] {
      let demand = forecaster.demand(for: sku, at: start + 100_000, horizon: 600)
      #expect(demand.mean.isFinite && demand.mean >= 0)
      #expect(demand.quantile(0.5) >= 0)
    }
  }
}
