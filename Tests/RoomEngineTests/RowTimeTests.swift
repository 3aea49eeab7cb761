import InventoryEngine
import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

/// Rows whose times cannot be: they are told of and not believed, and what is right comes through.
@Suite struct RowTimeTests {
  private let start = LedgerHistory.start

  private func engine() -> RoomEngine {
    var engine = RoomEngine(
      room: .main, catalog: LedgerHistory.catalog(), clock: ShowClock(start: start, offset: .china))
    engine.keepsMovements = true
    return engine
  }

  private func order(_ id: String, at seconds: Double, ingest: Double? = nil, price: Money? = nil) -> OrderEvent {
    OrderEvent(
      eventID: id, orderID: id, type: .created, sku: "TEA", quantity: 1, unitPrice: price, warehouse: "EAST",
      eventTime: start + seconds, ingestTime: ingest.map { start + $0 })
  }

  private func tell(_ engine: inout RoomEngine, _ content: Row, at seconds: Double) -> [String] {
    _ = engine.consume(RoomInput(at: StreamTime(seconds: seconds), .row(content)))
    return engine.takeNotices().map(\.code)
  }

  private func opening(_ seconds: Double = 0) -> Row {
    .stock(StockSnapshot(time: start + seconds, sku: "TEA", warehouse: "EAST", onHand: 100))
  }

  private func count(_ units: Int, _ id: String, at seconds: Double) -> Row {
    .transaction(
      StockTransaction(id: id, time: start + seconds, sku: "TEA", .count(warehouse: "EAST", units: units)))
  }

  @Test func aCountInTheFutureDoesNotFreezeTheStock() {
    var engine = engine()
    #expect(tell(&engine, opening(), at: 1).isEmpty)
    #expect(tell(&engine, count(100, "C1", at: 8 * 3600), at: 60) == ["time_in_future"])
    for number in 0..<30 { _ = tell(&engine, .order(order("\(number)", at: 70 + Double(number))), at: 200) }
    #expect(engine.stockTable.map(\.balance.available) == [70])
    #expect(tell(&engine, count(65, "C2", at: 300), at: 310).isEmpty)
    #expect(engine.stockTable.map(\.balance.available) == [65])
  }

  @Test func aCountALittleAheadDoesNotOutdoARightOne() {
    var engine = engine()
    _ = tell(&engine, opening(), at: 1)
    #expect(tell(&engine, count(90, "C1", at: 700), at: 60).isEmpty)
    #expect(tell(&engine, count(80, "C2", at: 120), at: 125).isEmpty)
    #expect(engine.stockTable.map(\.balance.available) == [80])
  }

  @Test func anOpeningInTheFutureIsSetAside() {
    var engine = engine()
    #expect(tell(&engine, opening(8 * 3600), at: 1) == ["time_in_future"])
    #expect(tell(&engine, opening(), at: 2).isEmpty)
    _ = tell(&engine, .order(order("A", at: 10)), at: 11)
    #expect(engine.stockTable.map(\.balance.available) == [99])
  }

  @Test func ordersThatAllPrecedeTheOpeningAreToldOf() {
    var engine = engine()
    _ = tell(&engine, opening(), at: 1)
    var codes: [String] = []
    for number in 0..<25 {
      let second = Double(number)
      codes += tell(&engine, .order(order("\(number)", at: second - 8 * 3600)), at: 10 + second)
    }
    #expect(codes == ["orders_precede_opening"])
  }

  @Test(arguments: [28_800, 31_536_000, 250_000_000_000] as [Double]) func anEventInTheFutureIsSetAside(ahead: Double) {
    var engine = engine()
    _ = tell(&engine, opening(), at: 1)
    #expect(tell(&engine, .order(order("A", at: ahead)), at: 60) == ["time_in_future"])
    #expect(engine.stockTable.map(\.balance.available) == [100] && engine.orderCounts.refused == 1)
    // The id was not used up.
    #expect(tell(&engine, .order(order("A", at: 50)), at: 70).isEmpty)
    #expect(engine.stockTable.map(\.balance.available) == [99])
  }

  @Test func aReceptionInTheFutureDoesNotHoldTheAdviceUp() {
    var engine = engine()
    _ = tell(&engine, opening(), at: 1)
    #expect(tell(&engine, .order(order("A", at: 50, ingest: 8 * 3600)), at: 60) == ["ingest_time_in_future"])
    #expect(engine.stockTable.map(\.balance.available) == [99])
    var effects = engine.consume(RoomInput(at: StreamTime(seconds: 60.5), .heard))
    for number in 0..<99 {
      let second = 61 + Double(number) / 10
      effects += engine.consume(
        RoomInput(at: StreamTime(seconds: second), .row(.order(order("B\(number)", at: second, ingest: second)))))
    }
    #expect(!effects.isEmpty)
  }

  @Test func ordersTellTheirOwnPrices() {
    var engine = engine()
    _ = tell(&engine, .order(order("A", at: 5, price: Money("49.90"))), at: 6)
    _ = tell(&engine, .order(order("B", at: 5, price: Money("USD 8"))), at: 6)
    _ = tell(&engine, .order(order("C", at: 5)), at: 6)
    let sales = engine.overview().sales
    #expect(sales.estimated == 1)
    #expect(sales.total.amounts.map(\.hundredths) == [4990 + 5900, 800])
    #expect(sales.value == Money(hundredths: 4990 + 5900 + 800, currency: Currency("USD") ?? .unspecified))
  }
}
