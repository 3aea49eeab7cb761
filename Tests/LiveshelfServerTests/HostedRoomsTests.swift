import Foundation
import History
import InventoryEngine
import LiveshelfCore
import RoomAPI
import RoomEngine
import Rooms
import Storage
import Testing

/// The rooms of this process as the server's service, on real stores.
@Suite(.timeLimit(.minutes(2)))
struct HostedRoomsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")

  /// A room without a stream, started, with one unit of `A` and an order for three.
  private func open() async throws -> (RoomRegistry, HostedRooms) {
    let registry = RoomRegistry(
      RoomRegistry.Settings(folder: folder.appending(path: "rooms")), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    let rooms = HostedRooms(
      registry: registry, thresholds: try ThresholdsFile(folder.appending(path: "thresholds.json")))
    _ = try await rooms.createRoom(RoomDefinition(name: .main, products: [Product(sku: "A", name: "羽绒服")]))
    _ = try await rooms.startRoom(.main)
    let now = WallClock.system.now
    try await submit([.stock(StockSnapshot(time: now, sku: "A", warehouse: "GZ", onHand: 1))], to: rooms)
    try await submit(
      [
        .order(
          OrderEvent(
            eventID: "e1", orderID: "o1", type: .created, sku: "A", quantity: 3, unitPrice: Money(hundredths: 1000),
            warehouse: "GZ", eventTime: now))
      ], to: rooms)
    return (registry, rooms)
  }

  private func submit(_ rows: [Row], to rooms: HostedRooms) async throws {
    _ = try await rooms.submit(IntakeBatch(rows, receivedAt: WallClock.system.now, sender: "test"), to: .main)
  }

  @Test func aListOfRoomsTellsWhatTheySellAndWhatIsOpen() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (registry, rooms) = try await open()
    // Frames come a few times a second.
    let frames = try await registry.room(.main).frames()
    for await frame in frames where frame.overview.sales.orders == 1 && !frame.signals.isEmpty { break }
    let summary = try #require(await rooms.rooms().first)
    #expect(summary.totals.orders == 1 && summary.totals.units == 3 && summary.totals.gmv == 30)
    #expect(summary.now == nil && summary.openSignals > 0)
    await registry.close()
  }

  @Test func summariesOfPastShowsAreKept() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (registry, rooms) = try await open()
    let room = try await registry.room(.main)
    let running = try #require(try await rooms.shows(in: .main).first)
    #expect(running.endedAt == nil)
    #expect(try room.store.summary(of: running.show) == nil)
    _ = try await rooms.stopRoom(.main)
    try await HostedRooms.keepSummary(of: room)
    #expect(try room.store.summary(of: running.show) != nil)
    let past = try #require(try await rooms.shows(in: .main).first)
    #expect(past.endedAt != nil && past.totals.units == 3)

    // One of another version, or none, is computed again.
    try room.store.setSummary(Array("{}".utf8), of: past.show)
    #expect(try await rooms.shows(in: .main) == [past])
    #expect(try room.store.summary(of: past.show) != Array("{}".utf8))

    // What is kept is what is told: the log is not folded again.
    var changed = past
    changed.signals = 77
    try room.store.setSummary(Array(JSONEncoder().encode(changed)), of: past.show)
    #expect(try await rooms.shows(in: .main) == [changed])
    await registry.close()
  }

  /// A show that is over gives its files, with the figures of its summary, and is part of the history.
  @Test func filesAndHistoryTellWhatTheSummaryTells() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (registry, rooms) = try await open()
    let running = try #require(try await rooms.shows(in: .main).first)
    await #expect(throws: ServiceError.self) { try await rooms.files(of: running.show, in: .main) }
    await #expect(throws: ServiceError.self) { try await rooms.files(of: "../../etc", in: .main) }
    #expect(try await rooms.history(of: nil).shows.rows.isEmpty)
    _ = try await rooms.stopRoom(.main)
    let past = try #require(try await rooms.shows(in: .main).first)
    let files = try await rooms.files(of: past.show, in: .main)
    let data = try Data(contentsOf: files.appending(path: "figures.json"))
    let figures = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let total = try #require(figures["total"] as? [String: Any])
    let sold = try #require(total["sold"] as? [String: Any])
    #expect(sold["orders"] as? Int == past.totals.orders && sold["units"] as? Int == past.totals.units)
    #expect(sold["sales"] as? Double == past.totals.gmv && past.totals.gmv == 30)
    #expect(abs((figures["length_s"] as? Double ?? -1) - past.duration) < 0.002)
    // Asked again, they are not written again.
    let written = try FileManager.default.attributesOfItem(atPath: files.appending(path: "figures.json").path)
    _ = try await rooms.files(of: past.show, in: .main)
    let kept = try FileManager.default.attributesOfItem(atPath: files.appending(path: "figures.json").path)
    #expect(written[.systemFileNumber] as? Int == kept[.systemFileNumber] as? Int)
    let history = try await rooms.history(of: nil)
    #expect(history.shows.rows.count == 1 && history.products.rows.count == 1)
    #expect(try history.json().contains("\"effects\":null"))
    await registry.close()
  }

  @Test func thresholdsOfTheAPIHoldOverThoseOfTheConfiguration() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (registry, rooms) = try await open()
    var settings = AdvisorSettings()
    settings.updateInterval = 11
    #expect(await rooms.applyConfigured(settings))
    #expect(await rooms.thresholds().updateInterval == 11)
    settings.updateInterval = 22
    try await rooms.setThresholds(settings)
    settings.updateInterval = 33
    #expect(await !rooms.applyConfigured(settings))
    #expect(await rooms.thresholds().updateInterval == 22)
    await registry.close()
  }
}
