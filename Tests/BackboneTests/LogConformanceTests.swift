import Backbone
import BackboneTestSupport
import Foundation
import LiveshelfCore
import Testing

@Suite("Logs, on every backbone")
struct LogConformanceTests {
  @Test("records are kept in order and read from any place", arguments: Engine.available)
  func order(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "one")
      let other = try Subject(.intake, "two")
      let records = (0..<3000).map { NewRecord("r\($0)", "text \($0)") }
      let receipts = try await backbone.append(records, to: subject)
      _ = try await backbone.append(NewRecord("r1", "another subject"), to: other)
      #expect(receipts.count == 3000)
      #expect(zip(receipts, receipts.dropFirst()).allSatisfy { $0.sequence < $1.sequence })
      #expect(receipts.allSatisfy { !$0.isRepeated })

      var read: [StoredRecord] = []
      while true {
        let part = try await backbone.read(subject, after: read.last?.sequence ?? 0, limit: 700)
        if part.isEmpty { break }
        read += part
      }
      #expect(read.map(\.id) == records.map(\.id))
      #expect(read.map(\.body) == records.map(\.body))
      #expect(read.map(\.sequence) == receipts.map(\.sequence))
      let tail = try await backbone.read(subject, after: receipts[2998].sequence, limit: 10)
      #expect(tail.map(\.id) == ["r2999"])
      #expect(try await backbone.last(of: subject)?.id == "r2999")
      #expect(try await backbone.last(of: Subject(.intake, "nobody")) == nil)
      #expect(try await backbone.read(Subject(.intake, "nobody"), after: 0, limit: 10).isEmpty)
    }
  }

  @Test("an id is stored once a subject", arguments: Engine.available)
  func ids(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      let first = try await backbone.append([NewRecord("a", "1"), NewRecord("b", "2")], to: subject)
      let again = try await backbone.append([NewRecord("b", "changed"), NewRecord("c", "3")], to: subject)
      #expect(again[0] == Receipt(sequence: first[1].sequence, isRepeated: true))
      #expect(!again[1].isRepeated)
      #expect(try await backbone.read(subject, after: 0, limit: 10).map(\.text) == ["1", "2", "3"])
      let elsewhere = try await backbone.append(NewRecord("a", "4"), to: Subject(.intake, "another"))
      #expect(!elsewhere.isRepeated)
    }
  }

  @Test("attributes, tokens and empty or binary bodies come back", arguments: Engine.available)
  func contents(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = Subject.log(of: try #require(RoomName("shop.7")))
      let body = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      let record = NewRecord(id: "show/1-9", attributes: ["First": "1", "Last": "9"], body: body)
      let receipt = try await backbone.append(
        record, to: subject, if: AppendCondition(last: 0, token: FencingToken(7)))
      _ = try await backbone.append(
        NewRecord("empty"), to: subject, if: AppendCondition(last: receipt.sequence, token: FencingToken(7)))
      let read = try await backbone.read(subject, after: 0, limit: 10)
      #expect(read.count == 2)
      #expect(read[0].id == "show/1-9")
      #expect(read[0].attributes == ["First": "1", "Last": "9"])
      #expect(read[0].token == FencingToken(7))
      #expect(read[0].body == body)
      #expect(read[1].body.isEmpty)
      #expect(try await backbone.last(of: subject) == read[1])
    }
  }

  @Test("a record is stored only after the record that it expects", arguments: Engine.available)
  func expectations(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.log, "room")
      let token = FencingToken(1)
      let first = try await backbone.append(NewRecord("1"), to: subject, if: AppendCondition(last: 0, token: token))
      await #expect(throws: BackboneError.conflict(last: first.sequence)) {
        try await backbone.append(NewRecord("x"), to: subject, if: AppendCondition(last: 0, token: token))
      }
      let second = try await backbone.append(
        NewRecord("2"), to: subject, if: AppendCondition(last: first.sequence, token: token))
      await #expect(throws: BackboneError.conflict(last: second.sequence)) {
        try await backbone.append(NewRecord("y"), to: subject, if: AppendCondition(last: first.sequence, token: token))
      }
      // The acknowledgement was lost, and the record is sent again.
      let again = try await backbone.append(
        NewRecord("2"), to: subject, if: AppendCondition(last: first.sequence, token: token))
      #expect(again == Receipt(sequence: second.sequence, isRepeated: true))
      #expect(try await backbone.read(subject, after: 0, limit: 9).map(\.id) == ["1", "2"])
    }
  }

  @Test("an earlier holder's records are refused, whatever it expects", arguments: Engine.available)
  func fencing(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.log, "room")
      let (old, new) = (FencingToken(3), FencingToken(4))
      let first = try await backbone.append(NewRecord("1"), to: subject, if: AppendCondition(last: 0, token: old))
      let fence = try await backbone.append(
        NewRecord("fence"), to: subject, if: AppendCondition(last: first.sequence, token: new))
      for last in [first.sequence, fence.sequence] {
        await #expect(throws: BackboneError.fenced(by: new)) {
          try await backbone.append(NewRecord("late \(last)"), to: subject, if: AppendCondition(last: last, token: old))
        }
      }
      #expect(try await backbone.read(subject, after: 0, limit: 9).map(\.id) == ["1", "fence"])
    }
  }

  @Test("of many writers who expect the same, one wins", arguments: Engine.available)
  func race(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.log, "room")
      var last: UInt64 = 0
      for round in 0..<20 {
        let winners = await withTaskGroup(of: UInt64?.self) { group in
          for writer in 0..<8 {
            let condition = AppendCondition(last: last, token: FencingToken(1))
            group.addTask {
              try? await backbone.append(NewRecord("\(round)-\(writer)"), to: subject, if: condition).sequence
            }
          }
          return await group.reduce(into: [UInt64]()) { if let sequence = $1 { $0.append(sequence) } }
        }
        #expect(winners.count == 1)
        last = try #require(winners.first)
      }
      #expect(try await backbone.read(subject, after: 0, limit: 100).count == 20)
    }
  }

  @Test("logs take no records without a condition; names and sizes are checked", arguments: Engine.available)
  func refusals(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      await #expect(throws: BackboneError.self) {
        try await backbone.append(NewRecord("1"), to: Subject(.log, "room"))
      }
      for name in ["", "a..b", ".a", "a.", "a b", "a*", ">", "中", String(repeating: "a", count: 201)] {
        #expect(throws: BackboneError.invalidName(name)) { try Subject(.intake, name) }
      }
      let large = NewRecord(id: "1", body: Data(count: backbone.largestRecord + 1))
      await #expect(
        throws: BackboneError.tooLarge(bytes: backbone.largestRecord + 1, limit: backbone.largestRecord)
      ) {
        try await backbone.append(large, to: Subject(.intake, "room"))
      }
      let fits = try await backbone.append(
        NewRecord(id: "1", body: Data(count: backbone.largestRecord)), to: Subject(.intake, "room"))
      #expect(!fits.isRepeated)
    }
  }

  @Test("trimming forgets the beginning and keeps the last", arguments: Engine.available)
  func trimming(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      let receipts = try await backbone.append((0..<10).map { NewRecord("\($0)") }, to: subject)
      try await backbone.trim(subject, through: receipts[3].sequence)
      #expect(try await backbone.read(subject, after: 0, limit: 20).map(\.id) == (4..<10).map(String.init))
      try await backbone.trim(subject, through: .max)
      #expect(try await backbone.read(subject, after: 0, limit: 20).map(\.id) == ["9"])
      #expect(try await backbone.last(of: subject)?.sequence == receipts[9].sequence)
      try await backbone.trim(Subject(.intake, "nobody"), through: 5)
    }
  }

  @Test("who follows a subject sees every record once, in order", arguments: Engine.available)
  func following(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let subject = try Subject(.intake, "room")
      let other = try Subject(.intake, "other")
      let receipts = try await backbone.append((0..<500).map { NewRecord("\($0)") }, to: subject)
      let feed = try await backbone.follow(subject, after: receipts[99].sequence)
      let writer = Task {
        for start in stride(from: 500, to: 2000, by: 100) {
          _ = try await backbone.append((start..<start + 100).map { NewRecord("\($0)") }, to: subject)
          _ = try await backbone.append(NewRecord("\(start)"), to: other)
        }
      }
      var ids: [String] = []
      try await eventually("all records came") {
        ids += try await feed.next(wait: .seconds(1)).map(\.id)
        return ids.count >= 1900
      }
      try await writer.value
      #expect(ids == (100..<2000).map(String.init))
      #expect(try await feed.next(wait: .milliseconds(20)).isEmpty)
    }
  }
}
