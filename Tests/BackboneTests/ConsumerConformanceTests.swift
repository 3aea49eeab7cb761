import Backbone
import Testing

@Suite("Work that is handed out, on every backbone")
struct ConsumerConformanceTests {
  private func collect(_ count: Int, from consumer: any BackboneConsumer) async throws -> [HandedOut] {
    var records: [HandedOut] = []
    try await eventually("\(count) records came") {
      records += try await consumer.fetch(limit: 100, wait: .seconds(1))
      return records.count >= count
    }
    return records
  }

  @Test("records come in order; what is acknowledged does not come again", arguments: Engine.available)
  func acknowledgement(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      _ = try await backbone.append((0..<300).map { NewRecord("\($0)") }, to: subject)
      let settings = ConsumerSettings(acknowledgeWithin: .seconds(3))
      let consumer = try await backbone.consumer(of: subject, named: "owner", settings: settings)
      let records = try await collect(300, from: consumer)
      #expect(records.map(\.record.id) == (0..<300).map(String.init))
      #expect(records.allSatisfy { $0.attempt == 1 })
      try await consumer.acknowledge(Array(records[0..<290]))
      let again = try await collect(10, from: consumer)
      #expect(again.map(\.record.id).sorted() == (290..<300).map(String.init))
      #expect(again.allSatisfy { $0.attempt == 2 })
      try await consumer.acknowledge(again)
      #expect(try await consumer.fetch(limit: 10, wait: .seconds(4)).isEmpty)
      let other = try await backbone.consumer(of: subject, named: "another", settings: settings)
      #expect(try await collect(300, from: other).count == 300)
    }
  }

  @Test("a record that is put back comes after its delay", arguments: Engine.available)
  func puttingBack(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      _ = try await backbone.append([NewRecord("a"), NewRecord("b")], to: subject)
      let consumer = try await backbone.consumer(of: subject, named: "owner", settings: ConsumerSettings())
      let records = try await collect(2, from: consumer)
      let start = ContinuousClock.now
      try await consumer.putBack(records[0], after: .milliseconds(300))
      try await consumer.acknowledge([records[1]])
      let again = try await collect(1, from: consumer)
      #expect(again.map(\.record.id) == ["a"])
      #expect(again[0].attempt == 2)
      #expect(ContinuousClock.now - start >= .milliseconds(290))
    }
  }

  @Test("a record that is extended stays out", arguments: Engine.available)
  func extending(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      _ = try await backbone.append(NewRecord("a"), to: subject)
      let consumer = try await backbone.consumer(
        of: subject, named: "owner", settings: ConsumerSettings(acknowledgeWithin: .seconds(4)))
      let record = try #require(try await collect(1, from: consumer).first)
      for _ in 0..<6 {
        try await Task.sleep(for: .seconds(1))
        try await consumer.extend(record)
        #expect(try await consumer.fetch(limit: 1, wait: .milliseconds(1)).isEmpty)
      }
      #expect(try await collect(1, from: consumer).map(\.attempt) == [2])
    }
  }

  @Test("a reader that knows its place begins there", arguments: Engine.available)
  func place(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      let receipts = try await backbone.append((0..<10).map { NewRecord("\($0)") }, to: subject)
      let first = try await backbone.consumer(of: subject, named: "owner", settings: ConsumerSettings())
      try await first.acknowledge(try await collect(10, from: first))
      let second = try await backbone.consumer(
        of: subject, named: "owner", settings: ConsumerSettings(startAfter: receipts[4].sequence))
      #expect(try await collect(5, from: second).map(\.record.id) == ["5", "6", "7", "8", "9"])
    }
  }

  @Test("what is new comes to a reader that waits", arguments: Engine.available)
  func waiting(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      let consumer = try await backbone.consumer(of: subject, named: "owner", settings: ConsumerSettings())
      async let coming = consumer.fetch(limit: 10, wait: .seconds(20))
      try await Task.sleep(for: .milliseconds(100))
      _ = try await backbone.append(NewRecord("a"), to: subject)
      #expect(try await coming.map(\.record.id) == ["a"])
    }
  }
}
