import Backbone
import BackboneTestSupport
import Delivery
import Fleet
import Foundation
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import TestSupport
import Testing

/// The backbone forgets shows that are over, and nothing else.
@Suite("Shows that are over are forgotten on the backbone", .timeLimit(.minutes(5)))
struct ForgettingTests {
  private func order(_ number: Int) -> Row {
    .order(
      OrderEvent(
        eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: "A", quantity: 1,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: WallClock.system.now))
  }

  private func show(_ id: String, ago: Double) -> ShowRecord {
    ShowRecord(
      id: id, clock: ShowClock(start: WallClock.system.now + -ago, offset: .china),
      catalog: Catalog([Product(sku: "A", name: "羽绒服")]))
  }

  /// Two shows that are over and one that runs, each oversold.
  private func fill(_ store: RoomStore) async throws {
    let room = try LiveRoom(store: store, catalog: Catalog([Product(sku: "A", name: "羽绒服")]))
    for (number, show) in [show("one", ago: 9000), show("two", ago: 6000), show("three", ago: 60)].enumerated() {
      try await room.begin(show)
      let stock = Row.stock(
        StockSnapshot(time: show.clock.start, sku: "A", warehouse: "GZ", onHand: 1))
      let rows = [stock] + (1...5).map { order(number * 100 + $0) }
      _ = try await room.submit(
        RoomIntake(rows, receivedAt: WallClock.system.now, through: UInt64(number + 1)))
      room.hear([RoomInput(at: StreamTime(seconds: 1), .heard)])
      if show.id != "three" { try await room.end() }
    }
    await room.finishCommits()
  }

  @Test func aStoreThatComesLaterBeginsWithTheShowThatIsKept() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let backbone = MemoryBackbone()
    let store = try RoomStore(room: .main, folder: folder.appending(path: "owner"))
    try await fill(store)
    let lease = try #require(
      try await backbone.acquireLease("rooms.main", holder: "owner", lifetime: .seconds(600)).lease)
    let replicator = Replicator(backbone, room: .main, log: StoreLog(store), authority: RoomAuthority(lease))
    _ = try await replicator.takeOver()
    #expect(try await replicator.flush(within: .seconds(60)))

    // A copy from before, to see that it goes on.
    let early = try RoomStore(room: .main, folder: folder.appending(path: "early"))
    let follower = LogFollower(backbone, room: .main, log: StoreLog(early))
    try await follower.catchUp()
    #expect(try early.shows().map(\.id) == ["one", "two", "three"])

    // Nothing is old enough a day ago; by now two shows are.
    #expect(try store.lastForgettableRow(endedBefore: WallClock.system.now + -86_400) == nil)
    let row = try #require(try store.lastForgettableRow(endedBefore: WallClock.system.now + 60))
    #expect(try await LogTrimmer(backbone, room: .main).trim(through: row) == row)
    #expect(try await LogTrimmer(backbone, room: .main).trim(through: row) == 0)
    try await follower.catchUp()
    #expect(try early.shows().count == 3)

    let late = try RoomStore(room: .main, folder: folder.appending(path: "late"))
    try await LogFollower(backbone, room: .main, log: StoreLog(late)).catchUp()
    #expect(try late.shows().map(\.id) == ["three"])
    #expect(try late.lastSequence() == store.lastSequence())
    #expect(try late.intakePosition() == 3)
    #expect(
      try late.signals(after: 0, limit: 100).map(\.id) == store.signals(of: "three", after: 0, limit: 100).map(\.id))

    // The outboxes count differently, and yet a sink goes on where it was.
    let signals = try store.signals(of: "three", after: 0, limit: 100)
    let first = try #require(signals.first)
    #expect(signals.count > 1 && first.sequence > 1)
    try store.confirm([first.sequence], for: "hook")
    try late.raiseSinkPlaces(try store.sinkPlaces())
    let rest = try store.pending(for: "hook", limit: 100).map(\.id)
    #expect(rest == signals.dropFirst().map(\.id))
    #expect(try late.pending(for: "hook", limit: 100).map(\.id) == rest)

    // What a sink gave up is known to the next owner, who can send it again.
    let second = signals[1]
    try store.bury(
      DeliveryAttempt(
        sequence: second.sequence, count: 8, failedAt: WallClock.system.now, nextAt: nil, reason: "answered with 410"),
      for: "hook")
    let places = try JSONDecoder().decode(
      [String: SignalPlace].self, from: try JSONEncoder().encode(try store.sinkPlaces()))
    for _ in 0..<2 { try late.raiseSinkPlaces(places) }
    let letters = try late.deadLetters(for: "hook")
    #expect(letters.map(\.entry.id) == [second.id])
    #expect(letters.map(\.attempt.reason) == ["answered with 410"])
    #expect(!(try late.pending(for: "hook", limit: 100).map(\.id).contains(second.id)))
    #expect(try late.revive(letters.map(\.entry.sequence), for: "hook") == 1)
    #expect(try late.pending(for: "hook", limit: 100).map(\.id).contains(second.id))
    await backbone.close()
  }

  @Test func theLastPlaceOfTheIntakeIsKept() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try RoomStore(room: .main, folder: folder)
    let room = try LiveRoom(store: store, catalog: Catalog([]))
    try await room.begin(show("one", ago: 9000))
    _ = try await room.submit(RoomIntake([order(1)], receivedAt: WallClock.system.now, through: 7))
    try await room.end()
    for id in ["two", "three"] {
      try await room.begin(show(id, ago: 60))
      try await room.end()
    }
    await room.finishCommits()
    // Nothing before the show with the number may go, and all shows are old.
    #expect(try store.lastForgettableRow(endedBefore: WallClock.system.now + 60) == nil)
    #expect(try store.intakePosition() == 7)
  }

  /// A store that is emptied gives out its places in the outbox anew: what sinks had must not hide them.
  @Test func anEmptiedStoreDeliversAnew() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try RoomStore(room: .main, folder: folder)
    try await fill(store)
    let signals = try store.signals(after: 0, limit: 100)
    try store.confirm(signals.map(\.sequence), for: "hook")
    let rows = try store.carriedRows(after: 0, limit: 1000)
    try store.discard(after: 0)
    try store.restore(rows, noting: "replicated", "1 1")
    #expect(try store.pending(for: "hook", limit: 100).map(\.id) == signals.map(\.id))
  }
}
