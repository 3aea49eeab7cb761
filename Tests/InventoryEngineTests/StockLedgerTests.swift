import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct StockLedgerTests {
  let cell = StockCell(sku: tea, warehouse: "EAST")

  private func ledger(_ snapshots: StockSnapshot..., rules: LedgerRules = LedgerRules()) -> StockLedger {
    var ledger = StockLedger(rules: rules)
    for snapshot in snapshots { _ = ledger.record(snapshot) }
    return ledger
  }

  @Test func createdReservesPaidCommitsCancelledReleases() throws {
    var ledger = ledger(snapshot(20, reserved: 5))
    _ = ledger.apply(order(.created, "A", 3))
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 20, reserved: 3, reservedElsewhere: 5))
    #expect(ledger.available(tea, in: "EAST") == 17)
    let paid = ledger.apply(order(.paid, "A", 3))
    #expect(paid.movements.map(\.kind) == [.commitment])
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 17, reserved: 0, reservedElsewhere: 5))
    _ = ledger.apply(order(.cancelled, "A", 3))
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 20, reserved: 0, reservedElsewhere: 5))
    _ = ledger.apply(order(.rejectedOutOfStock, "B", 4))
    #expect(ledger.available(tea) == 20)
  }

  @Test(arguments: [(false, 17), (true, 20)])
  func refundsReturnByRule(returns: Bool, available: Int) {
    var rules = LedgerRules()
    rules.refundReturnsStock = returns
    var ledger = ledger(snapshot(20), rules: rules)
    for type in [OrderEventType.created, .paid, .refunded] { _ = ledger.apply(order(type, "A", 3)) }
    #expect(ledger.available(tea, in: "EAST") == available)
  }

  @Test func refundRuleHasExceptions() {
    var rules = LedgerRules()
    rules.refundExceptions = [tea]
    var ledger = ledger(snapshot(20), rules: rules)
    for type in [OrderEventType.created, .paid, .refunded] { _ = ledger.apply(order(type, "A", 3)) }
    #expect(ledger.available(tea, in: "EAST") == 20)
  }

  @Test func repeatsChangeNothing() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 3))
    let result = ledger.apply(order(.created, "A", 3))
    #expect(result.isRepeat && result.movements.isEmpty)
    #expect(ledger.available(tea, in: "EAST") == 17)
  }

  @Test func ordersFromBeforeTheOpeningAreInItsCount() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 3, at: -5))
    #expect(ledger.available(tea, in: "EAST") == 20)
    _ = ledger.apply(order(.cancelled, "A", 3, at: 5))
    #expect(ledger.available(tea, in: "EAST") == 23)
  }

  @Test func ordersWaitForTheOpening() {
    var ledger = StockLedger()
    let early = ledger.apply(order(.created, "A", 3, at: 10))
    #expect(early.notices == [.waitsForOpening(causeID: "A-created", cell: cell)])
    _ = ledger.apply(order(.created, "B", 4, at: -10))
    #expect(ledger.available(tea) == nil)
    #expect(ledger.unopenedCells == [cell])
    let opening = ledger.record(snapshot(20))
    #expect(opening.movements.map(\.kind) == [.opening, .reservation])
    #expect(ledger.available(tea) == 17)
    #expect(ledger.unopenedCells.isEmpty)
  }

  @Test func cancellationsGiveBackNoMoreThanTheOrder() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 2))
    let result = ledger.apply(order(.cancelled, "A", 5))
    #expect(result.notices == [.releaseBeyondOrder(causeID: "A-cancelled", cell: cell, surplus: 3)])
    #expect(ledger.available(tea) == 20)
  }

  @Test func damagedQuantitiesAreRefused() {
    var ledger = ledger(snapshot(20))
    for quantity in [0, -3, Int.max, Int.min] {
      let result = ledger.apply(order(.created, "\(quantity)", quantity))
      #expect(result.movements.isEmpty && result.notices.count == 1)
    }
    #expect(ledger.record(snapshot(.max, sku: "X")).notices.count == 1)
    #expect(ledger.record(snapshot(5, sku: "X", inTransit: .min)).notices.count == 1)
    #expect(ledger.apply(receipt(.max, "R")).notices.count == 1)
    #expect(ledger.table.map(\.balance.available) == [20])
  }

  @Test func shipmentsArriveWhenDue() {
    var ledger = ledger(snapshot(20, inTransit: 100, arrival: 3600))
    #expect(ledger.advance(to: start + 3599).movements.isEmpty)
    #expect(ledger.advance(to: start + 3600).movements.map(\.onHand) == [100])
    #expect(ledger.advance(to: start + 7200).movements.isEmpty)
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 120))
  }

  @Test func overdueShipmentsAreNotCounted() {
    var ledger = StockLedger()
    let result = ledger.record(snapshot(20, inTransit: 100, arrival: -60))
    #expect(result.notices == [.shipmentOverdue(cell: cell, quantity: 100, arrival: start + -60)])
    #expect(ledger.advance(to: start + 1).movements.isEmpty)
    _ = ledger.apply(receipt(100, "R1"))
    #expect(ledger.apply(receipt(100, "R1")).isRepeat)
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 120))
  }

  @Test func laterSnapshotsAreComparedAndNotApplied() throws {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 3))
    #expect(ledger.record(snapshot(17, at: 300)).notices.isEmpty)
    let first = ledger.record(snapshot(14, at: 600))
    #expect(
      first.notices == [
        .countDiffers(StockDifference(cell: cell, time: start + 600, counted: 14, expected: 17, standing: 0))
      ])
    let second = ledger.record(snapshot(15, at: 900))
    let standing = StockDifference(cell: cell, time: start + 900, counted: 15, expected: 17, standing: -2)
    #expect(second.notices == [.countDiffers(standing)])
    #expect(ledger.available(tea) == 17)
    #expect(ledger.differences == [standing])
    _ = ledger.apply(count(15, "C1", time: 900))
    #expect(ledger.apply(count(15, "C1", time: 900)).isRepeat)
    #expect(ledger.available(tea) == 15)
    #expect(ledger.differences.isEmpty)
  }

  @Test func oldAndContradictingSnapshotsAreReported() {
    var ledger = ledger(snapshot(20), snapshot(20, at: 300))
    #expect(
      ledger.record(snapshot(9, at: 200)).notices
        == [.snapshotOutdated(cell: cell, time: start + 200, newest: start + 300)])
    #expect(
      ledger.record(snapshot(9, at: 300)).notices
        == [.snapshotsDisagree(cell: cell, time: start + 300, first: 20, second: 9)])
    #expect(ledger.available(tea) == 20)
  }

  @Test func waitingRoomIsLimited() {
    var rules = LedgerRules()
    rules.waitingRoom = 2
    var ledger = StockLedger(rules: rules)
    for id in ["A", "B"] { _ = ledger.apply(order(.created, id)) }
    #expect(ledger.apply(order(.created, "C")).notices == [.waitingRoomFull(causeID: "C-created", cell: cell)])
    _ = ledger.record(snapshot(20))
    #expect(ledger.available(tea) == 18)
  }

  @Test func optionsAreCountedWhereTheSnapshotDoes() {
    var ledger = StockLedger()
    for (option, units) in [("red", 6), ("blue", 4)] { _ = ledger.record(snapshot(units, option: option)) }
    func options() -> [String: Int] { ledger.availableByOption(of: tea, in: "EAST") }
    _ = ledger.apply(order(.created, "A", 2, option: "red"))
    _ = ledger.apply(order(.created, "B", 5, option: "blue"))
    _ = ledger.apply(order(.paid, "A", 2, option: "red"))
    #expect(options() == ["red": 4, "blue": -1])
    _ = ledger.apply(order(.cancelled, "B", 5, option: "blue"))
    #expect(options() == ["red": 4, "blue": 4])
    #expect(ledger.available(tea, in: "EAST") == 8)
  }
}
