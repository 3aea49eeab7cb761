import Foundation
import LiveshelfCore
import RoomEngine
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
      .init(folder: folder),
      RoomSurroundings(
        log: { _, _ in },
        objection: { address, listens in
          asked.withLock { $0.append("\(address) \(listens)") }
          return "it points to this machine now"
        }))
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
      .init(folder: folder),
      RoomSurroundings(
        log: { _, _ in },
        onShowEnd: { room in
          let end = room.frame?.isRunning == false ? room.frame?.show?.id : nil
          ended.withLock { $0.append(end ?? "it runs") }
        }))
    try await registry.open()
    try await registry.create(RoomSetup(name: name), catalog: catalog)
    try await registry.start(name)
    let show = try #require(try await registry.room(name).engine()?.show.id)
    try await registry.stop(name)
    #expect(ended.withLock { $0 } == [show])
    await registry.close()
  }

  /// A stop is a wish that outlives the process: who opens the room next brings it about.
  @Test func aStopThatWasNotDoneIsDoneAtTheNextOpening() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await first.open()
    try await first.create(RoomSetup(name: name), catalog: catalog)
    try await first.start(name)
    let show = try #require(try await first.room(name).engine()?.show.id)
    await first.close()
    // As a server leaves it that was killed between the wish and its fulfilment.
    let file = folder.appending(path: "\(name)/room.json")
    var definition = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    #expect(definition["isRunning"] as? Bool == true)
    definition["isRunning"] = false
    definition["endedShow"] = show
    try JSONSerialization.data(withJSONObject: definition).write(to: file)

    let second = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await second.open()
    let room = try await second.room(name)
    for await frame in room.frames() where !frame.isRunning { break }
    let written = folder.appending(path: "\(name)/shows/\(show)/show.json")
    while !FileManager.default.fileExists(atPath: written.path) { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try room.store.openShow() == nil)
    await second.close()
  }

  /// A removal does not wait for the show's end, and what comes after it does.
  @Test func aRoomIsGoneBeforeItsShowHasEnded() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    let registry = RoomRegistry(
      .init(folder: folder),
      RoomSurroundings(log: { _, _ in }, onShowEnd: { _ in for await _ in gate { break } }))
    try await registry.open()
    try await registry.create(RoomSetup(name: name), catalog: catalog)
    try await registry.start(name)
    let show = try #require(try await registry.room(name).engine()?.show.id)
    // The show's end is held up until the gate opens.
    try await registry.remove(name)
    #expect(await registry.rooms.isEmpty)
    let written = folder.appending(path: "\(name)/shows/\(show)/show.json")
    #expect(!FileManager.default.fileExists(atPath: written.path))
    open.yield()
    try await registry.create(RoomSetup(name: name), catalog: catalog)
    #expect(FileManager.default.fileExists(atPath: written.path))
    #expect(try await registry.room(name).frame?.isRunning != true)
    await registry.close()
  }

  @Test func aRemovalThatACrashInterruptedIsFinishedAtTheNextOpening() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await first.open()
    try await first.create(RoomSetup(name: name), catalog: catalog)
    try await first.start(name)
    let show = try #require(try await first.room(name).engine()?.show.id)
    await first.close()
    let file = folder.appending(path: "\(name)/room.json")
    var definition = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    definition["isRemoved"] = true
    try JSONSerialization.data(withJSONObject: definition).write(to: file)

    let second = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await second.open()
    #expect(await second.rooms.isEmpty)
    await second.close()
    #expect(!FileManager.default.fileExists(atPath: file.path))
    let written = folder.appending(path: "\(name)/shows/\(show)/show.json")
    #expect(FileManager.default.fileExists(atPath: written.path))
  }

  @Test func aRoomBeginsNoSecondShowAndAStoppedOneIsNotStoppedAgain() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    try await registry.create(RoomSetup(name: name), catalog: catalog)
    try await registry.start(name)
    try await registry.start(name)
    let room = try await registry.room(name)
    #expect(try room.store.shows().count == 1)
    try await registry.stop(name)
    await #expect(throws: RoomHostError.wrongState("the room '\(name)' does not run")) {
      try await registry.stop(name)
    }
    // Shows are named by the second in which they begin.
    try await Task.sleep(for: .milliseconds(1100))
    try await registry.start(name)
    #expect(try room.store.shows().count == 2)
    try await registry.change(Catalog([Product(sku: "B", name: "保温杯")]), in: name)
    #expect(try await room.engine()?.engine.catalog["B"] != nil)
    await registry.close()
  }
}
