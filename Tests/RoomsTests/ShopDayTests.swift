import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import TestSupport
import Testing

/// A shop's shows follow each other, and its stock goes on.
@Suite(.timeLimit(.minutes(2)))
struct ShopDayTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let catalog = Catalog([Product(sku: "A", name: "羽绒服"), Product(sku: "B", name: "保温杯")])
  private let shop = RoomName("shop") ?? .main
  private let rooms = ["one", "other"].compactMap { RoomName($0) }
  private let clock = TestClock(LedgerHistory.start)

  private func open(rowsOfDay: Int = LiveRoom.usualRowsOfDay) async throws -> RoomRegistry {
    var settings = RoomRegistry.Settings(folder: folder)
    settings.clock = clock.wall
    settings.rowsOfShopDay = rowsOfDay
    let registry = RoomRegistry(settings, RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    return registry
  }

  private func makeRooms(of registry: RoomRegistry) async throws {
    for name in rooms {
      try await registry.create(RoomSetup(name: name, shop: shop), catalog: catalog)
      try await registry.start(name)
    }
    try await submit(
      [SKU("A"), "B"].map { sku in
        .stock(StockSnapshot(time: LedgerHistory.start, sku: sku, warehouse: "GZ", onHand: 100))
      }, to: shop, of: registry)
  }

  private func submit(_ rows: [Row], to room: RoomName, of registry: RoomRegistry) async throws {
    _ = try await registry.submit(RoomIntake(rows, receivedAt: clock.now), to: room)
  }

  private func event(_ number: Int, _ type: OrderEventType, _ sku: SKU = "A", units: Int = 1) -> Row {
    .order(
      OrderEvent(
        eventID: "\(type)-\(number)", orderID: "o-\(number)", type: type, sku: sku, quantity: units, unitPrice: nil,
        warehouse: "GZ", eventTime: LedgerHistory.start + Double(number) / 100))
  }

  /// Waits until rooms and shop have these units of A and B.
  private func expect(_ units: [Int], of registry: RoomRegistry) async throws {
    for name in [shop] + rooms {
      var told: [Int]?
      while told != units {
        try await Task.sleep(for: .milliseconds(10))
        told = try await registry.room(name).engine()?.engine.stockTable.map(\.balance.available)
      }
    }
  }

  /// Waits until a shop that has told its rooms of itself runs a show after the first.
  private func turn(_ registry: RoomRegistry, from shows: Int) async throws {
    let keeper = try await registry.room(shop)
    while try keeper.store.shows().count <= shows {
      clock.advance(by: 3)
      _ = try await keeper.engine()
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test func ordersOfYesterdayChangeTheStockOfToday() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var registry = try await open(rowsOfDay: 40)
    try await makeRooms(of: registry)
    try await expect([100, 100], of: registry)
    var rows = (0..<20).map { event($0, .created) }
    rows.append(event(90, .created, "B", units: 7))
    try await submit(rows, to: rooms[0], of: registry)
    try await expect([80, 93], of: registry)
    try await submit(
      [
        .transaction(
          StockTransaction(
            id: "keep", time: LedgerHistory.start + 1, sku: "B",
            .allocation(warehouse: "GZ", units: 50, channel: "one", until: LedgerHistory.start + 86_400.0)))
      ], to: shop, of: registry)
    try await turn(registry, from: 1)
    // Yesterday's orders: paid, repeated, cancelled; and one of today.
    rows = (0..<10).map { event($0, .paid) }
    rows += (0..<20).map { event($0, .created) }
    rows += (10..<15).map { event($0, .cancelled) }
    rows.append(event(91, .created, "B", units: 3))
    try await submit(rows, to: rooms[1], of: registry)
    let keeper = try await registry.room(shop)
    var units: [Int]?
    while units != [85, 90] {
      try await Task.sleep(for: .milliseconds(10))
      units = try await keeper.engine()?.engine.stockTable.map(\.balance.available)
    }
    // What is kept for one room is not for the other.
    for (name, kept) in [(rooms[0], 0), (rooms[1], 50)] {
      var told: [Int]?
      while told != [85, 90 - kept] {
        try await Task.sleep(for: .milliseconds(10))
        told = try await registry.room(name).engine()?.engine.stockTable.map(\.balance.available)
      }
    }
    for _ in 0..<3 {
      let shows = try keeper.store.shows().count
      try await submit((0..<40).map { event(200 + $0, .rejectedOutOfStock) }, to: shop, of: registry)
      try await turn(registry, from: shows)
    }
    let show = try #require(try keeper.store.openShow()?.id)
    let sums = try keeper.store.movementSums(of: show).values.map { $0.onHand - $0.reserved }.sorted()
    #expect(sums == [85, 90], "balances are sums of a show's movements")
    // All of the day before is still known when the process ends.
    await registry.close()
    registry = try await open()
    #expect(try await registry.room(shop).engine()?.engine.stockTable.map(\.balance.available) == [85, 90])
    try await submit([event(90, .cancelled, "B", units: 7), event(0, .paid)], to: shop, of: registry)
    #expect(try await registry.room(shop).engine()?.engine.stockTable.map(\.balance.available) == [85, 97])
    // The room that an order belonged to keeps it.
    #expect(try await registry.room(shop).engine()?.engine.orderCounts.duplicates ?? 0 >= 1)
    await registry.close()
  }

  @Test func aShopThatIsStartedAgainKeepsItsStock() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = try await open()
    try await makeRooms(of: registry)
    try await submit((0..<20).map { event($0, .created) }, to: rooms[0], of: registry)
    try await expect([80, 100], of: registry)
    try await registry.stop(shop)
    // Late, while it is closed.
    try await submit([event(3, .cancelled)], to: rooms[0], of: registry)
    clock.advance(by: 5)
    try await registry.start(shop)
    try await submit([event(4, .cancelled), event(5, .created), event(30, .created, "B")], to: rooms[1], of: registry)
    try await expect([82, 99], of: registry)
    await registry.close()
  }
}
