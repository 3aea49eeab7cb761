import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Synchronization
import Testing

/// Rows that would end a room, or the process, are set aside; the room goes on, and others notice nothing.
@Suite(.timeLimit(.minutes(2)))
struct PoisonRowTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let catalog = Catalog([Product(sku: "A", name: "羽绒服", livePrice: Money("99"))])
  // After the rooms have begun.
  private let start = WallClock.system.now + 1

  /// Whether the fold has its defect.
  private final class Defect: Sendable {
    let isThere = Atomic<Bool>(true)
    let traps = Atomic<Int>(0)

    /// As arithmetic on what came from outside would.
    func meet(_ row: Row) {
      guard case .order(let event) = row, event.orderID == "poison", isThere.load(ordering: .sequentiallyConsistent)
      else { return }
      traps.add(1, ordering: .sequentiallyConsistent)
      _ = Int8(event.quantity * 1000)
    }
  }

  private func open(_ name: String, _ defect: Defect? = nil) throws -> LiveRoom {
    let room = RoomName(name) ?? .main
    var probe: (@Sendable (Row) -> Void)?
    if let defect { probe = { row in defect.meet(row) } }
    let store = try RoomStore(room: room, folder: folder.appending(path: name))
    return try LiveRoom(store: store, catalog: catalog, probe: probe)
  }

  private func order(_ id: String, quantity: Int = 1, option: String = "", warehouse: String = "GZ") -> Row {
    .order(
      OrderEvent(
        eventID: "e-\(id)", orderID: id, type: .created, sku: "A", option: option, quantity: quantity,
        unitPrice: Money(hundredths: 9900), warehouse: warehouse, eventTime: start))
  }

  private var stock: Row { .stock(StockSnapshot(time: start, sku: "A", warehouse: "GZ", onHand: 10)) }

  @discardableResult
  private func submit(_ rows: [Row], to room: LiveRoom) async throws -> RoomReceipt {
    try await room.submit(RoomIntake(rows, receivedAt: WallClock.system.now))
  }

  private func available(_ room: LiveRoom) async throws -> Int? {
    try await room.engine()?.engine.stockTable.first?.balance.available
  }

  @Test func aRowThatTrapsIsSetAsideAndTheRoomGoesOn() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let defect = Defect()
    var room = try open("poisoned", defect)
    let other = try open("other")
    try await submit([stock, order("1")], to: room)
    try await submit([stock], to: other)
    let frames = room.frames()
    await #expect(throws: RoomHostError.busy(retryAfter: 1)) {
      try await submit([order("2"), order("poison"), order("3")], to: room)
    }
    // Who was told to send again does so.
    let again = try await submit([order("2"), order("poison"), order("3")], to: room)
    #expect(again.accepted == 2 && again.setAside == 1)
    #expect(try await available(room) == 7)
    #expect(defect.traps.load(ordering: .sequentiallyConsistent) == 1)
    #expect(try await submit([order("1")], to: other).accepted == 1)
    let setAside = try room.store.setAsideRows(limit: 10)
    #expect(setAside.allSatisfy { $0.content.row == order("poison") && $0.settlement == nil })
    #expect(setAside.contains { $0.content.place == "fold" })
    // Whoever watched goes on watching.
    for await frame in frames where frame.overview.sales.orders == 3 { break }
    await room.close()

    // Another process, or another worker with the same log, knows it.
    room = try open("poisoned", defect)
    #expect(try await submit([order("poison")], to: room).setAside == 1)
    #expect(try await available(room) == 7)
    #expect(defect.traps.load(ordering: .sequentiallyConsistent) == 1)

    // The program was mended: the row counts after all, once.
    defect.isThere.store(false, ordering: .sequentiallyConsistent)
    let place = try #require(try room.store.setAsideRows(limit: 10).last?.sequence)
    for _ in 0..<2 {
      try await room.submit(
        RoomIntake([], receivedAt: start, settlements: [RowSettlement(place, .replayed, by: "boss")]))
    }
    #expect(try await available(room) == 6)
    #expect(try room.store.setAsideRow(at: place)?.settlement?.decidedBy == "boss")
    await room.close()
    await other.close()
    // The same log gives the same state.
    room = try open("poisoned")
    #expect(try await available(room) == 6)
    await room.close()
  }

  /// Not one row but every one: the room is given up, and says so; the process and other rooms live.
  @Test func aRoomThatTrapsAgainAndAgainIsGivenUp() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try LiveRoom(
      store: RoomStore(room: .main, folder: folder.appending(path: "main")), catalog: catalog,
      probe: { row in if case .order(let event) = row { _ = Int8(event.quantity * 1000) } })
    let other = try open("other")
    var errors: [RoomHostError] = []
    for number in 0..<12 {
      do throws(RoomHostError) {
        _ = try await room.submit(RoomIntake([order("\(number)")], receivedAt: start))
      } catch {
        errors.append(error)
      }
    }
    #expect(errors.count == 12 && errors.first == .busy(retryAfter: 1) && errors.last == .stopped)
    #expect(try await submit([stock], to: other).accepted == 1)
    await room.close()
    await other.close()
  }

  @Test func rowsBeyondAllMeasureAreSetAside() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open("main")
    let long = String(repeating: "x", count: 600_000)
    let year9999 = WallTime(microseconds: 253_370_764_800_000_000)
    let rows = [
      stock, order("long", option: long), order("many", quantity: .max), order("1"),
      .stock(StockSnapshot(time: year9999, sku: "A", warehouse: "GZ", onHand: 3)),
      .comment(ViewerComment(id: "c", time: start, text: long)),
      .transaction(StockTransaction(id: "t", time: start, sku: "A", .count(warehouse: "GZ", units: .min))),
      .transaction(StockTransaction(id: "u", time: start, sku: "A", .transfer(from: "GZ", to: long, quantity: 1))),
    ]
    let receipt = try await submit(rows, to: room)
    #expect(receipt.accepted == 2 && receipt.setAside == 6)
    #expect(try await available(room) == 9)
    let told = try room.store.setAsideRows(limit: 10).map(\.content)
    #expect(told.count == 6 && told.allSatisfy { $0.reason.count < 100 && ($0.content?.count ?? 0) < 500 })
    await room.close()
  }

  @Test func warehousesAreBounded() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var room = try open("main")
    let receipt = try await submit((0..<400).map { order("\($0)", warehouse: "W\($0)") }, to: room)
    #expect(receipt.setAside == 400 - 256)
    await room.close()
    // What the ledger has is known after a restart.
    room = try open("main")
    #expect(try await submit([order("again", warehouse: "W3")], to: room).accepted == 1)
    await room.close()
  }

  @Test func rowsThatCouldNotBeReadAreKeptToo() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try open("main")
    let unusable = SetAsideRow(.orders, place: "kafka/shop/0/17", reason: "qty is not a whole number")
    try await room.submit(RoomIntake([stock], receivedAt: start, unusable: [unusable]))
    let stored = try #require(try room.store.setAsideRows(limit: 10).first)
    #expect(stored.content == unusable && stored.content.content == nil)
    try await room.submit(
      RoomIntake([], receivedAt: start, settlements: [RowSettlement(stored.sequence, .dropped, by: "boss")]))
    #expect(try room.store.setAsideRow(at: stored.sequence)?.settlement?.outcome == .dropped)
    await room.close()
  }
}
