import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Synchronization
import TestSupport
import Testing

/// Each kind of row as the first one in each situation of a room: the room takes it in, goes on, and comes back after a
/// restart.
@Suite(.timeLimit(.minutes(2)))
struct FirstRowTests {
  enum Situation: String, CaseIterable, Sendable {
    /// The room has never had a show.
    case noShow
    /// A show has begun, and nothing was told yet.
    case newShow
    /// Its only show is over.
    case ended
    /// The process began anew in mid-show.
    case restarted
  }

  private static let catalog = Catalog([Product(sku: "A", name: "羽绒服", livePrice: Money("99"))])

  private static let rows: [(name: String, row: Row)] = [
    ("order", .order(order("created", .created))),
    ("payment", .order(order("paid", .paid))),
    ("cancellation", .order(order("cancelled", .cancelled))),
    ("refund", .order(order("refunded", .refunded))),
    ("refusal", .order(order("rejected", .rejectedOutOfStock))),
    ("stock", .stock(StockSnapshot(time: time, sku: "A", warehouse: "GZ", onHand: 3))),
    ("receipt", .transaction(transaction(.receipt(warehouse: "GZ", quantity: 5)))),
    ("transfer", .transaction(transaction(.transfer(from: "GZ", to: "HZ", quantity: 5)))),
    ("count", .transaction(transaction(.count(warehouse: "GZ", units: 5)))),
    ("comment", .comment(ViewerComment(id: "c1", time: time, text: "羽绒服还有吗"))),
    ("click", .click(ExplainEvent(sku: "A", starts: true, time: time))),
    ("end of a click", .click(ExplainEvent(sku: "A", starts: false, time: time))),
  ]

  private static let time = WallTime(microseconds: 1_800_000_000_000_000)

  private static func order(_ id: String, _ type: OrderEventType) -> OrderEvent {
    OrderEvent(
      eventID: id, orderID: "o1", type: type, sku: "A", quantity: 1, unitPrice: Money(hundredths: 9900),
      warehouse: "GZ", eventTime: time)
  }

  private static func transaction(_ change: StockTransaction.Change) -> StockTransaction {
    StockTransaction(id: "t1", time: time, sku: "A", change)
  }

  /// A clock that goes on by two seconds whenever somebody looks, so that a room ticks at each of its turns.
  private static func hurryingClock() -> WallClock {
    let now = Mutex(time.microseconds)
    return WallClock {
      now.withLock { now in
        now += 2_000_000
        return now
      }
    }
  }

  @Test(arguments: Situation.allCases)
  func isTakenInAndTheRoomGoesOn(_ situation: Situation) async throws {
    for (label, row) in Self.rows {
      let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let clock = Self.hurryingClock()
      let name = RoomName("test") ?? .main
      func open() throws -> LiveRoom { try LiveRoom(name: name, catalog: Self.catalog, folder: folder, clock: clock) }
      var room = try open()
      if situation != .noShow {
        let show = ShowRecord(
          id: "s1", clock: ShowClock(start: Self.time, offset: .china), catalog: Self.catalog,
          settings: AdvisorSettings())
        try await room.begin(show)
      }
      if situation == .ended { try await room.end() }
      if situation == .restarted {
        await room.close()
        room = try open()
      }
      let receipt = try await room.submit(RoomIntake([row], receivedAt: clock.now))
      #expect(receipt.accepted == 1, "\(label), \(situation)")
      // Whatever is due is judged between two looks, several times.
      for _ in 0..<3 { #expect(try await room.engine() != nil, "\(label), \(situation)") }
      let before = try await room.engine()?.engine.stockTable
      await room.close()

      room = try open()
      for _ in 0..<3 { #expect(try await room.engine() != nil, "\(label), \(situation), reopened") }
      #expect(try await room.engine()?.engine.stockTable == before, "\(label), \(situation), reopened")
      #expect(try await room.submit(RoomIntake([row], receivedAt: clock.now)).accepted <= 1)
      await room.close()
    }
  }
}
