import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct ReplenishmentPolicyTests {
  @Test(arguments: [(4.0, 1.0, 0.8), (1, 9, 0.5), (9, 0, 0.995), (0, 0, 0.5), (.nan, 1, 0.5), (.infinity, 1, 0.5)])
  func criticalRatio(underage: Double, overage: Double, level: Double) {
    #expect(ReplenishmentPolicy.criticalRatio(underage: underage, overage: overage) == level)
  }

  @Test func ordersUpToTheLevelBelowTheReorderPoint() throws {
    var forecaster = DemandForecaster(catalog: Catalog([Product(sku: tea, name: "tea")]))
    forecaster.advance(to: start)
    for second in 0..<60 { forecaster.observe(order(.created, "\(second)"), at: start + Double(second * 20)) }
    forecaster.advance(to: start + 1200)
    let (lead, protected) = (
      forecaster.demand(for: tea, at: start + 1200, horizon: 1200),
      forecaster.demand(for: tea, at: start + 1200, horizon: 2400)
    )
    let placed = try #require(
      ReplenishmentPolicy.order(position: 10, leadTimeDemand: lead, protectedDemand: protected, serviceLevel: 0.95))
    #expect(placed.reorderPoint == lead.quantile(0.95))
    #expect(placed.orderUpTo == protected.quantile(0.95))
    #expect(placed.quantity == placed.orderUpTo - 10)
    #expect(
      ReplenishmentPolicy.order(
        position: placed.reorderPoint + 1, leadTimeDemand: lead, protectedDemand: protected, serviceLevel: 0.95) == nil)
  }

  @Test(arguments: [(100, 0.5, 0, 0.5, 50), (90, 0.6, 10, 0.4, 30), (10, 0.5, 40, 0.5, 0), (10, 0, 0, 1, 9)])
  func transfersMakeBothLastEquallyLong(source: Int, share: Double, target: Int, targetShare: Double, units: Int) {
    #expect(ReplenishmentPolicy.balancingTransfer(from: source, share, to: target, targetShare) == units)
  }
}
