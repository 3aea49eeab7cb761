import Delivery
import Foundation
import KafkaLink
import LiveshelfCore
import TestSupport
import Testing

@Suite("Rows from Kafka", .serialized)
struct KafkaIntakeTests {
  private struct DiskFull: Error {}

  private func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test("rows come with their rooms, in order and none missing, though the effect fails and the source restarts")
  func restart() async throws {
    let cluster = try MockCluster()
    try cluster.create("orders")
    let settings = KafkaSettings(brokers: cluster.brokers)
    let (rejected, failures) = (Shared<[String]>([]), Shared(0))
    // What an effect keeps that knows rows by their ids.
    let kept = Shared<[String: [String]]>([:])
    for round in 0..<3 {
      for number in 0..<20 {
        try cluster.write("\(round)-\(number)", key: "room-\(number % 2)", to: "orders")
      }
      try cluster.write("{}", key: "not a room!", to: "orders")
      let source = try KafkaIntake(settings, topic: "orders")
      let task = Task {
        try await source.run(
          effect: { room, messages in
            kept.change { kept in
              for message in messages {
                let text = String(decoding: message.value, as: UTF8.self)
                if kept[room.text]?.contains(text) != true { kept[room.text, default: []].append(text) }
              }
            }
            // The effect took place, and the source is told that it did not: the rows come again.
            let fails = failures.change { failures in
              failures += 1
              return failures % 2 == 1
            }
            if fails { throw DiskFull() }
          },
          rejected: { message in rejected.change { $0.append(message.message.id) } }, disturbed: { _ in })
      }
      try await eventually { kept.value.values.allSatisfy { $0.count == (round + 1) * 10 } && kept.value.count == 2 }
      task.cancel()
      try? await task.value
    }
    for index in 0..<2 {
      let wanted = (0..<3).flatMap { round in stride(from: index, to: 20, by: 2).map { "\(round)-\($0)" } }
      #expect(kept.value["room-\(index)"] == wanted)
    }
    #expect(Set(rejected.value).count == 3)
  }

  @Test("offsets are committed only after the effect")
  func offsets() async throws {
    let cluster = try MockCluster()
    try cluster.create("orders", partitions: 1)
    try cluster.write("{}", key: "room", to: "orders")
    let source = try KafkaIntake(KafkaSettings(brokers: cluster.brokers), topic: "orders")
    let seen = Shared(0)
    for round in 1...2 {
      let task = Task {
        try await source.run(
          effect: { _, _ in
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
        effect: { _, _ in seen.change { $0 = 100 } }, rejected: { _ in }, disturbed: { _ in })
    }
    try await eventually { seen.value == 100 }
    done.cancel()
    try? await done.value
  }

  @Test("a room that cannot take its rows keeps no other's waiting, and loses none")
  func oneRoomThatCannot() async throws {
    let cluster = try MockCluster()
    try cluster.create("orders", partitions: 1)
    let settings = KafkaSettings(brokers: cluster.brokers)
    let kept = Shared<[String: [String]]>([:])
    let isMended = Shared(false)
    func run() throws -> Task<Void, any Error> {
      let source = try KafkaIntake(settings, topic: "orders")
      return Task {
        try await source.run(
          effect: { room, messages in
            if room.text == "broken", !isMended.value { throw DiskFull() }
            kept.change { $0[room.text, default: []] += messages.map { String(decoding: $0.value, as: UTF8.self) } }
          }, rejected: { _ in }, disturbed: { _ in })
      }
    }
    for number in 0..<40 { try cluster.write("\(number)", key: number % 4 == 0 ? "broken" : "whole", to: "orders") }
    let whole = (0..<40).filter { $0 % 4 != 0 }.map { "\($0)" }
    let broken = (0..<40).filter { $0 % 4 == 0 }.map { "\($0)" }
    var task = try run()
    try await eventually { kept.value["whole"] == whole }
    task.cancel()
    try? await task.value
    // After a crash all from the first on that waits come again, also those that the other room has.
    isMended.change { $0 = true }
    kept.change { $0 = [:] }
    task = try run()
    try await eventually { kept.value["broken"] == broken && kept.value["whole"]?.count ?? 0 >= whole.count - 1 }
    task.cancel()
    try? await task.value
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
    let source = try KafkaIntake(settings, topic: topic, group: topic)
    let seen = Shared<[String]>([])
    let task = Task {
      try await source.run(
        effect: { _, orders in
          seen.change { $0 += orders.map { String(decoding: $0.value, as: UTF8.self) } }
        }, rejected: { _ in }, disturbed: { _ in })
    }
    try await eventually { !seen.value.isEmpty }
    #expect(seen.value == [#"{"order_id":"1"}"#])
    task.cancel()
    try? await task.value
    await sink.close()
  }
}
