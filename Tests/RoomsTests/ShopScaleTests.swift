import Foundation
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import TestSupport
import Testing

/// A shop and its rooms on a long day at speed: ten orders a second with three events each. What it took is printed; the stock
/// after a restart is that before. LIVESHELF_TEST_SHOP_HOURS=12 is the whole of it.
@Suite(.timeLimit(.minutes(60)))
struct ShopScaleTests {
  private static let hours =
    ProcessInfo.processInfo.environment["LIVESHELF_TEST_SHOP_HOURS"].flatMap { Double($0) } ?? 0.05
  private static let rooms = ["one", "other"].compactMap { RoomName($0) }
  private static let products = 200
  private static let ordersAtOnce = 100
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let shop = RoomName("shop") ?? .main
  private let clock = TestClock(LedgerHistory.start)

  private func open() async throws -> (registry: RoomRegistry, seconds: Double) {
    var settings = RoomRegistry.Settings(folder: folder)
    settings.clock = clock.wall
    let registry = RoomRegistry(settings, RoomSurroundings(log: { _, _ in }))
    let start = ContinuousClock.now
    try await registry.open()
    return (registry, (ContinuousClock.now - start) / .seconds(1))
  }

  /// Megabytes of this process: now, or at most so far.
  private func memory(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1024
  }

  private func rows(_ order: Int) -> [Row] {
    let sku = SKU("P\(order % Self.products)")
    let begun = LedgerHistory.start + Double(order) / 10
    return [OrderEventType.created, .paid, order % 20 == 0 ? .cancelled : .shipped].enumerated().map { step, type in
      .order(
        OrderEvent(
          eventID: "\(type)-\(order)", orderID: "o-\(order)", type: type, sku: sku, quantity: 1,
          unitPrice: Money(hundredths: 9900), warehouse: order % 3 == 0 ? "EAST" : "WEST", source: "live",
          room: Self.rooms[order % 2].text, eventTime: begun + Double(step) / 100))
    }
  }

  @Test func aLongDayComesBackAsItWas() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = memory("VmRSS")
    var (registry, _) = try await open()
    let catalog = Catalog((0..<Self.products).map { Product(sku: SKU("P\($0)"), name: "商品\($0)") })
    for name in Self.rooms {
      try await registry.create(RoomSetup(name: name, shop: shop), catalog: catalog)
      try await registry.start(name)
    }
    let stock = catalog.products.flatMap { product in
      ["EAST", "WEST"].map { warehouse in
        Row.stock(
          StockSnapshot(time: LedgerHistory.start, sku: product.sku, warehouse: warehouse, onHand: 1_000_000))
      }
    }
    _ = try await registry.submit(RoomIntake(stock, receivedAt: clock.now), to: shop)
    let orders = Int(Self.hours * 36_000)
    let begun = ContinuousClock.now
    for first in stride(from: 0, to: orders, by: Self.ordersAtOnce) {
      clock.advance(by: Double(Self.ordersAtOnce) / 10)
      let batch = (first..<min(first + Self.ordersAtOnce, orders)).flatMap { rows($0) }
      _ = try await registry.submit(RoomIntake(batch, receivedAt: clock.now), to: shop)
    }
    let fed = (ContinuousClock.now - begun) / .seconds(1)
    let sold = orders - (orders + 19) / 20
    try await settle(registry, sold)
    let settled = (ContinuousClock.now - begun) / .seconds(1)
    let (resident, peak) = (memory("VmRSS"), memory("VmHWM"))
    let told = try await registry.room(shop).engine()?.engine.stockTable
    let shows = try await registry.room(shop).store.shows().count
    await registry.close()
    let seconds: Double
    (registry, seconds) = try await open()
    #expect(try await registry.room(shop).engine()?.engine.stockTable == told)
    try await settle(registry, sold)
    print(
      """
      \(orders) orders with three events: taken in \(fed) s, rooms settled after \(settled) s, \(shows) shows of the shop; \
      memory \(resident) MB (before: \(before), peak \(peak)); opened again in \(seconds) s, memory then \(memory("VmRSS")) MB
      """)
    await registry.close()
  }

  /// Order events of eight senders at once, in batches of 500, and then 500 single orders a second; what they took is printed.
  /// LIVESHELF_TEST_SHOP_EVENTS=300000 is a flood.
  @Test func aFloodIsDurable() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let events = ProcessInfo.processInfo.environment["LIVESHELF_TEST_SHOP_EVENTS"].flatMap { Int($0) } ?? 6000
    let registry = RoomRegistry(RoomRegistry.Settings(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    let catalog = Catalog((0..<Self.products).map { Product(sku: SKU("P\($0)"), name: "商品\($0)") })
    for name in Self.rooms {
      try await registry.create(RoomSetup(name: name, shop: shop), catalog: catalog)
      try await registry.start(name)
    }
    let opened = WallClock.system.now
    let stock = catalog.products.map { product in
      Row.stock(StockSnapshot(time: opened, sku: product.sku, warehouse: "EAST", onHand: events / 300))
    }
    _ = try await registry.submit(RoomIntake(stock, receivedAt: opened), to: shop)
    let (keeperName, senders, batch) = (shop, 8, 500)
    @Sendable func order(_ number: Int, at time: WallTime) -> Row {
      .order(
        OrderEvent(
          eventID: "e-\(number)", orderID: "o-\(number)", type: .created, sku: SKU("P\(number % Self.products)"),
          quantity: 1, unitPrice: Money(hundredths: 9900), warehouse: "EAST", source: "live",
          room: Self.rooms[number % 2].text, eventTime: time))
    }
    let begun = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for sender in 0..<senders {
        group.addTask {
          for first in stride(from: sender * batch, to: events, by: senders * batch) {
            let now = WallClock.system.now
            let rows = (first..<min(first + batch, events)).map { order($0, at: now) }
            while true {
              do {
                _ = try await registry.submit(RoomIntake(rows, receivedAt: now), to: keeperName)
                break
              } catch RoomHostError.busy {
                try await Task.sleep(for: .milliseconds(2))
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    let left = Self.products * (events / 300) - events
    let keeper = try await registry.room(shop)
    #expect(try await keeper.engine()?.engine.stockTable.reduce(0) { $0 + $1.balance.available } == left)
    let singles = events / 60
    let latencies = try await withThrowingTaskGroup(of: Double.self) { group in
      let start = ContinuousClock.now
      for number in 0..<singles {
        try await Task.sleep(until: start + .milliseconds(2 * number))
        group.addTask {
          let sent = ContinuousClock.now
          let now = WallClock.system.now
          _ = try await registry.submit(RoomIntake([order(events + number, at: now)], receivedAt: now), to: keeperName)
          return (ContinuousClock.now - sent) / .seconds(1)
        }
      }
      var all: [Double] = []
      for try await latency in group { all.append(latency) }
      return all.sorted()
    }
    let statistics = keeper.frame?.statistics
    let rate = Int(Double(events) / seconds)
    let (middle, high) = (latencies[latencies.count / 2], latencies[latencies.count * 99 / 100])
    let signals = statistics?.orderToSignal
    print(
      """
      \(events) order events of \(senders) senders, two rooms: \(rate) durable a second; singles at 500/s: received to durable \
      p50 \(middle) s, p99 \(high) s; to signal durable p50 \(signals?.quantile(0.5) ?? 0) s, \
      p99 \(signals?.quantile(0.99) ?? 0) s of \(signals?.count ?? 0)
      """)
    #expect(try await keeper.engine()?.engine.stockTable.reduce(0) { $0 + $1.balance.available } == left - singles)
    await registry.close()
  }

  /// Waits until every room has the shop's stock.
  private func settle(_ registry: RoomRegistry, _ sold: Int) async throws {
    let left = Self.products * 2 * 1_000_000 - sold
    for name in [shop] + Self.rooms {
      var units: Int?
      while units != left {
        try await Task.sleep(for: .milliseconds(50))
        units = try await registry.room(name).engine()?.engine.stockTable.reduce(0) { $0 + $1.balance.available }
      }
    }
  }
}
