import Backbone
import BackboneTestSupport
import Fleet
import Foundation
import LiveshelfCore
import Testing

@Suite("A room's log on the backbone")
struct ReplicatorTests {
  private let room = RoomName.main

  /// Takes the lease, and the log under it.
  private func takeOver(
    _ store: FakeStore, _ holder: String, on backbone: any Backbone
  ) async throws -> (replicator: Replicator, authority: RoomAuthority, lease: Lease, restoration: Restoration) {
    let attempt = try await backbone.acquireLease("rooms.main", holder: holder, lifetime: .seconds(30))
    let lease = try #require(attempt.lease)
    let authority = RoomAuthority(lease)
    let replicator = Replicator(backbone, room: room, log: store, authority: authority)
    return (replicator, authority, lease, try await replicator.takeOver())
  }

  /// The rows that the backbone has.
  private func rows(on backbone: any Backbone) async throws -> Int {
    let records = try await backbone.read(.log(of: room), after: 0, limit: 1000)
    return records.filter { $0.attributes["Kind"] == "rows" }.reduce(0) { sum, record in
      let first = record.attributes["First"].flatMap { Int($0) } ?? 0
      let last = record.attributes["Last"].flatMap { Int($0) } ?? 0
      #expect(first == sum + 1)
      return last
    }
  }

  @Test("rows reach the backbone, and from there another store", arguments: Engine.available)
  func handingOver(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let first = FakeStore("first")
      let one = try await takeOver(first, "one", on: backbone)
      #expect(one.restoration.restored == 0)
      first.write((1...2000).map { "row \($0)" })
      #expect(try await one.replicator.flush(within: .seconds(60)))
      #expect(one.authority.emittableRow == 2000)
      #expect(try await rows(on: backbone) == 2000)
      try await backbone.releaseLease(one.lease)

      let second = FakeStore("second")
      let two = try await takeOver(second, "two", on: backbone)
      #expect(two.restoration.restored == 2000)
      #expect(two.restoration.lastRow == 2000)
      #expect(!two.restoration.hasDiscarded)
      #expect(second.texts == first.texts)
      second.write(["row 2001"])
      #expect(try await two.replicator.flush(within: .seconds(60)))
      #expect(try await rows(on: backbone) == 2001)
    }
  }

  @Test(
    "what an earlier owner did not replicate is refused, and discarded when it comes back", arguments: Engine.available)
  func fencing(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let first = FakeStore("first")
      let one = try await takeOver(first, "one", on: backbone)
      first.write(["a", "b"])
      #expect(try await one.replicator.flush(within: .seconds(60)))
      first.write(["never seen"])
      try await backbone.releaseLease(one.lease)
      let second = FakeStore("second")
      let two = try await takeOver(second, "two", on: backbone)
      await #expect(throws: BackboneError.fenced(by: two.lease.token)) {
        try await one.replicator.flush(within: .seconds(60))
      }
      second.write(["c"])
      #expect(try await two.replicator.flush(within: .seconds(60)))
      try await backbone.releaseLease(two.lease)

      let three = try await takeOver(first, "three", on: backbone)
      #expect(three.restoration.hasDiscarded)
      #expect(first.texts == ["a", "b", "c"])
      #expect(three.restoration.restored == 1)
    }
  }

  @Test("rows that waited stay when nobody else had the room", arguments: Engine.available)
  func spool(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let store = FakeStore("store")
      let one = try await takeOver(store, "one", on: backbone)
      store.write(["a"])
      #expect(try await one.replicator.flush(within: .seconds(60)))
      store.write(["b", "c"])
      store.forgetPosition()
      try await backbone.releaseLease(one.lease)
      let two = try await takeOver(store, "two", on: backbone)
      #expect(!two.restoration.hasDiscarded)
      #expect(two.restoration.restored == 0)
      #expect(two.authority.emittableRow == 1)
      #expect(try await two.replicator.flush(within: .seconds(60)))
      #expect(store.texts == ["a", "b", "c"])
      #expect(try await rows(on: backbone) == 3)
    }
  }

  @Test("a log that was trimmed is restored from where it begins", arguments: Engine.available)
  func trimmed(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let first = FakeStore("first")
      let one = try await takeOver(first, "one", on: backbone)
      for text in ["a", "b", "c"] {
        first.write([text])
        #expect(try await one.replicator.flush(within: .seconds(60)))
      }
      let records = try await backbone.read(.log(of: room), after: 0, limit: 10)
      try await backbone.trim(.log(of: room), through: records[2].sequence)
      try await backbone.releaseLease(one.lease)
      // The same store needs nothing of what was trimmed.
      let again = try await takeOver(first, "two", on: backbone)
      #expect(again.restoration.lastRow == 3)
      #expect(first.texts == ["a", "b", "c"])
    }
  }

  @Test("an authority ends with its lease, on the monotonic clock")
  func authority() async throws {
    try await Engine.memory.withBackbone { backbone in
      let attempt = try await backbone.acquireLease("rooms.main", holder: "one", lifetime: .milliseconds(300))
      let lease = try #require(attempt.lease)
      let authority = RoomAuthority(lease)
      if ContinuousClock.now < lease.validUntil { _ = authority.emittableRow }
      try await Task.sleep(until: lease.validUntil, clock: .continuous)
      #expect(authority.emittableRow == nil)
      #expect(!authority.isRevoked)
    }
  }
}
