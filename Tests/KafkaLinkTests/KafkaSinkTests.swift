import Delivery
import Foundation
import KafkaLink
import LiveshelfCore
import Testing

@Suite("Signals to Kafka", .serialized)
struct KafkaSinkTests {
  private func entries(_ room: RoomName, _ range: Range<Int64>) -> [OutboxEntry] {
    range.map { number in
      OutboxEntry(
        room: room, sequence: number, id: "\(room)-\(number)", type: "liveshelf.demand.surge",
        body: #"{"specversion":"1.0","id":"\#(room)-\#(number)","source":"/rooms/\#(room)","type":"t"}"#,
        createdAt: WallTime(microseconds: 0))
    }
  }

  private let rooms = (0..<6).compactMap { RoomName("room-\($0)") }

  @Test("each signal is a CloudEvent in structured mode, keyed by room, in order")
  func binding() async throws {
    let cluster = try MockCluster()
    try cluster.create("signals")
    let sink = try KafkaSink(name: "kafka", KafkaSettings(brokers: cluster.brokers), topic: "signals")
    for start in stride(from: Int64(0), to: 100, by: 25) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for room in rooms { group.addTask { try await sink.deliver(entries(room, start..<start + 25)) } }
        try await group.waitForAll()
      }
    }
    await sink.close()
    let messages = try cluster.messages(of: "signals", count: 600)
    #expect(messages.count == 600)
    #expect(messages.allSatisfy { $0.contentType == "application/cloudevents+json; charset=UTF-8" })
    for room in rooms {
      let mine = messages.filter { $0.key == room.text }
      #expect(mine.map(\.value) == entries(room, 0..<100).map(\.body))
      #expect(Set(mine.map(\.partition)).count == 1)
    }
  }

  @Test("refusals while a leader is elected cost no signal and make none twice")
  func elections() async throws {
    let cluster = try MockCluster()
    try cluster.create("signals")
    let sink = try KafkaSink(name: "kafka", KafkaSettings(brokers: cluster.brokers), topic: "signals")
    try await sink.deliver(entries(rooms[0], 0..<1))
    for round in Int64(0)..<5 {
      cluster.refuseProduce(3)
      try await sink.deliver(entries(rooms[0], 1 + round * 20..<21 + round * 20))
    }
    await sink.close()
    let messages = try cluster.messages(of: "signals", count: 101)
    #expect(messages.map(\.value) == entries(rooms[0], 0..<101).map(\.body))
  }

  @Test("without brokers a delivery fails in its time, and can be repeated")
  func outage() async throws {
    let cluster = try MockCluster(brokers: 1)
    try cluster.create("signals", partitions: 1)
    var settings = KafkaSettings(brokers: cluster.brokers)
    settings.timeout = .seconds(2)
    let sink = try KafkaSink(name: "kafka", settings, topic: "signals")
    try await sink.deliver(entries(rooms[0], 0..<1))
    cluster.takeDown(1)
    do throws(DeliveryError) {
      try await sink.deliver(entries(rooms[0], 1..<2))
      Issue.record("nobody can have stored it")
    } catch {
      guard case .unreachable = error else {
        Issue.record("\(error)")
        return
      }
    }
    cluster.bringUp(1)
    var isDelivered = false
    for _ in 0..<20 where !isDelivered {
      isDelivered = (try? await sink.deliver(entries(rooms[0], 1..<2))) != nil
    }
    #expect(isDelivered)
    await sink.close()
    let ids = Set(try cluster.messages(of: "signals", count: 2, partitions: 1).map(\.value))
    #expect(ids == Set(entries(rooms[0], 0..<2).map(\.body)))
    await #expect(throws: DeliveryError.self) { try await sink.deliver(entries(rooms[0], 2..<3)) }
  }

  @Test(
    "wrong settings are named",
    arguments: [
      ["LIVESHELF_KAFKA": "b:9092", "LIVESHELF_KAFKA_SASL": "KERBEROS"],
      ["LIVESHELF_KAFKA": "b:9092", "LIVESHELF_KAFKA_SASL": "PLAIN", "LIVESHELF_KAFKA_USER": "u"],
      ["LIVESHELF_KAFKA": "b:9092", "LIVESHELF_KAFKA_CA": "/does/not/exist"],
      ["LIVESHELF_KAFKA": "b:9092", "LIVESHELF_KAFKA_TLS": "1"],
      ["LIVESHELF_KAFKA": ","],
    ])
  func mistakes(environment: [String: String]) {
    #expect(throws: KafkaError.self) { try KafkaSettings(environment: environment) }
  }

  @Test("settings with TLS and SASL make a client; topics are checked")
  func security() throws {
    var settings = try #require(
      try KafkaSettings(environment: [
        "LIVESHELF_KAFKA": "127.0.0.1:1", "LIVESHELF_KAFKA_TLS": "true", "LIVESHELF_KAFKA_SASL": "SCRAM-SHA-256",
        "LIVESHELF_KAFKA_USER": "u", "LIVESHELF_KAFKA_PASSWORD": "p",
      ]))
    settings.timeout = .seconds(1)
    _ = try KafkaSink(name: "kafka", settings, topic: "signals")
    for topic in ["", ".", "..", "a b", "中", String(repeating: "a", count: 250)] {
      #expect(throws: KafkaError.self) { try KafkaSink(name: "kafka", settings, topic: topic) }
    }
    #expect(try KafkaSettings(environment: [:]) == nil)
  }
}
