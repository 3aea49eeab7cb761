import Foundation
import InventoryEngine
import Intake
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import TestSupport
import Testing

/// Many random histories in one shop, from text to the ledger: the shop's log is taken as it lies on the disk at some moments, as
/// after kill -9, and another process goes on with it. Balances equal naive arithmetic in every cell.
@Suite(.timeLimit(.minutes(30)))
struct ShopHistoryTests {
  /// Histories of a shop: LIVESHELF_TEST_HISTORIES=1000 tries ten thousand in all.
  private static let histories =
    ProcessInfo.processInfo.environment["LIVESHELF_TEST_HISTORIES"].flatMap { Int($0) } ?? 10
  /// Seconds of a shop that are told at once.
  private static let step = 20.0
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let clock = TestClock(LedgerHistory.start)

  private func open(_ copy: Int, _ suffixes: [String]) throws -> LiveRoom {
    var settings = AdvisorSettings()
    settings.ledger.reservationMinutes = ["app": LedgerHistory.patience]
    settings.ledger.shippingSources = ["*"]
    return try LiveRoom(
      name: .main, catalog: LedgerHistory.catalog(suffixes), settings: settings,
      folder: folder.appending(path: "\(copy)"), clock: clock.wall)
  }

  /// Submits rows as text and returns how many could not be read.
  private func submit(_ text: LedgerText, to room: LiveRoom) async throws -> Int {
    var rejected = 0
    for kind in [RowKind.stock, .transactions, .orders] {
      guard let body = text.body(kind) else { continue }
      var reader = RowReader.of(kind, file: "history")
      reader.append(Array(body.utf8))
      var rows: [Row] = []
      while let row = try reader.next(atEnd: true) {
        switch row {
        case .value(let row): rows.append(row)
        case .rejected: rejected += 1
        }
      }
      _ = try await room.submit(RoomIntake(rows, receivedAt: clock.now))
    }
    return rejected
  }

  private func state(of room: LiveRoom) async throws -> RoomEngine {
    // The first look lets the room's clock go on.
    _ = try await room.engine()
    return try #require(try await room.engine()).engine
  }

  @Test(arguments: 0..<10) func everyUnitIsAccountedForAfterAKill(shop: Int) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // No shop has thousands of products on a day; more histories are more shops.
    for part in stride(from: 0, to: Self.histories, by: 50) {
      try await tell(shop * Self.histories + part, min(50, Self.histories - part))
      try? FileManager.default.removeItem(at: folder)
    }
  }

  /// So many orders teach the shop its sources' clocks, and a drift that is drawn out by hours excuses no time.
  @Test func clocksThatSeemToDriftExcuseNoTime() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try await tell(450, 50)
  }

  private func tell(_ first: Int, _ count: Int) async throws {
    clock.advance(by: LedgerHistory.start - clock.now)
    let suffixes = (0..<count).map { "-\($0)" }
    let histories = suffixes.enumerated().map { LedgerHistory(seed: UInt64(first + $0.offset), suffix: $0.element) }
    let rows = histories.flatMap(\.rows).sorted { $0.arrival < $1.arrival }
    var dice = Dice(seed: UInt64(first))
    let kills = Set((0..<3).map { _ in Int.random(in: 1...20, using: &dice) })
    var room = try open(0, suffixes)
    var (next, copies, broken, rejected) = (0, 0, 0, 0)
    let steps = Int(LedgerHistory.length / Self.step)
    for step in 0..<steps {
      let end = Double(step + 1) * Self.step
      clock.advance(by: Self.step)
      let told = rows[next...].prefix { $0.arrival <= end }
      next += told.count
      let text = LedgerText(told.map(\.content), spoiltBy: &dice)
      broken += text.broken
      rejected += try await submit(text, to: room)
      guard kills.contains(step) else { continue }
      let before = try await state(of: room)
      copies += 1
      try FileManager.default.copyItem(
        at: folder.appending(path: "\(copies - 1)"), to: folder.appending(path: "\(copies)"))
      await room.close()
      room = try open(copies, suffixes)
      let after = try await state(of: room)
      #expect(after.stockTable == before.stockTable, "seeds \(first)+, step \(step)")
      #expect(after.orderCounts == before.orderCounts, "seeds \(first)+, step \(step)")
    }
    #expect(next == rows.count)
    #expect(rejected == broken, "rows that are none, and only these, were refused")
    let engine = try await state(of: room)
    let balances = Dictionary(uniqueKeysWithValues: engine.stockTable.map { ($0.cell, $0.balance) })
    let show = try #require(try room.store.openShow()?.id)
    let sums = try room.store.movementSums(of: show)
    for (seed, history) in histories.enumerated() {
      for (cell, units) in history.expected.sorted(by: { $0.key < $1.key }) {
        #expect(balances[cell]?.available == units, "seed \(first + seed), \(cell)")
      }
    }
    for (cell, balance) in balances {
      #expect(sums[cell].map { [$0.onHand, $0.reserved] } ?? [0, 0] == [balance.onHand, balance.reserved], "\(cell)")
    }
    #expect(engine.orderCounts.duplicates == histories.reduce(0) { $0 + $1.repeats }, "seeds \(first)+")
    #expect(engine.orderCounts.refused == histories.reduce(0) { $0 + $1.refused }, "seeds \(first)+")
    await room.close()
  }
}
