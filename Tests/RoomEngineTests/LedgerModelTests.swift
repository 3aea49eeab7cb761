import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

/// The whole engine, from rows to balances, against naive arithmetic.
@Suite struct LedgerModelTests {
  private func engine() -> RoomEngine {
    var settings = AdvisorSettings()
    settings.ledger.reservationMinutes = ["app": LedgerHistory.patience]
    settings.ledger.shippingSources = ["*"]
    // The advice is not looked at here.
    settings.busyInterval = 3600
    settings.idleInterval = 3600
    var engine = RoomEngine(
      room: .main, catalog: LedgerHistory.catalog(), clock: ShowClock(start: LedgerHistory.start, offset: .china),
      settings: settings)
    engine.keepsMovements = true
    return engine
  }

  /// The rows as they come, and the time.
  private func inputs(of history: LedgerHistory) -> [RoomInput] {
    let rows = history.rows.map { RoomInput(at: StreamTime(seconds: $0.arrival), .row($0.content)) }
    let ticks = stride(from: 0.0, through: LedgerHistory.length, by: 30).map {
      RoomInput(at: StreamTime(seconds: $0), .heard)
    }
    return (rows + ticks).sorted { $0.at < $1.at }
  }

  /// Histories of a block: few in each run; LIVESHELF_TEST_HISTORIES=1000 tries ten thousand in all.
  private static let histories =
    ProcessInfo.processInfo.environment["LIVESHELF_TEST_HISTORIES"].flatMap { Int($0) } ?? 8

  @Test(arguments: 0..<10) func everyUnitIsAccountedFor(block: Int) {
    for seed in (block * Self.histories)..<((block + 1) * Self.histories) {
      let history = LedgerHistory(seed: UInt64(seed))
      var engine = engine()
      for input in inputs(of: history) { _ = engine.consume(input) }
      let movements = engine.takeMovements()
      var balances: [StockCell: Int] = [:]
      for row in engine.stockTable {
        balances[row.cell] = row.balance.available
        let own = movements.filter { $0.cell == row.cell }
        #expect(own.reduce(0) { $0 + $1.onHand } == row.balance.onHand, "seed \(seed), \(row.cell)")
        #expect(own.reduce(0) { $0 + $1.reserved } == row.balance.reserved, "seed \(seed), \(row.cell)")
        #expect(row.balance.reserved >= 0, "seed \(seed), \(row.cell)")
      }
      for (cell, units) in history.expected.sorted(by: { $0.key < $1.key }) {
        #expect(balances[cell] == units, "seed \(seed), \(cell)")
      }
      #expect(engine.orderCounts.duplicates == history.repeats, "seed \(seed)")
      #expect(engine.orderCounts.refused == history.refused, "seed \(seed)")
    }
  }

  /// A show that ends at any moment hands its stock to the next, and whatever comes late, twice or after all changes the right
  /// cell there.
  @Test(arguments: 0..<10) func theNextShowGoesOnWithTheStock(block: Int) throws {
    for seed in (block * Self.histories)..<((block + 1) * Self.histories) {
      let history = LedgerHistory(seed: UInt64(seed))
      var dice = Dice(seed: UInt64(seed))
      let ends = (0..<2).map { _ in dice.uniform() * 500 }.sorted()
      var engine = engine()
      var next = 0
      let inputs = inputs(of: history)
      for end in ends + [.infinity] {
        let told = inputs[next...].prefix { $0.at.seconds <= end }
        next += told.count
        for input in told { _ = engine.consume(input) }
        guard end < .infinity else { break }
        let carried = engine.carried
        engine = self.engine()
        for piece in carried { try engine.carryOn(piece, at: .zero) }
        #expect(engine.carried == carried, "seed \(seed): what was carried can be carried again")
      }
      let movements = engine.takeMovements()
      let balances = Dictionary(uniqueKeysWithValues: engine.stockTable.map { ($0.cell, $0.balance) })
      for (cell, units) in history.expected.sorted(by: { $0.key < $1.key }) {
        #expect(balances[cell]?.available == units, "seed \(seed), \(cell)")
      }
      for (cell, balance) in balances {
        let own = movements.filter { $0.cell == cell }
        #expect(own.reduce(0) { $0 + $1.available } == balance.available, "seed \(seed), \(cell)")
      }
    }
  }
}
