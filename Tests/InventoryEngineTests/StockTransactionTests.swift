import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct StockTransactionTests {
  private let cell = StockCell(sku: tea, warehouse: "EAST")
  private let north = StockCell(sku: tea, warehouse: "NORTH")

  private func ledger(_ snapshots: StockSnapshot...) -> StockLedger {
    var ledger = StockLedger()
    for snapshot in snapshots { _ = ledger.record(snapshot) }
    return ledger
  }

  @Test func transfersMoveUnits() {
    var ledger = ledger(snapshot(20), snapshot(3, warehouse: "WEST"))
    let moved = ledger.apply(transfer(5, "T1", from: "EAST", to: "WEST"))
    #expect(moved.movements.map(\.kind) == [.transferOut, .transferIn])
    #expect(ledger.table.map(\.balance.onHand) == [15, 8])
    #expect(ledger.available(tea) == 23)
  }

  @Test func whatNamesAnUnknownPlaceIsLeftOutAndCanBeSentAgain() {
    var ledger = ledger(snapshot(20))
    let cases = [
      transfer(5, "T1", from: "EAST", to: "NORTH"), receipt(5, "R1", at: "NORTH"),
      count(5, "C1", at: "NORTH", time: 60),
    ]
    for transaction in cases {
      let result = ledger.apply(transaction)
      #expect(result.notices == [.unknownCell(causeID: transaction.id, cell: north)])
      #expect(result.movements.isEmpty)
    }
    #expect(ledger.table.map(\.balance.onHand) == [20])
    _ = ledger.record(snapshot(1, warehouse: "NORTH"))
    #expect(ledger.apply(receipt(5, "R1", at: "NORTH")).movements.map(\.onHand) == [5])
  }

  @Test func anIDNamesOneTransaction() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(receipt(5, "R1"))
    #expect(ledger.apply(receipt(5, "R1")).isRepeat)
    let other = ledger.apply(receipt(6, "R1"))
    #expect(!other.isRepeat && other.notices == [.idReused(causeID: "R1")] && other.movements.isEmpty)
    // An order's event of the same name is another thing.
    #expect(!ledger.apply(order(.created, "A", eventID: "R1")).isRepeat)
    #expect(ledger.available(tea) == 24)
  }

  @Test(arguments: [0, -1, Int.min, Int.max]) func damagedQuantitiesAreRefused(quantity: Int) {
    var ledger = ledger(snapshot(20), snapshot(20, warehouse: "WEST"))
    var transactions = [receipt(quantity, "R"), transfer(quantity, "T", from: "EAST", to: "WEST")]
    // A count of nothing is a count.
    if quantity != 0 { transactions.append(count(quantity, "C", time: 60)) }
    for transaction in transactions {
      let result = ledger.apply(transaction)
      #expect(result.movements.isEmpty && result.notices.map(\.code) == ["quantity_refused"])
    }
    #expect(ledger.available(tea) == 40)
  }

  @Test func whatTheOpeningContainsChangesNothing() {
    var ledger = ledger(snapshot(20), snapshot(3, warehouse: "WEST", at: 100))
    let early = ledger.apply(receipt(5, "R1", time: -10))
    #expect(early.notices == [.precedesOpening(causeID: "R1", cell: cell, opened: start)])
    // One end of the transfer is older than its opening, and the other is not.
    let half = ledger.apply(transfer(5, "T1", from: "EAST", to: "WEST", time: 50))
    #expect(half.movements.map(\.onHand) == [-5])
    #expect(ledger.table.map(\.balance.onHand) == [15, 3])
  }

  @Test func aTransferOfMoreThanThereIsIsBookedAndToldOf() {
    var ledger = ledger(snapshot(2), snapshot(0, warehouse: "WEST"))
    let result = ledger.apply(transfer(5, "T1", from: "EAST", to: "WEST"))
    #expect(result.notices == [.belowZero(causeID: "T1", cell: cell, onHand: -3)])
    #expect(ledger.table.map(\.balance.onHand) == [-3, 5])
  }

  @Test func aReceiptOfAShipmentThatWasBookedWhenDueIsNotBookedAgain() {
    var ledger = ledger(snapshot(20, inTransit: 100, arrival: 3600))
    _ = ledger.advance(to: start + 3600)
    let first = ledger.apply(receipt(60, "R1", time: 3700))
    #expect(first.notices == [.receiptWasExpected(causeID: "R1", cell: cell, quantity: 60)])
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 120))
    _ = ledger.apply(receipt(70, "R2", time: 3800))
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 150))
  }

  @Test func aReceiptThatComesEarlyIsTakenFromTheUnitsInTransit() {
    var ledger = ledger(snapshot(20, inTransit: 100, arrival: 3600))
    _ = ledger.apply(receipt(30, "R1", time: 100))
    #expect(ledger.balance(of: cell)?.inTransit == 70)
    _ = ledger.advance(to: start + 3600)
    #expect(ledger.balance(of: cell) == StockBalance(onHand: 120))
  }

  @Test func aCountTellsOfItsMoment() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(order(.created, "A", 3, at: 10))
    _ = ledger.apply(order(.created, "B", 4, at: 200))
    // Counted between the two orders: one piece is missing.
    let result = ledger.apply(count(16, "C1", time: 100))
    #expect(result.movements.map(\.onHand) == [-1])
    #expect(ledger.available(tea) == 12)
    // The count contains what happened before it, however late it comes.
    let late = ledger.apply(order(.created, "D", 2, at: 50))
    #expect(late.movements.map(\.kind) == [.reservation, .count])
    #expect(late.movements.last?.causeID == "C1/D-created")
    #expect(ledger.available(tea) == 12)
    #expect(ledger.balance(of: cell)?.reserved == 9)
  }

  @Test func ofSeveralCountsTheNewestHolds() {
    var ledger = ledger(snapshot(20))
    _ = ledger.apply(count(18, "C2", time: 200))
    let older = ledger.apply(count(5, "C1", time: 100))
    #expect(older.notices == [.countOutdated(causeID: "C1", cell: cell, time: start + 100, newest: start + 200)])
    #expect(ledger.available(tea) == 18)
  }

  @Test func aCountOfAForgottenMomentIsLeftOut() {
    var ledger = ledger(snapshot(1_000_000))
    for index in 0..<20_000 { _ = ledger.apply(order(.created, "\(index)", at: Double(index))) }
    #expect(ledger.apply(count(5, "C1", time: 10)).notices.map(\.code) == ["count_too_old"])
    #expect(ledger.apply(count(999_000, "C2", time: 19_990)).movements.map(\.kind) == [.count])
    #expect(ledger.available(tea) == 998_990)
  }

  @Test func aCountOfBeforeADifferenceChangesWhatIsLeftOfIt() {
    var ledger = ledger(snapshot(20))
    _ = ledger.record(snapshot(14, at: 600))
    _ = ledger.apply(count(17, "C1", time: 300))
    #expect(ledger.differences.map(\.units) == [-3])
    _ = ledger.apply(count(14, "C2", time: 600))
    #expect(ledger.differences.isEmpty)
  }

  /// Counts, receipts and orders in any order of arrival lead to the same balances, which are the sums of the movements.
  @Test(arguments: 0..<40) func balancesDoNotDependOnTheOrderOfArrival(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    enum Input {
      case order(OrderEvent)
      case transaction(StockTransaction)
    }
    var inputs: [Input] = []
    for index in 0..<40 {
      let (time, units) = (Double.random(in: 1...600, using: &generator), Int.random(in: 1...5, using: &generator))
      switch index % 8 {
      case 6: inputs.append(.transaction(receipt(units, "R\(index)", time: time)))
      case 7: inputs.append(.transaction(count(units * 10, "C\(index)", time: time)))
      default: inputs.append(.order(order(.created, "O\(index)", units, at: time)))
      }
    }
    var tables: [[StockRow]] = []
    for round in 0..<5 {
      var ledger = ledger(snapshot(100))
      var sum = (onHand: 100, reserved: 0)
      for input in round == 0 ? inputs : inputs.shuffled(using: &generator) {
        let result =
          switch input {
          case .order(let event): ledger.apply(event)
          case .transaction(let transaction): ledger.apply(transaction)
          }
        for movement in result.movements { sum = (sum.onHand + movement.onHand, sum.reserved + movement.reserved) }
      }
      #expect(ledger.balance(of: cell)?.onHand == sum.onHand)
      #expect(ledger.balance(of: cell)?.reserved == sum.reserved)
      tables.append(ledger.table)
    }
    #expect(tables.allSatisfy { $0 == tables[0] })
  }
}
