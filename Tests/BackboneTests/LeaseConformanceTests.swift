import Backbone
import BackboneTestSupport
import Testing

@Suite("Leases, on every backbone")
struct LeaseConformanceTests {
  private func acquire(
    _ name: String, _ holder: String, _ lifetime: Duration = .milliseconds(600), on backbone: any Backbone
  ) async throws -> Lease {
    var lease: Lease?
    try await eventually("\(holder) gets \(name)") {
      lease = try await backbone.acquireLease(name, holder: holder, lifetime: lifetime).lease
      return lease != nil
    }
    return try #require(lease)
  }

  @Test("one holder at a time; tokens rise", arguments: Engine.available)
  func exclusion(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let first = try await acquire("rooms.a", "one", .seconds(30), on: backbone)
      let attempt = try await backbone.acquireLease("rooms.a", holder: "two", lifetime: .seconds(30))
      guard case .held(let state) = attempt else { throw TestFailure("two holders") }
      #expect(state.holder == "one")
      #expect(state.token == first.token)
      let other = try await acquire("rooms.b", "two", on: backbone)
      #expect(other.name == "rooms.b")
      try await backbone.releaseLease(first)
      let second = try await acquire("rooms.a", "two", on: backbone)
      #expect(second.token > first.token)
      try await backbone.releaseLease(first)
      #expect(try await backbone.acquireLease("rooms.a", holder: "one", lifetime: .seconds(1)).lease == nil)
    }
  }

  @Test("a holder that falls silent loses the lease, and is told", arguments: Engine.available)
  func silence(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let first = try await acquire("rooms.a", "one", on: backbone)
      let second = try await acquire("rooms.a", "two", on: backbone)
      #expect(ContinuousClock.now >= first.validUntil)
      #expect(second.token > first.token)
      await #expect(throws: BackboneError.leaseLost(name: "rooms.a")) { try await backbone.renewLease(first) }
      let renewed = try await backbone.renewLease(second)
      #expect(renewed.token == second.token)
      #expect(renewed.validUntil > second.validUntil)
    }
  }

  @Test("a lease that ran out is renewed when nobody took it", arguments: Engine.available)
  func lateRenewal(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let lease = try await acquire("rooms.a", "one", .milliseconds(200), on: backbone)
      try await Task.sleep(for: .milliseconds(400))
      let renewed = try await backbone.renewLease(lease)
      #expect(renewed.validUntil > .now)
    }
  }

  @Test("renewals keep others away", arguments: Engine.available)
  func renewing(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      var lease = try await acquire("rooms.a", "one", .seconds(10), on: backbone)
      for _ in 0..<10 {
        try await Task.sleep(for: .milliseconds(50))
        lease = try await backbone.renewLease(lease)
        #expect(try await backbone.acquireLease("rooms.a", holder: "two", lifetime: .seconds(1)).lease == nil)
      }
    }
  }

  @Test("who watches sees who holds what", arguments: Engine.available)
  func watching(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let lease = try await acquire("rooms.a", "one", .seconds(30), on: backbone)
      _ = try await acquire("other.a", "one", .seconds(30), on: backbone)
      let feed = try await backbone.watchLeases(prefix: "rooms.")
      let first = try await feed.next(wait: .seconds(10))
      #expect(first.map(\.holder) == ["one"])
      #expect(first.map(\.token) == [lease.token])
      try await backbone.releaseLease(lease)
      let second = try await feed.next(wait: .seconds(10))
      #expect(second.map(\.holder) == [nil])
      #expect(try await feed.next(wait: .milliseconds(50)).isEmpty)
    }
  }

  @Test("lifetimes are checked", arguments: Engine.available)
  func lifetimes(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      for lifetime in [Duration.zero, .milliseconds(99), .seconds(3601), .seconds(-1)] {
        await #expect(throws: BackboneError.self) {
          try await backbone.acquireLease("rooms.a", holder: "one", lifetime: lifetime)
        }
      }
    }
  }
}
