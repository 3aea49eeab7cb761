import Foundation
import InventoryEngine
import LiveshelfCore
import Planning
import RoomEngine
import Rooms
import Storage
import Testing

/// A plan from what a server keeps: the shop's orders and stock, and the shows of the rooms that sell it.
@Suite(.timeLimit(.minutes(2)))
struct PlanningExportTests {
  private static let start = WallTime(microseconds: 1_800_000_000_000_000)
  private let root = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let catalog = Catalog([
    Product(sku: "HOT", name: "羽绒服", category: "服装", livePrice: Money("99"), options: ["黑", "白"]),
    Product(sku: "COLD", name: "保温杯", category: "家居", livePrice: Money("39")),
  ])

  /// Eight evenings in each of which the hot product is shown for ten minutes and sold thirty times, and returned twice.
  private func sell(in rooms: URL) async throws {
    let clock = TestClock(Self.start)
    let room = try LiveRoom(
      store: RoomStore(room: .main, folder: rooms.appending(path: "main")), catalog: catalog, clock: clock.wall)
    for day in 0..<8 {
      try await room.begin(
        ShowRecord(
          id: "day\(day)", clock: ShowClock(start: clock.now, offset: .china), catalog: catalog, host: "小美"))
      // Six evenings know stock: the newest of them counts, less what it sold.
      if day < 6 {
        let stock = [("HOT", "黑", 300 - 27 * day), ("HOT", "白", 40 - 3 * day), ("COLD", "", 500)].map {
          sku, option, units in
          Row.stock(
            StockSnapshot(time: clock.now, sku: SKU(sku), option: option, warehouse: "GZ", onHand: units))
        }
        _ = try await room.submit(RoomIntake(stock, receivedAt: clock.now))
      }
      _ = try await room.submit(
        RoomIntake([.click(ExplainEvent(sku: "HOT", starts: true, time: clock.now))], receivedAt: clock.now))
      for number in 0..<30 {
        clock.advance(by: 20)
        let order = OrderEvent(
          eventID: "e\(day)-\(number)", orderID: "o\(day)-\(number)", type: .created, sku: "HOT",
          option: number % 10 == 0 ? "白" : "黑", quantity: 1, unitPrice: Money("99"), region: "华南", warehouse: "GZ",
          eventTime: clock.now)
        _ = try await room.submit(RoomIntake([.order(order)], receivedAt: clock.now))
      }
      _ = try await room.submit(
        RoomIntake([.click(ExplainEvent(sku: "HOT", starts: false, time: clock.now))], receivedAt: clock.now))
      if day > 3 {
        let back = StockTransaction(
          id: "r\(day)", time: clock.now, sku: "HOT", option: "黑",
          .returnReceived(warehouse: "GZ", quantity: 2, resellable: 2, orderID: "o0-\(day)"))
        _ = try await room.submit(RoomIntake([.transaction(back)], receivedAt: clock.now))
      }
      clock.advance(by: 60)
      try await room.end()
      clock.advance(by: 86_400 - 660)
    }
    await room.close()
  }

  @Test func thePlanOrdersWhatSellsOutAndNothingElse() async throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let rooms = root.appending(path: "rooms")
    try await sell(in: rooms)
    let now = Self.start + 8 * 86_400
    let export = try PlanningExport(rooms: rooms, shop: nil)
    let files = try export.write(to: root.appending(path: "inputs"), since: now + -120 * 86_400)
    func lines(_ file: URL) throws -> [String] {
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }
    #expect(try lines(files.orders).count == 1 + 8 * 30)
    #expect(try lines(files.presentations).count == 1 + 8)
    #expect(try lines(files.schedule).count == 1 + 8)
    #expect(try lines(files.returns).count == 1 + 4)
    // 300 less 6 × 27 and 2 back; 40 less 6 × 3; nothing sold.
    let stock = try lines(files.stock).dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(stock.map { "\($0[1]) \($0[2]) \($0[4])" }.sorted() == ["COLD  500", "HOT 白 22", "HOT 黑 140"])
    #expect(files.olderStockShow == "day5", "two evenings told none")
    let (supply, schedule) = (root.appending(path: "supply.csv"), root.appending(path: "schedule.csv"))
    try Data("sku,lead_days,unit_cost\nHOT,3,40\nCOLD,3,10\n".utf8).write(to: supply)
    let shows = (8..<18).map { day in
      let begin = Self.start + Double(day) * 86_400
      return "s\(day),main,小美,\(begin.formatted(in: .china)),\((begin + 660).formatted(in: .china)),1,HOT,10\n"
    }
    try Data(("show_id,room,host,start,end,seq,sku,planned_minutes\n" + shows.joined()).utf8).write(to: schedule)
    let plan = try Planner().plan(
      PlanFiles(
        catalog: files.catalog, orders: [files.orders], presentations: files.presentations, stock: files.stock,
        supply: supply, openOrders: files.openOrders, schedule: schedule, returns: files.returns), now: now)
    #expect(plan.rejected.isEmpty)
    #expect(plan.summary.orderedUnits > 100 && plan.summary.orderedUnits < 600, "ten shows of thirty")
    // What nobody asked for is not ordered.
    #expect(plan.rows.filter { $0.quantity > 0 }.allSatisfy { $0.sku == "HOT" })
  }

  @Test func aShopThatIsNotThereIsNamedWithThoseThatAre() async throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let rooms = root.appending(path: "rooms")
    for name in ["a", "b"] {
      let store = try RoomStore(room: try #require(RoomName(name)), folder: rooms.appending(path: name))
      try store.close()
    }
    #expect(throws: RoomHostError.wrongState("several shops and rooms keep stock there: name one of a, b")) {
      _ = try PlanningExport(rooms: rooms, shop: nil)
    }
    #expect(throws: RoomHostError.wrongState("'c' keeps no stock there: name one of a, b")) {
      _ = try PlanningExport(rooms: rooms, shop: RoomName("c"))
    }
    _ = try PlanningExport(rooms: rooms, shop: RoomName("a")).write(to: root, since: Self.start)
  }
}
