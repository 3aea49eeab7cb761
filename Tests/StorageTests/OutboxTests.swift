import Delivery
import DeliveryTestSupport
import Foundation
import GRDB
import LiveshelfCore
import Storage
import TestSupport
import Testing

/// The outbox in SQLite does what every outbox must do, also after it was closed and opened again.
struct OutboxTests {
  @Test func sqliteDoesWhatEveryOutboxMustDo() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var conformance = OutboxConformance(
      make: { room, entries in
        let store = try RoomStore(room: room, folder: folder.appending(path: room.text))
        let raw = try DatabaseQueue(path: store.path)
        try raw.write { database in
          for entry in entries {
            try database.execute(
              sql: """
                INSERT INTO outbox (sequence, log, show, id, type, sku, situation, phase, event, created)
                VALUES (?, 0, '', ?, ?, '', '', '', ?, ?)
                """, arguments: [entry.sequence, entry.id, entry.type, entry.body, entry.createdAt.microseconds])
          }
        }
        try raw.close()
        return store
      },
      reopen: { outbox in
        guard let store = outbox as? RoomStore else { return outbox }
        try store.close()
        return try RoomStore(room: store.room, folder: folder.appending(path: store.room.text))
      })
    #expect(try conformance.check() == [])
  }
}
