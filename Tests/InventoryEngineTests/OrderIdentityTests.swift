import InventoryEngine
import LiveshelfCore
import Testing

/// Which events are one event, which units are one line's, and where they are.
@Suite struct OrderIdentityTests {
  private func ledger(_ snapshots: StockSnapshot..., rules: LedgerRules = LedgerRules(), catalog: Catalog = Catalog([]))
    -> StockLedger
  {
    var ledger = StockLedger(rules: rules, catalog: catalog)
    for snapshot in snapshots { _ = ledger.record(snapshot) }
    return ledger
  }

  @Test func linesOfOneOrderCountEachForItself() {
    var ledger = ledger(snapshot(20, option: "red"), snapshot(20, option: "blue"), snapshot(20, warehouse: "WEST"))
    _ = ledger.apply(order(.created, "A", 1, option: "red", eventID: "1"))
    _ = ledger.apply(order(.created, "A", 2, option: "blue", eventID: "2"))
    _ = ledger.apply(order(.created, "A", 4, warehouse: "WEST", eventID: "3"))
    #expect(ledger.table.map(\.balance.available) == [18, 19, 16] || ledger.available(tea) == 53)
    #expect(ledger.available(tea) == 53)
  }

  @Test func partialCancellationsAllGiveBack() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 10))
    for (number, units) in [3, 3, 4].enumerated() {
      _ = ledger.apply(order(.cancelled, "A", units, eventID: "c\(number)"))
    }
    #expect(ledger.available(tea) == 20)
    #expect(ledger.isUndone(source: "", orderID: "A", sku: tea))
  }

  @Test func anIDBelongsToItsSourceAndNamesOneEvent() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 1, eventID: "1", source: "douyin"))
    #expect(!ledger.apply(order(.created, "A", 2, eventID: "1", source: "taobao")).isRepeat)
    #expect(ledger.apply(order(.created, "A", 1, eventID: "1", source: "douyin")).isRepeat)
    let other = ledger.apply(order(.created, "A", 5, eventID: "1", source: "douyin"))
    #expect(other.isRefused && other.notices == [.idReused(causeID: "1")])
    #expect(ledger.available(tea) == 17 && ledger.counts.refused == 1)
  }

  @Test func whatWasPaidAndNeverOrderedCountsAsOrdered() {
    var ledger = ledger(snapshot(20))
    let paid = ledger.apply(order(.paid, "A", 3))
    #expect(paid.notices.map(\.code) == ["order_implied"])
    #expect(ledger.available(tea) == 17)
    // The creation comes after all.
    _ = ledger.apply(order(.created, "A", 3, at: 5))
    #expect(ledger.available(tea) == 17)
    #expect(ledger.balance(of: StockCell(sku: tea, warehouse: "EAST"))?.reserved == 0)
  }

  @Test func unitsAreWhereTheyWereSentTo() {
    var ledger = ledger(snapshot(20), snapshot(20, warehouse: "WEST"))
    _ = ledger.apply(order(.created, "A", 3, at: 10))
    _ = ledger.apply(order(.paid, "A", 3, warehouse: "WEST", at: 20))
    #expect(ledger.available(tea, in: "EAST") == 20 && ledger.available(tea, in: "WEST") == 17)
    _ = ledger.apply(order(.created, "B", 4, at: 10))
    _ = ledger.apply(order(.rerouted, "B", 2, warehouse: "WEST", at: 30))
    #expect(ledger.available(tea, in: "EAST") == 18 && ledger.available(tea, in: "WEST") == 15)
  }

  @Test func anOrderWithoutWarehouseIsWhereItIsSentFrom() {
    var ledger = ledger(snapshot(20), snapshot(20, warehouse: "WEST"))
    #expect(ledger.apply(order(.created, "A", 3, warehouse: "")).notices.map(\.code) == ["waits_for_opening"])
    _ = ledger.apply(order(.paid, "A", 3, warehouse: "WEST", at: 20))
    #expect(ledger.available(tea, in: "EAST") == 20 && ledger.available(tea, in: "WEST") == 17)
  }

  @Test func anEditReplacesTheQuantity() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 3))
    _ = ledger.apply(order(.edited, "A", 5, at: 20, eventID: "e1"))
    #expect(ledger.available(tea) == 15)
    _ = ledger.apply(order(.edited, "A", 2, at: 30, eventID: "e2"))
    #expect(ledger.available(tea) == 18)
    #expect(ledger.balance(of: StockCell(sku: tea, warehouse: "EAST"))?.reserved == 2)
  }

  @Test func unpaidOrdersExpireByTheRuleOfTheirSource() {
    var rules = LedgerRules()
    rules.reservationMinutes = ["app": 15]
    var ledger = ledger(snapshot(20), rules: rules)
    _ = ledger.apply(order(.created, "A", 3, source: "app"))
    _ = ledger.apply(order(.created, "B", 4, source: "live"))
    #expect(ledger.advance(to: start + 909).movements.isEmpty)
    #expect(ledger.advance(to: start + 911).movements.map(\.kind) == [.expiry])
    #expect(ledger.available(tea) == 16)
    // The platform's own cancellation says the same once more; a payment after all sells them again.
    #expect(ledger.apply(order(.cancelled, "A", 3, at: 920, source: "app")).movements.isEmpty)
    #expect(ledger.apply(order(.paid, "A", 3, at: 100, source: "app")).movements.isEmpty == false)
  }

  @Test func aKitSellsItsParts() {
    let catalog = Catalog([
      Product(sku: "BOX", name: "box", parts: [KitPart(sku: tea, quantity: 2), KitPart(sku: "CUP")])
    ])
    var ledger = ledger(snapshot(20), snapshot(5, sku: "CUP"), catalog: catalog)
    #expect(ledger.available("BOX") == 5)
    _ = ledger.apply(order(.created, "A", 3, sku: "BOX"))
    #expect(ledger.available(tea) == 14 && ledger.available("CUP") == 2 && ledger.available("BOX") == 2)
    _ = ledger.apply(order(.cancelled, "A", 1, sku: "BOX"))
    #expect(ledger.available(tea) == 16 && ledger.available("CUP") == 3)
    // Boxes put together beforehand are stock of their own.
    _ = ledger.record(snapshot(0, sku: "BOX", at: 100))
    _ = ledger.apply(
      StockTransaction(id: "K", time: start + 200, sku: "BOX", .assembly(warehouse: "EAST", quantity: 2)))
    #expect(ledger.available(tea) == 12 && ledger.available("CUP") == 1 && ledger.available("BOX") == 2)
    _ = ledger.apply(order(.created, "B", 1, sku: "BOX", at: 300))
    #expect(ledger.available(tea) == 12 && ledger.available("BOX") == 1)
  }

  @Test func rowsWithoutOptionAreSubtractedFromTheProductAndCanBeAssigned() {
    var open = ledger(snapshot(6, option: "red"), snapshot(4, option: "blue"))
    #expect(open.apply(order(.created, "A", 3)).notices.map(\.code) == ["options_unassigned"])
    #expect(open.available(tea) == 7 && open.sellable(tea) == 7)
    #expect(open.unassigned.map(\.balance.available) == [-3])
    var rules = LedgerRules()
    rules.optionForUnassigned = ["TEA": "red"]
    var assigned = ledger(snapshot(6, option: "red"), snapshot(4, option: "blue"), rules: rules)
    _ = assigned.apply(order(.created, "A", 3))
    #expect(assigned.availableByOption(of: tea, in: "EAST") == ["red": 3, "blue": 4])
  }

  @Test func ordersOfOptionsWaitForTheirOpeningInAnyOrder() {
    var ledger = StockLedger()
    _ = ledger.apply(order(.created, "A", 3, option: "blue"))
    _ = ledger.record(snapshot(6, option: "red"))
    #expect(ledger.available(tea) == 3)
    _ = ledger.record(snapshot(4, option: "blue"))
    #expect(ledger.availableByOption(of: tea, in: "EAST") == ["red": 6, "blue": 1])
  }

  @Test func preSoldUnitsAreFilledByTheNextReceipt() {
    var ledger = ledger(snapshot(2))
    var presold = order(.created, "A", 5)
    presold.presaleDue = start + 86_400 * 7
    _ = ledger.apply(presold)
    let cell = StockCell(sku: tea, warehouse: "EAST")
    #expect(ledger.balance(of: cell)?.available == 2 && ledger.balance(of: cell)?.owed == 5)
    _ = ledger.apply(receipt(4, "R1", time: 100))
    #expect(ledger.balance(of: cell)?.available == 2 && ledger.balance(of: cell)?.owed == 1)
    _ = ledger.apply(receipt(4, "R2", time: 200))
    #expect(ledger.balance(of: cell)?.available == 5 && ledger.balance(of: cell)?.owed == 0)
    // The order came before the first receipt, and is told of after both: the balances are the same.
    var late = self.ledger(snapshot(2))
    _ = late.apply(receipt(4, "R1", time: 100))
    _ = late.apply(receipt(4, "R2", time: 200))
    _ = late.apply(presold)
    #expect(late.balance(of: cell)?.available == 5 && late.balance(of: cell)?.owed == 0)
  }

  @Test func refundsGiveBackWhatWasNotSent() {
    var rules = LedgerRules()
    rules.shippingSources = ["*"]
    var ledger = ledger(snapshot(20), rules: rules)
    let cell = StockCell(sku: tea, warehouse: "EAST")
    for id in ["A", "B"] { for type in [OrderEventType.created, .paid] { _ = ledger.apply(order(type, id, 3)) } }
    _ = ledger.apply(order(.shipped, "B", 3))
    for id in ["A", "B"] { _ = ledger.apply(order(.refunded, id, 3, at: 50)) }
    #expect(ledger.balance(of: cell)?.available == 17 && ledger.balance(of: cell)?.returning == 3)
    _ = ledger.apply(
      StockTransaction(
        id: "R", time: start + 100, sku: tea, .returnReceived(warehouse: "EAST", quantity: 3, resellable: 2)))
    #expect(ledger.balance(of: cell)?.available == 19 && ledger.balance(of: cell)?.returning == 0)
  }

  @Test func aBeginningBelowZeroIsRefused() {
    var ledger = StockLedger()
    #expect(ledger.record(snapshot(-5)).notices.map(\.code) == ["quantity_refused"])
    #expect(ledger.record(snapshot(5)).notices.isEmpty && ledger.available(tea) == 5)
  }

  @Test func aFullCountLeavesNothingUnnamed() {
    var ledger = ledger(snapshot(6, option: "red"), snapshot(4, option: "blue"), snapshot(9, option: "green"))
    func full(_ option: String, _ units: Int, _ id: String) -> StockTransaction {
      StockTransaction(
        id: id, time: start + 100, sku: tea, option: option, .count(warehouse: "EAST", units: units, scope: .full))
    }
    _ = ledger.apply(full("red", 5, "C1"))
    _ = ledger.apply(full("blue", 3, "C2"))
    #expect(ledger.availableByOption(of: tea, in: "EAST") == ["red": 5, "blue": 3, "green": 0])
    let whole = StockTransaction(id: "C3", time: start + 200, sku: tea, .count(warehouse: "EAST", units: 9))
    #expect(ledger.apply(whole).notices.map(\.code) == ["option_needed"])
  }

  @Test func placesWithoutEndAreRefused() {
    var ledger = StockLedger()
    var refused = 0
    for number in 0..<400 {
      let told = ledger.record(snapshot(1, warehouse: "W\(number)"))
      refused += told.notices.count { $0.code == "too_many_places" }
    }
    #expect(refused == 200 && ledger.warehouses(of: tea).count == 200)
  }
}
