import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Testing

/// Rooms that sell one stock, on real databases and threads.
@Suite(.timeLimit(.minutes(2)))
struct ShopTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let catalog = Catalog([Product(sku: "A", name: "羽绒服"), Product(sku: "B", name: "保温杯")])
  private let shop = RoomName("shop") ?? .main
  private let one = RoomName("one") ?? .main
  private let other = RoomName("other") ?? .main
  private let start = WallClock.system.now

  private func open() async throws -> RoomRegistry {
    let registry = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    return registry
  }

  private func order(
    _ number: Int, _ type: OrderEventType = .created, sku: SKU = "A", quantity: Int = 1, option: String = "",
    mark: String = ""
  ) -> Row {
    .order(
      OrderEvent(
        eventID: "\(type)\(number)", orderID: "o\(number)", type: type, sku: sku, option: option, quantity: quantity,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", roomMark: mark, eventTime: start + Double(number) / 1000))
  }

  private func stock(_ units: Int, sku: SKU = "A", option: String = "") -> Row {
    .stock(StockSnapshot(time: start, sku: sku, option: option, warehouse: "GZ", onHand: units))
  }

  @discardableResult
  private func submit(_ rows: [Row], to room: RoomName, of registry: RoomRegistry) async throws -> RoomReceipt {
    try await registry.submit(RoomIntake(rows, receivedAt: WallClock.system.now), to: room)
  }

  /// Waits until a room's stock is the shop's, and returns it.
  private func settled(_ room: RoomName, of registry: RoomRegistry) async throws -> [StockRow] {
    while true {
      let keeper = try await registry.room(shop).engine()?.engine.stockTable
      let told = try await registry.room(room).engine()?.engine.stockTable
      if let keeper, keeper == told { return keeper }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func makeRooms(of registry: RoomRegistry) async throws {
    for name in [one, other] {
      try await registry.create(RoomSetup(name: name, shop: shop), catalog: catalog)
      try await registry.start(name)
    }
  }

  @Test func twoRoomsSellOneStock() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try await open()
    try await makeRooms(of: registry)
    try await submit([stock(10)], to: one, of: registry)
    async let first = submit((0..<6).map { order($0) }, to: one, of: registry)
    async let second = submit((6..<13).map { order($0) }, to: other, of: registry)
    #expect(try await first.accepted == 6)
    #expect(try await second.accepted == 7)
    // Once more: what the shop has taken it knows, whichever room it comes from.
    #expect(try await submit([order(0), order(7)], to: other, of: registry).repeated == 2)
    for (name, sold) in [(one, 6), (other, 7)] {
      let table = try await settled(name, of: registry)
      #expect(table.map(\.balance.available) == [-3])
      let engine = try #require(try await registry.room(name).engine()?.engine)
      #expect(engine.overview().sales.orders == sold)
    }
    // Three units too many are one matter, and the shop's.
    let types = { (name: RoomName) in
      try await registry.room(name).store.signals(after: 0, limit: 1000).map(\.type)
    }
    // The first second that is told looks at everything.
    for (name, type) in [(shop, "oversold"), (one, "depleted"), (other, "depleted")] {
      while try await !types(name).contains("liveshelf.stock.\(type)") {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    for name in [one, other] { #expect(try await !types(name).contains("liveshelf.stock.oversold")) }
    await registry.close()
  }

  @Test func aShowThatBeginsLaterHasTheStockThatIsLeft() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try await open()
    try await registry.create(RoomSetup(name: one, shop: shop), catalog: catalog)
    try await submit(
      [stock(5, option: "红"), stock(7, option: "黑"), stock(9, sku: "B"), order(1, option: "红"), order(2)],
      to: one, of: registry)
    #expect(try await registry.room(one).engine() == nil, "orders of a shop begin no show of a room")
    try await registry.start(one)
    let table = try await settled(one, of: registry)
    #expect(table.map(\.balance.available) == [-1, 4, 7, 9])
    #expect(table.map(\.cell.option) == ["", "红", "黑", ""])
    await registry.close()
  }

  /// The processes' end at any moment: what the shop took, every room has once.
  @Test func roomsGoOnWhereTheyWereAfterAnEnd() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var registry = try await open()
    try await makeRooms(of: registry)
    try await submit([stock(1000)], to: shop, of: registry)
    var number = 0
    for round in 0..<5 {
      for _ in 0..<20 {
        try await submit([order(number), order(number, .paid)], to: number % 2 == 0 ? one : other, of: registry)
        number += 1
      }
      // Not all rounds give the rooms the time to hear of it.
      if round % 2 == 0 { _ = try await settled(one, of: registry) }
      await registry.close()
      registry = try await open()
    }
    for name in [one, other] {
      let table = try await settled(name, of: registry)
      #expect(table.map(\.balance.available) == [1000 - number])
      while try await registry.room(name).engine()?.engine.overview().sales.paid != number / 2 {
        try await Task.sleep(for: .milliseconds(10))
      }
      let engine = try #require(try await registry.room(name).engine()?.engine)
      #expect(engine.overview().sales.orders == number / 2)
      let store = try await registry.room(name).store
      let show = try #require(try store.openShow()?.id)
      let sums = try store.movementSums(of: show)
      #expect(sums.values.map { $0.onHand - $0.reserved } == [1000 - number], "balances are sums of movements")
    }
    await registry.close()
  }

  @Test func ordersWithoutAMarkGoToTheRoomThatShowsTheProduct() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try await open()
    try await makeRooms(of: registry)
    try await submit([stock(100), stock(100, sku: "B")], to: shop, of: registry)
    try await submit([.click(ExplainEvent(sku: "A", starts: true, time: WallClock.system.now))], to: one, of: registry)
    try await submit(
      [.click(ExplainEvent(sku: "B", starts: true, time: WallClock.system.now))], to: other, of: registry)
    let keeper = try await registry.room(shop)
    let now = { WallClock.system.now }
    func event(_ id: String, _ sku: SKU, _ type: OrderEventType = .created, mark: String = "") -> OrderEvent {
      OrderEvent(
        eventID: "\(id)/\(type)", orderID: id, type: type, sku: sku, quantity: 1, unitPrice: nil, warehouse: "GZ",
        roomMark: mark, eventTime: now())
    }
    var causes: [RoomName?] = []
    while causes != [one, other] {
      try await Task.sleep(for: .milliseconds(20))
      let engine = try await keeper.engine()?.engine
      causes = ["A", "B"].map { engine?.room(causing: event("?", $0)) }
    }
    // A mark that came with a room's own order is that room's from then on.
    try await submit([.order(event("m", "B", mark: "7311"))], to: one, of: registry)
    try await submit(
      [
        .order(event("a", "A")), .order(event("b", "B")), .order(event("c", "C")),
        .order(event("d", "B", mark: "7311")),
      ], to: shop, of: registry)
    try await submit(
      [.order(event("b", "B", .cancelled)), .order(event("c", "C", .cancelled))], to: shop, of: registry)
    for (name, orders, cancelled) in [(one, 3, 0), (other, 1, 1)] {
      var counts: [Int] = []
      while counts != [orders, cancelled] {
        try await Task.sleep(for: .milliseconds(20))
        let sales = try await registry.room(name).engine()?.engine.overview().sales
        counts = sales.map { [$0.orders, $0.cancelled] } ?? []
      }
    }
    #expect(try await keeper.engine()?.engine.overview().sales.orders == 5)
    await registry.close()
  }

  @Test func aShopIsARoomWithoutStreamAndStaysWhileRoomsSellItsStock() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try await open()
    try await registry.create(
      RoomSetup(name: other, url: "rtmp://elsewhere.example/live/a"), catalog: Catalog([]))
    for setup in [
      RoomSetup(name: one, shop: other), RoomSetup(name: one, shop: one),
      RoomSetup(name: one, startTime: start, shop: shop),
    ] {
      do {
        try await registry.create(setup, catalog: catalog)
        Issue.record("a room was made with a shop that cannot be one")
      } catch {
        guard case .badRequest = error else { throw error }
      }
    }
    try await registry.create(RoomSetup(name: one, shop: shop), catalog: catalog)
    #expect(await registry.rooms.first { $0.definition.name == shop }?.catalog.products.map(\.sku) == ["A", "B"])
    do {
      try await registry.remove(shop)
      Issue.record("a shop was removed while a room sells its stock")
    } catch {
      guard case .wrongState = error else { throw error }
    }
    try await registry.remove(one)
    try await registry.remove(shop)
    await registry.close()
  }
}
