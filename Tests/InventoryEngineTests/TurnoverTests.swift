import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct TurnoverTests {
  private let catalog = Catalog([
    Product(sku: "TEA", name: "tea", category: "food", livePrice: Money(hundredths: 1000)),
    Product(sku: "CUP", name: "cup", category: "home", livePrice: Money(hundredths: 2000)),
  ])

  /// TEA in EAST: 10 units, 6 sold after an hour, 4 after two hours, 20 received after three, 5 sold after four hours.
  /// TEA in WEST: 10 units that lie. CUP in EAST: 8 units that lie. Over ten hours.
  private func histories() -> [StockHistory] {
    var ledger = StockLedger()
    var histories = StockHistories()
    for count in [snapshot(10), snapshot(10, warehouse: "WEST"), snapshot(8, sku: "CUP")] {
      histories.add(ledger.record(count).movements)
    }
    let hour = 3600.0
    for (id, units, time) in [("A", 6, hour), ("B", 4, 2 * hour), ("C", 5, 4 * hour)] {
      if id == "C" {
        let east = StockCell(sku: tea, warehouse: "EAST")
        histories.add(ledger.apply(receipt(20, "R", time: 3 * hour)).movements)
      }
      histories.add(ledger.apply(order(.created, id, units, at: time)).movements)
      histories.add(ledger.apply(order(.paid, id, units, at: time + 60)).movements)
    }
    let rejected = order(.rejectedOutOfStock, "D", 3, at: 2.5 * hour)
    histories.add(rejected)
    histories.add(rejected)
    return histories.all
  }

  private func measure(_ grouping: TurnoverGrouping) -> [TurnoverMetrics] {
    Turnover.measure(
      histories(), from: start, to: start + 36_000, by: grouping, catalog: catalog,
      costs: ["TEA": Money(hundredths: 500)])
  }

  private func movement(_ cell: StockCell, _ kind: StockMovement.Kind, _ units: Int, at time: WallTime) -> StockMovement
  {
    StockMovement(
      kind: kind, cell: cell, onHand: kind == .opening ? units : 0, reserved: kind == .opening ? 0 : -units,
      causeID: "", time: time)
  }

  private func isNear(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-9 } ?? false
  }

  @Test func measuresAProduct() throws {
    let metrics = measure(.sku)
    #expect(metrics.map(\.group) == ["CUP", "TEA"])
    let tea = try #require(metrics.last)
    #expect(tea.openingUnits == 20 && tea.soldUnits == 15 && tea.receivedUnits == 20 && tea.closingUnits == 25)
    // EAST: 10 for 1 h, 4 for 1 h, 0 for 1 h, 20 for 1 h, 15 for 6 h = 124 unit hours; WEST: 100.
    #expect(abs(tea.averageUnits - 22.4) < 1e-9)
    #expect(isNear(tea.turnoverRatio, 15 / 22.4))
    #expect(isNear(tea.daysOfInventory, 22.4 / 36))
    #expect(tea.sellThrough == 15.0 / 40)
    #expect(isNear(tea.daysOfCover, 25.0 / 36))
    #expect(tea.stockoutMinutes == 0, "the other warehouse had some")
    #expect(tea.rejectedUnits == 3 && tea.lostUnits == 3)
    #expect(tea.lostSalesValue == Money(hundredths: 3000))
    #expect(tea.deadStockValue == Money(hundredths: 5000))
    #expect(tea.replenishmentResponse == 3600)
    let cup = try #require(metrics.first)
    #expect(cup.soldUnits == 0 && cup.daysOfInventory == nil && cup.turnoverRatio == 0)
    #expect(cup.deadStockValue == Money(hundredths: 8 * 1200))
  }

  @Test func measuresOtherGroups() throws {
    #expect(measure(.category).map(\.group) == ["food", "home"])
    #expect(measure(.warehouse).map(\.group) == ["EAST", "WEST"])
    let all = try #require(measure(.all).first)
    #expect(all.stockoutMinutes == 0 && all.emptyCellMinutes == 60)
    #expect(all.deadStockValue == Money(hundredths: 5000 + 9600))
    #expect(measure(.warehouse).map(\.closingUnits).reduce(0, +) == all.closingUnits)
  }

  /// Whatever a table is grouped by, its columns that can be added up have one sum.
  @Test(arguments: [true, false]) func totalsDoNotDependOnTheGrouping(tellsRefusals: Bool) throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var histories = (0..<6).map { number in
        StockHistory(cell: StockCell(sku: SKU("S\(number % 3)"), warehouse: "W\(number / 3)"))
      }
      for place in histories.indices {
        var left = Int.random(in: 5...40, using: &random)
        histories[place].add(movement(histories[place].cell, .opening, left, at: start))
        for minute in 1..<100 where left > 0 {
          let units = Int.random(in: 0...3, using: &random)
          histories[place].add(movement(histories[place].cell, .reservation, -units, at: start + Double(minute * 60)))
          left -= units
        }
        if tellsRefusals { histories[place].addRejection(units: place, at: start + 3000) }
      }
      let catalog = Catalog(
        (0..<3).map { number in
          Product(
            sku: SKU("S\(number)"), name: "s", category: number == 0 ? "a" : "b",
            livePrice: Money(hundredths: 1000 * Int64(number + 1)))
        })
      let tables = TurnoverGrouping.allCases.map {
        Turnover.measure(histories, from: start, to: start + 6000, by: $0, catalog: catalog)
      }
      func same(_ name: Comment, _ value: (TurnoverMetrics) -> Double) {
        let sums = tables.map { $0.reduce(0) { $0 + value($1) } }
        // Each row is rounded by itself, by half of a hundredth at most.
        let rounding = tables.map { 0.0051 * Double($0.count) }
        for (sum, allowed) in zip(sums, rounding) { #expect(abs(sum - sums[0]) <= allowed + rounding[0], name) }
      }
      same("sold") { Double($0.soldUnits) }
      same("lost") { $0.lostUnits }
      same("lost money") { Double($0.lostSalesValue.hundredths) / 100 }
      same("dead") { Double($0.deadStockValue.hundredths) / 100 }
      same("cell minutes") { $0.emptyCellMinutes }
      let minutes = zip(TurnoverGrouping.allCases, tables).filter { $0.0 != .warehouse }.map { _, table in
        table.reduce(0) { $0 + ($1.stockoutMinutes ?? .nan) }
      }
      #expect(minutes.allSatisfy { abs($0 - minutes[0]) < 1e-6 })
      let warehouses = try #require(zip(TurnoverGrouping.allCases, tables).first { $0.0 == .warehouse }?.1)
      #expect(warehouses.allSatisfy { $0.stockoutMinutes == nil })
    }
  }

  @Test func lateEventsCountAtTheirOwnTime() {
    let inOrder = histories()
    var late = StockHistory(cell: StockCell(sku: tea, warehouse: "EAST"))
    var ledger = StockLedger()
    for movement in ledger.record(snapshot(10)).movements { late.add(movement) }
    for event in [order(.created, "B", 4, at: 7200), order(.created, "A", 6, at: 3600)] {
      for movement in ledger.apply(event).movements { late.add(movement) }
    }
    #expect(late.levels.map(\.available) == [10, 4, 0])
    #expect(inOrder[1].levels.prefix(3).map(\.available) == [10, 4, 0])
  }

  @Test func emptyPeriodsGiveNothing() {
    #expect(Turnover.measure(histories(), from: start, to: start, by: .sku, catalog: catalog).isEmpty)
    #expect(Turnover.measure([], from: start, to: start + 60, by: .sku, catalog: catalog).isEmpty)
  }
}
