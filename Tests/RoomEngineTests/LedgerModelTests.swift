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

  /// Histories of a block: few in each run; LIVESHELF_TEST_HISTORIES=1000 tries ten thousand in all.
  private static let histories =
    ProcessInfo.processInfo.environment["LIVESHELF_TEST_HISTORIES"].flatMap { Int($0) } ?? 8

  @Test(arguments: 0..<10) func everyUnitIsAccountedFor(block: Int) {
    for seed in (block * Self.histories)..<((block + 1) * Self.histories) {
      let history = LedgerHistory(seed: UInt64(seed))
      var engine = engine()
      let rows = history.rows.map { RoomInput(at: StreamTime(seconds: $0.arrival), .row($0.content)) }
      let ticks = stride(from: 0.0, through: 1500, by: 30).map { RoomInput(at: StreamTime(seconds: $0), .heard) }
      for input in (rows + ticks).sorted(by: { $0.at < $1.at }) { _ = engine.consume(input) }
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
}
