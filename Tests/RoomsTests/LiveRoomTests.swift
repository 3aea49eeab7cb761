import Delivery
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Synchronization
import TestSupport
import Testing

/// Rooms that live, on real databases.
@Suite(.timeLimit(.minutes(1)))
struct LiveRoomTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let name = RoomName("test") ?? .main
  private let catalog = Catalog([
    Product(sku: "A", name: "羽绒服", livePrice: Money("99")), Product(sku: "B", name: "保温杯"),
  ])
  private let start = WallClock.system.now

  private func open() throws -> LiveRoom { try LiveRoom(name: name, catalog: catalog, folder: folder) }

  private func order(_ number: Int, _ type: OrderEventType = .created, sku: SKU = "A") -> Row {
    .order(
      OrderEvent(
        eventID: "\(type)\(number)", orderID: "o\(number)", type: type, sku: sku, quantity: 1,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: start + Double(number) / 1000))
  }

  private func stock(_ units: Int, sku: SKU = "A") -> Row {
    .stock(StockSnapshot(time: start, sku: sku, warehouse: "GZ", onHand: units))
  }

  @discardableResult
  private func submit(_ rows: [Row], to room: LiveRoom) async throws -> RoomReceipt {
    try await room.submit(RoomIntake(rows, receivedAt: WallClock.system.now))
  }

  /// Nothing waits for something else to happen, here with a clock that stands still so that nothing does.
  @Test func rowsThatAreNoneAreAnsweredAtOnce() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try LiveRoom(name: name, catalog: catalog, folder: folder, clock: WallClock { 1_800_000_000_000_000 })
    try await submit([stock(10)], to: room)
    let last = try room.store.lastSequence()
    for _ in 0..<3 {
      let receipt = try await submit([], to: room)
      #expect(receipt.accepted == 0 && receipt.sequence >= last)
    }
    await room.close()
  }

  @Test func whatWasAcknowledgedIsThereAfterReopening() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var room = try open()
    try await submit([stock(10)], to: room)
    let receipt = try await submit([order(1), order(2), order(1)], to: room)
    #expect(receipt.accepted == 2 && receipt.repeated == 1)
    let before = try #require(try await room.engine())
    #expect(before.engine.stockTable.first?.balance.available == 8)
    await room.close()

    room = try open()
    let after = try #require(try await room.engine())
    #expect(after.show.id == before.show.id)
    #expect(after.engine.stockTable == before.engine.stockTable)
    #expect(after.engine.orderCounts == before.engine.orderCounts)
    #expect(try await submit([order(2), order(3)], to: room).repeated == 1)
    #expect(try await room.engine()?.engine.stockTable.first?.balance.available == 7)
    let stored = try room.store.stock(of: before.show.id)
    #expect(stored.first?.balance.available == 7)
    let sums = try room.store.movementSums(of: before.show.id)
    #expect(sums[StockCell(sku: "A", warehouse: "GZ")].map { $0.onHand - $0.reserved } == 7)
    await room.close()
  }

  @Test func signalsGoOutOnceOverARestart() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var room = try open()
    try await submit([stock(1), order(1), order(2)], to: room)
    let first = try room.store.signals(after: 0, limit: 100)
    #expect(first.contains { $0.type == "liveshelf.stock.oversold" })
    await room.close()
    room = try open()
    try await submit([order(1), order(2)], to: room)
    let second = try room.store.signals(after: 0, limit: 100).filter { $0.type == "liveshelf.stock.oversold" }
    #expect(second.filter { $0.event.phase == .raised }.count == 1)
    await room.close()
  }

  @Test func twoShowsOfARoomHaveTheirOwnSignals() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open()
    for show in ["one", "two"] {
      try await room.begin(ShowRecord(id: show, clock: ShowClock(start: start, offset: .china), catalog: catalog))
      try await submit([stock(1), order(1), order(2)], to: room)
      room.hear([RoomInput(at: StreamTime(seconds: 1), .heard)])
      try await room.end()
    }
    for show in ["one", "two"] {
      #expect(try room.store.signals(of: show, after: 0, limit: 100).contains { $0.type == "liveshelf.stock.oversold" })
    }
    let ids = try room.store.signals(after: 0, limit: 1000).map(\.id)
    #expect(Set(ids).count == ids.count)
    await room.close()
  }

  @Test func aNewCatalogCountsFromTheShowsBeginning() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open()
    try await submit([stock(10, sku: "C"), order(1, sku: "C")], to: room)
    let known = try room.store.signals(after: 0, limit: 1000).count
    try await room.change(Catalog(catalog.products + [Product(sku: "C", name: "新品")]))
    let engine = try #require(try await room.engine()).engine
    #expect(engine.catalog["C"]?.name == "新品")
    #expect(engine.stockRows(of: "C").first?.balance.available == 9)
    #expect(try room.store.signals(after: 0, limit: 1000).count == known)
    await room.close()
    let again = try open()
    #expect(try await again.engine()?.engine.catalog.products.count == 3)
    await again.close()
  }

  @Test func framesFollowTheOrders() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open()
    try await submit([stock(10)], to: room)
    var seen: [Int] = []
    let watching = Task {
      for await frame in room.frames() {
        let available = frame.overview.products.first { $0.product.sku == "A" }?.outlook.available
        if let available, available == 8 { return frame.sequence }
      }
      return 0
    }
    try await submit([order(1)], to: room)
    try await submit([order(2)], to: room)
    seen.append(Int(await watching.value))
    #expect(seen.first ?? 0 > 0)
    await room.close()
  }

  @Test func aFullQueueRefusesInsteadOfGrowing() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try LiveRoom(name: name, catalog: catalog, folder: folder, capacity: 100)
    let refused = await withTaskGroup(of: Int.self) { group in
      for sender in 0..<40 {
        group.addTask {
          let rows = (0..<60).map { self.order(sender * 100 + $0) }
          do {
            _ = try await room.submit(RoomIntake(rows, receivedAt: WallClock.system.now))
            return 0
          } catch {
            return (error as? RoomHostError) == .busy(retryAfter: 1) ? 1 : 1000
          }
        }
      }
      return await group.reduce(0, +)
    }
    let applied = try #require(try await room.engine()).engine.orderCounts.applied
    #expect(refused < 1000)
    #expect(applied == (40 - refused) * 60)
    await room.close()
  }

  private final class Seconds: Sendable {
    let value = Mutex(0.0)
  }

  @Test func lateRowsChangeTheShowThatIsOverAndBeginNoOther() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (start, seconds) = (start, Seconds())
    let clock = WallClock { start.microseconds + Int64(seconds.value.withLock { $0 } * 1e6) }
    var room = try LiveRoom(name: name, catalog: catalog, folder: folder, clock: clock)
    try await room.begin(ShowRecord(id: "show", clock: ShowClock(start: start, offset: .china), catalog: catalog))
    room.hear([RoomInput(at: StreamTime(seconds: 20), .heard)])
    try await submit([stock(2), order(1)], to: room)
    seconds.value.withLock { $0 = 20 }
    try await room.end()
    let signals = try room.store.signals(after: 0, limit: 100).count

    // Three orders of the show's time, and what becomes of one of its orders a day later.
    let refund = OrderEvent(
      eventID: "r1", orderID: "o1", type: .cancelled, sku: "A", quantity: 1, unitPrice: nil, warehouse: "GZ",
      eventTime: start + 86_400)
    seconds.value.withLock { $0 = 100 }
    let later = try await room.submit(
      RoomIntake([order(2), order(3), order(4), order(4)], receivedAt: start + 100))
    #expect(later.accepted == 3 && later.repeated == 1)
    seconds.value.withLock { $0 = 86_500 }
    _ = try await room.submit(RoomIntake([.order(refund)], receivedAt: start + 86_500))
    #expect(try room.store.shows().map(\.id) == ["show"])
    var engine = try #require(try await room.engine()).engine
    #expect(engine.stockTable.map(\.balance.available) == [-1])
    #expect(try room.store.signals(after: 0, limit: 100).count == signals, "a show that is over advises nobody")

    await room.close()
    room = try LiveRoom(name: name, catalog: catalog, folder: folder, clock: clock)
    engine = try #require(try await room.engine()).engine
    #expect(engine.stockTable.map(\.balance.available) == [-1])
    let output = folder.appending(path: "files")
    _ = try await ShowExport(store: room.store, show: "show").write(to: output)
    let inventory = try String(contentsOf: output.appending(path: "inventory_final.csv"), encoding: .utf8)
    #expect(inventory.contains(",-1"), "\(inventory)")

    seconds.value.withLock { $0 = 90_000 }
    // Stock that is told now is another show's beginning, and what happens from then on is that show's.
    _ = try await room.submit(
      RoomIntake(
        [
          .stock(StockSnapshot(time: start + 90_000, sku: "A", warehouse: "GZ", onHand: 9)), order(5),
          order(90_000_000),
        ],
        receivedAt: start + 90_000))
    #expect(try room.store.shows().count == 2)
    #expect(try room.store.stock(of: "show").map(\.balance.available) == [-2])
    #expect(try await room.engine()?.engine.stockTable.map(\.balance.available) == [8])
    await room.close()
  }

  @Test func theFilesOfAShowComeFromItsLog() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open()
    try await room.begin(ShowRecord(id: "show", clock: ShowClock(start: start, offset: .china), catalog: catalog))
    room.hear([
      RoomInput(
        at: StreamTime(seconds: 3),
        .mention(
          Mention(
            sku: "A", heard: "羽绒服", name: "羽绒服", start: StreamTime(seconds: 1), end: StreamTime(seconds: 2),
            confidence: 0.9, detectedAt: StreamTime(seconds: 3)))),
      RoomInput(at: StreamTime(seconds: 20), .heard),
    ])
    try await submit([stock(10), order(1)], to: room)
    try await room.end()
    let output = folder.appending(path: "files")
    let files = try await ShowExport(store: room.store, show: "show").write(to: output)
    #expect(files.contains("report.html") && files.contains("timeline.csv"))
    let inventory = try String(contentsOf: output.appending(path: "inventory_final.csv"), encoding: .utf8)
    #expect(inventory.contains("A,GZ,10,1,9"))
    let mentions = try String(contentsOf: output.appending(path: "mentions.jsonl"), encoding: .utf8)
    #expect(mentions.contains("羽绒服"))
    await room.close()
  }
}
