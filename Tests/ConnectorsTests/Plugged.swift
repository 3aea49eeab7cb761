import ConnectorTestSupport
import Connectors
import Foundation
import InventoryEngine
import LiveshelfCore
import Logging
import Metering
import RoomAPI
import ServerTestSupport
import Testing

/// A connector before a mock of its platform, with a room that remembers what it got.
struct Plugged {
  let shop: MockShop
  let desk: ConnectorDesk
  let rooms: InMemoryRooms
  let store: ConnectorStore

  var name: String { shop.platform.settings.name }

  /// Runs a connector while `body` runs.
  static func run(
    _ platform: any MockPlatform, seed: UInt64 = 1, failures: Int = 0, folder: URL? = nil,
    _ change: (inout ConnectorSettings) -> Void = { _ in }, _ body: (Plugged) async throws -> Void
  ) async throws {
    let shop = MockShop(platform, seed: seed, failures: failures)
    try await shop.start()
    let rooms = InMemoryRooms()
    await rooms.addRoom(.main)
    try await run(shop, rooms: rooms, folder: folder, change, body)
    await shop.stop()
  }

  static func run(
    _ shop: MockShop, rooms: InMemoryRooms, folder: URL? = nil,
    _ change: (inout ConnectorSettings) -> Void = { _ in }, _ body: (Plugged) async throws -> Void
  ) async throws {
    let place =
      folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("connectors-\(UUID().uuidString)")
    defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var settings = shop.settings
    change(&settings)
    let store = try ConnectorStore(folder: place)
    let desk = try ConnectorDesk(
      [settings], store: store, service: rooms, metrics: PrometheusRegistry(), logger: logger, clock: shop.world.clock)
    let life = Task { await desk.runUntilCancelled() }
    defer { life.cancel() }
    try await body(Plugged(shop: shop, desk: desk, rooms: rooms, store: store))
    life.cancel()
    await life.value
  }

  var health: ConnectorHealth {
    get async throws { try #require(try await desk.health().first) }
  }

  /// Waits until something is so; a minute at most.
  func wait(_ what: Comment, until isSo: (ConnectorHealth) -> Bool) async throws {
    for _ in 0..<3000 {
      if isSo(try await health) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("\(what): \(try await health)")
  }

  /// Waits until every message was handled, and its rows are in the room.
  func waitUntilHandled() async throws {
    try await wait("messages wait") { $0.messages[.waiting] ?? 0 == 0 && $0.rowsWaiting == 0 }
  }

  /// Polls until all changes until now are taken over.
  func poll() async throws {
    shop.world.pass(seconds: 1)
    let now = WallTime(microseconds: shop.world.now * 1_000_000)
    for _ in 0..<600 {
      desk.pollNow(name)
      for _ in 0..<10 {
        if let last = try await health.lastPollAt, last >= now { return try await waitUntilHandled() }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    Issue.record("no poll came through: \(try await health)")
  }

  /// All orders that the room got.
  var orders: [OrderEvent] {
    get async {
      await rooms.batches(of: .main).flatMap(\.rows).compactMap {
        if case .order(let event) = $0 { event } else { nil }
      }
    }
  }

  /// What a ledger makes of what the room got, as `SKU/warehouse`.
  func ledger() async -> [String: Int] {
    var ledger = StockLedger()
    let time = WallTime(microseconds: (ShopWorld.start - 3600) * 1_000_000)
    for sku in ShopWorld.skus {
      for warehouse in ShopWorld.warehouses {
        _ = ledger.record(
          StockSnapshot(time: time, sku: SKU(sku), warehouse: warehouse, onHand: ShopWorld.opening))
      }
    }
    for event in await orders { _ = ledger.apply(event) }
    var left: [String: Int] = [:]
    for sku in ShopWorld.skus {
      for warehouse in ShopWorld.warehouses {
        let cell = StockCell(sku: SKU(sku), option: "", warehouse: warehouse)
        left["\(sku)/\(warehouse)"] = ledger.balance(of: cell)?.available
      }
    }
    return left
  }
}
