import Backbone
import BackboneTestSupport
import Delivery
import LiveshelfCore
import Testing

@Suite("Signals on the backbone")
struct SignalSinkTests {
  @Test("each signal is stored once, in order", arguments: Engine.available)
  func delivery(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let sink = SignalSink(name: "backbone", backbone)
      let entries = (1...50).map { number in
        OutboxEntry(
          room: .main, sequence: Int64(number), id: "signal-\(number)", type: "liveshelf.demand.surge",
          body: "{\"id\":\"signal-\(number)\"}", createdAt: WallTime(microseconds: 0))
      }
      try await sink.deliver(Array(entries[..<30]))
      try await sink.deliver(entries)
      let records = try await backbone.read(.signals(of: .main), after: 0, limit: 100)
      #expect(records.map(\.id) == entries.map(\.id))
      #expect(records.map(\.text) == entries.map(\.body))
      #expect(records.allSatisfy { $0.attributes == ["Type": "liveshelf.demand.surge"] })
    }
  }

  @Test("a backbone that is closed is said to be unreachable", arguments: Engine.available)
  func closed(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      await backbone.close()
      let entry = OutboxEntry(
        room: .main, sequence: 1, id: "1", type: "t", body: "{}", createdAt: WallTime(microseconds: 0))
      await #expect(throws: DeliveryError.self) {
        try await SignalSink(name: "backbone", backbone).deliver([entry])
      }
    }
  }
}
