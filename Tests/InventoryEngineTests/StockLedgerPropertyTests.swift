import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct StockLedgerPropertyTests {
  private let warehouses = ["EAST", "WEST", "SOUTH"]
  private let skus: [SKU] = ["TEA", "CUP"]

  /// The events of some orders: created, then paid or cancelled, some refunded, with repeats.
  private func events(_ generator: inout SeededGenerator) -> [OrderEvent] {
    var events: [OrderEvent] = []
    for index in 0..<60 {
      let sku = skus[Int.random(in: 0..<2, using: &generator)]
      let warehouse = warehouses[Int.random(in: 0..<3, using: &generator)]
      let quantity = Int.random(in: 1...5, using: &generator)
      var types: [OrderEventType] = [.created]
      if Bool.random(using: &generator) { types.append(.paid) }
      if Int.random(in: 0..<3, using: &generator) == 0 { types.append(.cancelled) }
      if Int.random(in: 0..<5, using: &generator) == 0 { types.append(.refunded) }
      if Int.random(in: 0..<9, using: &generator) == 0 { types = [.rejectedOutOfStock] }
      for type in types {
        let seconds = Double.random(in: -30...600, using: &generator)
        let event = order(type, "O\(index)", quantity, sku: sku, warehouse: warehouse, at: seconds)
        events.append(event)
        if Int.random(in: 0..<4, using: &generator) == 0 { events.append(event) }
      }
    }
    return events
  }

  private func snapshots() -> [StockSnapshot] {
    skus.flatMap { sku in warehouses.map { snapshot(40, sku: sku, warehouse: $0) } }
  }

  @Test(arguments: 0..<40)
  func balancesAreTheSumsOfMovementsInAnyOrderOfArrival(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let events = events(&generator)
    var tables: [[StockRow]] = []
    for round in 0..<4 {
      var ledger = StockLedger()
      var movements: [StockMovement] = []
      let arrivals = round == 0 ? events : events.shuffled(using: &generator)
      let openAfter = round == 0 ? 0 : Int.random(in: 0...arrivals.count, using: &generator)
      for (index, event) in arrivals.enumerated() {
        if index == openAfter { for opening in snapshots() { movements += ledger.record(opening).movements } }
        movements += ledger.apply(event).movements
      }
      if openAfter == arrivals.count { for opening in snapshots() { movements += ledger.record(opening).movements } }
      for row in ledger.table {
        let own = movements.filter { $0.cell == row.cell }
        #expect(own.reduce(0) { $0 + $1.onHand } == row.balance.onHand)
        #expect(own.reduce(0) { $0 + $1.reserved } == row.balance.reserved)
        #expect(row.balance.reserved >= 0)
      }
      tables.append(ledger.table)
    }
    #expect(tables.allSatisfy { $0 == tables[0] })
  }
}
