import Foundation
import LiveshelfCore
import Rooms
import Storage
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RoomRegistryTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let name = RoomName("test") ?? .main
  private let catalog = Catalog([Product(sku: "A", name: "羽绒服")])

  /// A name may mean another machine than when the room was made: its address is looked at each time.
  @Test func theAddressIsCheckedAtEachStart() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let asked = Mutex<[String]>([])
    let registry = RoomRegistry(
      .init(folder: folder), log: { _, _ in },
      objection: { address, listens in
        asked.withLock { $0.append("\(address) \(listens)") }
        return "it points to this machine now"
      })
    try await registry.open()
    try await registry.create(RoomSetup(name: name, url: "rtmp://elsewhere.example/live/a"), catalog: catalog)
    for _ in 0..<2 {
      do {
        try await registry.start(name)
        Issue.record("a room was attached to an address that may not be used")
      } catch {
        guard case .badRequest("url", "it points to this machine now") = error else { throw error }
      }
    }
    #expect(asked.withLock { $0 } == Array(repeating: "rtmp://elsewhere.example/live/a false", count: 2))
    #expect(try await registry.definition(of: name).isWanted == false)
    await registry.close()
  }

  @Test func theEndOfAShowIsTold() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ended = Mutex<[String]>([])
    let registry = RoomRegistry(
      .init(folder: folder), log: { _, _ in },
      onShowEnd: { room in
        let end = room.frame?.isRunning == false ? room.frame?.show?.id : nil
        ended.withLock { $0.append(end ?? "it runs") }
      })
    try await registry.open()
    try await registry.create(RoomSetup(name: name), catalog: catalog)
    try await registry.start(name)
    let show = try #require(try await registry.room(name).engine()?.show.id)
    try await registry.stop(name)
    #expect(ended.withLock { $0 } == [show])
    await registry.close()
  }
}
