import InventoryEngine
import LiveshelfCore
import Testing

/// Units that are kept for a room or a source of orders until a moment.
@Suite struct AllocationTests {
  private static let start = WallTime(microseconds: 1_775_822_400_000_000)
  private let cell = StockCell(sku: "A", warehouse: "GZ")
  private var ledger = StockLedger()

  init() {
    _ = ledger.record(StockSnapshot(time: Self.start, sku: "A", warehouse: "GZ", onHand: 100))
    _ = ledger.advance(to: Self.start)
  }

  private var balance: StockBalance { ledger.balance(of: cell) ?? StockBalance() }

  private mutating func keep(
    _ units: Int, for channel: String, at time: Double, until end: Double? = nil, id: String? = nil
  ) -> LedgerResult {
    ledger.apply(
      StockTransaction(
        id: id ?? "keep-\(channel)-\(time)", time: Self.start + time, sku: "A",
        .allocation(warehouse: "GZ", units: units, channel: channel, until: end.map { Self.start + $0 })))
  }

  @discardableResult private mutating func order(
    _ id: String, _ units: Int, _ type: OrderEventType = .created, room: String = "", source: String = "",
    at time: Double
  ) -> LedgerResult {
    ledger.apply(
      OrderEvent(
        eventID: "\(id)-\(type)", orderID: id, type: type, sku: "A", quantity: units, unitPrice: nil, warehouse: "GZ",
        source: source, room: room, eventTime: Self.start + time))
  }

  @Test mutating func othersCannotBuyWhatIsKept() {
    let kept = keep(30, for: "room-a", at: 1)
    #expect(kept.movements.map(\.kind) == [.allocation])
    #expect(balance.available == 100 && balance.promisable == 70)
    order("1", 10, room: "room-a", at: 2)
    #expect(balance.allocated == ["room-a": 20] && balance.promisable == 70)
    order("2", 5, room: "room-b", source: "app", at: 3)
    #expect(balance.allocated == ["room-a": 20] && balance.promisable == 65)
    order("1", 4, .cancelled, room: "room-a", at: 4)
    #expect(balance.allocated == ["room-a": 24] && balance.promisable == 65)
    // More than was kept for it comes from what is there for all.
    order("3", 40, room: "room-a", at: 5)
    #expect(balance.allocated.isEmpty && balance.promisable == 49 && balance.available == 49)
  }

  @Test mutating func theNewestHoldsAndNothingIsKeptWithoutUnits() {
    _ = keep(30, for: "app", at: 5)
    _ = keep(50, for: "app", at: 1)
    #expect(balance.allocated == ["app": 30])
    order("1", 10, source: "app", at: 6)
    _ = keep(30, for: "app", at: 7)
    #expect(balance.allocated == ["app": 30], "anew")
    let other = keep(31, for: "app", at: 7, id: "keep-app-7.0")
    #expect(other.isRefused, "an id names one thing")
    _ = keep(0, for: "app", at: 8)
    #expect(balance.allocated.isEmpty && balance.promisable == 90)
  }

  @Test mutating func itEndsAtItsTime() {
    _ = keep(30, for: "room-a", at: 1, until: 60)
    _ = keep(20, for: "app", at: 1, until: 90)
    let before = ledger.advance(to: Self.start + 59.0)
    #expect(before.movements.isEmpty)
    let after = ledger.advance(to: Self.start + 60.0)
    #expect(after.movements.map(\.kind) == [.allocation])
    #expect(balance.allocated == ["app": 20])
    // What comes when its time is over keeps nothing.
    _ = keep(5, for: "room-b", at: 2, until: 30)
    #expect(balance.allocated == ["app": 20])
    _ = ledger.advance(to: Self.start + 3600.0)
    #expect(balance.allocated.isEmpty)
    #expect(balance.available == 100)
  }

  @Test mutating func whatIsOversoldRespectsIt() {
    _ = keep(60, for: "room-a", at: 1)
    #expect(ledger.sellable("A") == 40)
    order("1", 50, room: "room-b", at: 2)
    #expect(ledger.sellable("A") == 0 && balance.available == 50 && balance.promisable == -10)
    let negative = keep(-1, for: "room-a", at: 3)
    #expect(negative.isRefused)
    let unknown = ledger.apply(
      StockTransaction(
        id: "x", time: Self.start + 3.0, sku: "A", .allocation(warehouse: "NB", units: 1, channel: "a", until: nil)))
    #expect(unknown.notices.first?.code == "unknown_cell")
  }

  @Test mutating func theNextLedgerKeepsIt() throws {
    _ = keep(30, for: "room-a", at: 1, until: 60)
    order("1", 10, room: "room-a", at: 2)
    var next = StockLedger()
    for piece in ledger.checkpoint() { _ = try next.restore(piece) }
    #expect(next.balance(of: cell) == balance)
    ledger = next
    order("1", 10, .cancelled, room: "room-a", at: 3)
    #expect(balance.allocated == ["room-a": 30])
    _ = ledger.advance(to: Self.start + 60.0)
    #expect(balance.allocated.isEmpty)
  }
}
