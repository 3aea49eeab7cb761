import Backbone
import Delivery
import Foundation
import KafkaLink
import LiveshelfCore
import TestSupport
import Testing

@Suite("Orders from Kafka", .serialized)
struct KafkaOrderSourceTests {
  private struct DiskFull: Error {}

  private func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test("orders become durable intake of their rooms, each once, though the effect fails and the source restarts")
  func restart() async throws {
    let cluster = try MockCluster()
    try cluster.create("orders")
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let backbone = try EmbeddedBackbone(path: folder.appending(path: "backbone.sqlite").path)
    let settings = KafkaSettings(brokers: cluster.brokers)
    let rejected = Shared<[String]>([])
    let failures = Shared(0)
    for round in 0..<3 {
      for number in 0..<20 {
        try cluster.write(#"{"order_id":"\#(round)-\#(number)"}"#, key: "room-\(number % 2)", to: "orders")
      }
      try cluster.write("{}", key: "not a room!", to: "orders")
      let source = try KafkaOrderSource(settings, topic: "orders")
      let task = Task {
        try await source.run(
          effect: { orders in
            try await backbone.takeOrders(orders)
            // The effect took place, and the source is told that it did not: the orders come again.
            let fails = failures.change { failures in
              failures += 1
              return failures % 2 == 1
            }
            if fails { throw DiskFull() }
          },
          rejected: { message in rejected.change { $0.append(message.message.id) } }, disturbed: { _ in })
      }
      for room in ["room-0", "room-1"] {
        let subject = Subject.intake(of: try #require(RoomName(room)))
        try await eventually {
          try await backbone.read(subject, after: 0, limit: 1000).count >= (round + 1) * 10
        }
      }
      task.cancel()
      try? await task.value
    }
    for (index, room) in ["room-0", "room-1"].enumerated() {
      let records = try await backbone.read(.intake(of: try #require(RoomName(room))), after: 0, limit: 1000)
      let bodies = records.map { String(decoding: $0.body, as: UTF8.self) }
      let wanted = (0..<3).flatMap { round in
        stride(from: index, to: 20, by: 2).map { #"{"order_id":"\#(round)-\#($0)"}"# }
      }
      #expect(bodies == wanted)
      #expect(records.allSatisfy { $0.attributes == ["Kind": "orders"] })
    }
    #expect(Set(rejected.value).count == 3)
    await backbone.close()
  }

  @Test("offsets are committed only after the effect")
  func offsets() async throws {
    let cluster = try MockCluster()
    try cluster.create("orders", partitions: 1)
    try cluster.write("{}", key: "room", to: "orders")
    let source = try KafkaOrderSource(KafkaSettings(brokers: cluster.brokers), topic: "orders")
    let seen = Shared(0)
    for round in 1...2 {
      let task = Task {
        try await source.run(
          effect: { _ in
            seen.change { $0 += 1 }
            throw DiskFull()
          }, rejected: { _ in }, disturbed: { _ in })
      }
      try await eventually { seen.value >= round }
      task.cancel()
      try? await task.value
      seen.change { $0 = round }
    }
    let done = Task {
      try await source.run(
        effect: { _ in seen.change { $0 = 100 } }, rejected: { _ in }, disturbed: { _ in })
    }
    try await eventually { seen.value == 100 }
    done.cancel()
    try? await done.value
  }

  @Test(
    "a real broker takes signals and gives orders",
    .enabled(
      if: ProcessInfo.processInfo.environment["LIVESHELF_KAFKA"] != nil,
      "LIVESHELF_KAFKA names no broker"))
  func realBroker() async throws {
    let settings = try #require(try KafkaSettings(environment: ProcessInfo.processInfo.environment))
    let topic = "liveshelf-test-\(UUID().uuidString)"
    let sink = try KafkaSink(name: "kafka", settings, topic: topic)
    let room = try #require(RoomName("room-1"))
    try await sink.deliver([
      .init(
        room: room, sequence: 1, id: "1", type: "t", body: #"{"order_id":"1"}"#,
        createdAt: WallTime(microseconds: 0))
    ])
    let source = try KafkaOrderSource(settings, topic: topic, group: topic)
    let seen = Shared<[String]>([])
    let task = Task {
      try await source.run(
        effect: { orders in
          seen.change { $0 += orders.map { String(decoding: $0.message.value, as: UTF8.self) } }
        }, rejected: { _ in }, disturbed: { _ in })
    }
    try await eventually { !seen.value.isEmpty }
    #expect(seen.value == [#"{"order_id":"1"}"#])
    task.cancel()
    try? await task.value
    await sink.close()
  }
}
