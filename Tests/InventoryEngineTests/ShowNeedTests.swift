import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct ShowNeedTests {
  @Test func coversDemandWithTheServiceLevel() {
    #expect(ShowNeed(demand: 100, unitsPerOrder: 1, serviceLevel: 0.95).stock == 117)
    #expect(ShowNeed(demand: 100, unitsPerOrder: 4, serviceLevel: 0.95).stock == 133)
    #expect(ShowNeed(demand: 100, unitsPerOrder: 1, serviceLevel: 0.5).stock == 100)
    #expect(ShowNeed(demand: 0, unitsPerOrder: 1).stock == 0)
  }

  @Test func whatIsOwedIsOrderedAndWhatIsThereIsNot() {
    let need = ShowNeed(demand: 100, unitsPerOrder: 1)
    #expect(need.order(left: 20) == need.stock - 20)
    #expect(need.order(left: -20) == need.stock + 20)
    #expect(need.order(left: 500) == 0)
  }

  @Test(arguments: [-1, 0, 1e-9, 1, 41_187, 1e30, Double.infinity, -.infinity, .nan])
  func anyNumbersGiveAFiniteOrder(demand: Double) {
    for other in [-1, 0, 1, 1e30, Double.nan, .infinity] {
      let need = ShowNeed(demand: demand, unitsPerOrder: other, serviceLevel: other)
      #expect(need.stock >= 0 && need.demand >= 0)
      for left in [Int.min, -1, 0, 1, .max] { #expect(need.order(left: left) >= 0) }
    }
  }

  /// One order, in the first moment, with refunds and negative stock: nothing that a buyer would laugh at.
  @Test func nothingIsOrderedOnAWhim() {
    var advisor = InventoryAdvisor(catalog: Catalog([Product(sku: tea, name: "tea")]))
    var findings = advisor.consume(.snapshot(snapshot(1))).findings
    findings += advisor.consume(.time(start)).findings
    findings += advisor.consume(.presentationStarted(tea, at: start + 1)).findings
    findings += advisor.consume(.order(order(.created, "A", at: 2))).findings
    findings += advisor.consume(.order(order(.created, "B", 5, at: 3))).findings
    findings += advisor.consume(.order(order(.refunded, "A", at: 4))).findings
    for second in 5..<60 { findings += advisor.consume(.time(start + Double(second))).findings }
    #expect(advisor.ledger.available(tea) == -5)
    #expect(!findings.contains { $0.kind.type.contains("replenishment") })
  }
}
