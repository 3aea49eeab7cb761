import Backbone
import BackboneTestSupport
import Foundation
import Testing

@Suite("Small state, on every backbone")
struct StateConformanceTests {
  @Test("values are written, compared, deleted", arguments: Engine.available)
  func values(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      #expect(try await backbone.state("rooms.a") == nil)
      let first = try await backbone.putState("rooms.a", Data("1".utf8), expecting: nil)
      #expect(try await backbone.state("rooms.a") == StateEntry(key: "rooms.a", value: Data("1".utf8), revision: first))
      await #expect(throws: BackboneError.conflict(last: first)) {
        try await backbone.putState("rooms.a", Data("x".utf8), expecting: nil)
      }
      let second = try await backbone.putState("rooms.a", Data("2".utf8), expecting: first)
      #expect(second > first)
      await #expect(throws: BackboneError.conflict(last: second)) {
        try await backbone.putState("rooms.a", Data("x".utf8), expecting: first)
      }
      let third = try await backbone.putState("rooms.a", Data())
      #expect(try await backbone.state("rooms.a")?.value == Data())
      try await backbone.deleteState("rooms.a")
      #expect(try await backbone.state("rooms.a") == nil)
      let fourth = try await backbone.putState("rooms.a", Data("4".utf8), expecting: nil)
      #expect(fourth > third)
    }
  }

  @Test("who watches sees what is there, and every change", arguments: Engine.available)
  func watching(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      for key in ["rooms.a", "rooms.b", "workers.a", "rooms.gone"] {
        try await backbone.putState(key, Data(key.utf8))
      }
      try await backbone.deleteState("rooms.gone")
      let feed = try await backbone.watchState(prefix: "rooms.")
      var seen: [StateEntry] = []
      try await eventually("the entries came") {
        seen += try await feed.next(wait: .seconds(1))
        return seen.count { $0.value != nil } >= 2
      }
      #expect(seen.filter { $0.value != nil }.map(\.key) == ["rooms.a", "rooms.b"])
      try await backbone.putState("workers.a", Data("x".utf8))
      try await backbone.putState("rooms.a", Data("new".utf8))
      try await backbone.deleteState("rooms.b")
      var changes: [StateEntry] = []
      try await eventually("the changes came") {
        changes += try await feed.next(wait: .seconds(1)).filter { $0.key != "rooms.gone" }
        return changes.count >= 2
      }
      #expect(changes.map(\.key) == ["rooms.a", "rooms.b"])
      #expect(changes.map(\.value) == [Data("new".utf8), nil])
    }
  }

  @Test("after closing, every call says so", arguments: Engine.available)
  func closing(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      try await backbone.putState("a", Data())
      await backbone.close()
      await #expect(throws: BackboneError.closed) { try await backbone.putState("a", Data()) }
      await #expect(throws: BackboneError.closed) {
        try await backbone.append(NewRecord("1"), to: Subject(.intake, "room"))
      }
    }
  }

  @Test("keys are checked", arguments: Engine.available)
  func keys(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      for key in ["", "a b", "*", "a.>", "a..b"] {
        await #expect(throws: BackboneError.invalidName(key)) { try await backbone.putState(key, Data()) }
      }
    }
  }
}
