import Foundation
import GRDB
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Synchronization
import TestSupport
import Testing

/// Databases that are locked or damaged: nothing accepted is lost, and other rooms don't notice.
@Suite(.timeLimit(.minutes(5))) struct StorageTroubleTests {
  private let catalog = Catalog([Product(sku: "A", name: "羽绒服", livePrice: Money("99"))])
  private let start = WallClock.system.now

  private func order(_ number: Int) -> LiveshelfCore.Row {
    .order(
      OrderEvent(
        eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: "A", quantity: 1,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: start))
  }

  private var stock: LiveshelfCore.Row { .stock(StockSnapshot(time: start, sku: "A", warehouse: "GZ", onHand: 100)) }

  @Test func aLockedDatabaseIsWaitedFor() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try LiveRoom(name: .main, catalog: catalog, folder: folder)
    _ = try await room.submit(RoomIntake([stock], receivedAt: start))
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: room.store.path, configuration: configuration)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let waiting = Task { try await room.submit(RoomIntake([order(1), order(2)], receivedAt: start)) }
    // It says that it waits, and for what.
    let problem = await withTaskGroup(of: String?.self) { group in
      group.addTask {
        for await frame in room.frames() { if let problem = frame.storageProblem { return problem } }
        return nil
      }
      return await group.next() ?? nil
    }
    #expect(problem?.contains("in use") == true)
    let before = try await other.writeWithoutTransaction { try Int.fetchOne($0, sql: "SELECT count(*) FROM movement") }
    #expect(before == 1)
    try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    let receipt = try await waiting.value
    #expect(receipt.accepted == 2)
    try other.close()
    #expect(try await room.submit(RoomIntake([order(2), order(3)], receivedAt: start)).repeated == 1)
    #expect(await room.close() == nil)
    let again = try LiveRoom(name: .main, catalog: catalog, folder: folder)
    #expect(try await again.engine()?.engine.stockTable.first?.balance.available == 97)
    await again.close()
  }

  @Test func aDamagedRoomIsLeftOutAndToldAndTheOthersWork() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let other = try #require(RoomName("other"))
    let lines = Mutex<[String]>([])
    func registry() -> RoomRegistry {
      RoomRegistry(
        RoomRegistry.Settings(folder: folder),
        RoomSurroundings(log: { room, text in
          lines.withLock { $0.append("\(room.map { "\($0)" } ?? ""): \(text)") }
        }))
    }
    let first = registry()
    try await first.open()
    for name in [RoomName.main, other] {
      try await first.create(RoomSetup(name: name), catalog: catalog)
      _ = try await first.room(name).submit(RoomIntake([stock, order(1)], receivedAt: start))
    }
    await first.close()
    #expect(lines.withLock { $0 }.isEmpty)
    // The middle of the file is not what was written.
    let file = folder.appending(path: "main/room.sqlite")
    var bytes = try Data(contentsOf: file)
    for index in 100..<bytes.count { bytes[index] ^= 0x5a }
    try bytes.write(to: file)
    let damaged = try Data(contentsOf: file)

    let second = registry()
    try await second.open()
    #expect(await second.rooms.map(\.room.name) == [other])
    let told = lines.withLock { $0 }
    #expect(told.contains { $0.hasPrefix("main: ") && $0.contains("damaged") }, "\(told)")
    #expect(try await second.room(other).submit(RoomIntake([order(2)], receivedAt: start)).accepted == 1)
    await second.close()
    // It is left for a person as it was.
    #expect(try Data(contentsOf: file) == damaged)
  }
}
