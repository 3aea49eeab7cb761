import InventoryEngine
import LiveshelfCore
import RoomEngine
import Testing

/// What a show's advice to order says, over whole engines.
@Suite struct ReplenishmentTests {
  private func orders(_ signals: [Signal]) -> [(signal: Signal, units: Int, neededBy: WallTime, lead: Double)] {
    signals.compactMap { signal in
      guard case .replenishmentRecommended(let units, let neededBy, let lead, _) = signal.kind,
        signal.situation?.phase != .resolved
      else { return nil }
      return (signal, units, neededBy, lead)
    }
  }

  @Test(arguments: 1..<9)
  func adviceLiesWithinHalfAndDoubleOfTheReport(seed: Int) throws {
    let show = MadeUpShow(seed: UInt64(seed)).run()
    for advice in orders(show.signals) {
      let sku = try #require(advice.signal.sku)
      let report = show.order(of: sku)
      #expect(
        2 * advice.units >= report && advice.units <= 2 * report,
        "\(sku) at \(advice.signal.detectedAt): \(advice.units), the report says \(report)")
      #expect(advice.neededBy >= advice.signal.time + (advice.lead - 1))
    }
    // What ran out is told of.
    let told = Set(orders(show.signals).compactMap(\.signal.sku))
    for product in MadeUpShow.catalog.products where show.asked(of: product.sku) >= 40 {
      let left = show.engine.stockRows(of: product.sku).reduce(0) { $0 + $1.balance.available }
      #expect(left > 0 || told.contains(product.sku), "\(product.sku) ran out, and nobody was told to order")
    }
  }

  @Test(arguments: 1..<5)
  func historyRaisesNoAlarms(seed: Int) {
    let plain = MadeUpShow(seed: UInt64(seed)).run()
    let known = MadeUpShow(daysBefore: 28, seed: UInt64(seed)).run()
    #expect(!plain.alarms.isEmpty)
    #expect(known.alarms.count <= plain.alarms.count)
    #expect(known.signals.allSatisfy { $0.detectedAt >= .zero })
    for advice in orders(known.signals) {
      let asked = advice.signal.sku.map(known.asked) ?? 0
      // Six units a day for two days and one, or a show like this one: the greater, and what is owed.
      #expect(advice.units <= 3 * max(asked, 18) + 20)
    }
  }

  @Test(arguments: [1, 2, 3])
  func hardlyAnythingSeenIsNoReasonToOrderMuch(presentations: Int) {
    for seed in 20..<24 {
      let show = MadeUpShow(presentations: presentations, stock: 0...2, seed: UInt64(seed)).run()
      for advice in orders(show.signals) {
        let asked = advice.signal.sku.map(show.asked) ?? 0
        #expect(advice.units <= 3 * asked + 10, "\(advice.units) where \(asked) were asked for")
      }
    }
  }
}
