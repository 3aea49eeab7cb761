import Foundation
import TestSupport
import Testing

/// Sinks and intakes of type kafka in liveshelf.yaml, served by the program.
@Suite(.timeLimit(.minutes(5))) struct ServedKafkaTests {
  @Test func signalsOfAServedRoomArriveOnTheTopic() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let cluster = try MockCluster()
    try cluster.create("liveshelf-signals")
    let server = try await ServedProgram(
      in: folder,
      configuration: """
        data: \(folder.path)/data
        rooms: [{name: main}]
        sinks:
          - {name: lake, type: kafka, url: "\(cluster.brokers)", topic: liveshelf-signals, types: ["liveshelf.stock.*"]}
        """)
    try await server.oversell()
    let messages = try cluster.messages(of: "liveshelf-signals", count: 2)
    #expect(messages.contains { $0.value.contains("liveshelf.stock.oversold") }, "\(server.log.suffix(500))")
    #expect(messages.allSatisfy { $0.key == "main" && $0.value.contains("liveshelf.stock.") })
    #expect(messages.allSatisfy { $0.contentType == "application/cloudevents+json; charset=UTF-8" })
    await server.stop()
  }

  private struct Inventory: Decodable {
    struct Row: Decodable {
      var warehouse: String
      var available: Int
    }
    var inventory: [Row]
  }

  private func available(_ server: ServedProgram) async throws -> [String: Int] {
    let answer = try #require(try await server.call("GET", "/v1/rooms/main/inventory"))
    let rows = try JSONDecoder().decode(Inventory.self, from: Data(answer.body.utf8)).inventory
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.warehouse, $0.available) })
  }

  private func eventually(_ server: ServedProgram, _ wanted: [String: Int]) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    var found = try await available(server)
    while found != wanted {
      try #require(ContinuousClock.now < deadline, "\(found) \(server.log.suffix(2000))")
      found = try await available(server)
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  @Test func rowsOfTopicsBecomeTheRoomsOnceAlsoOverACrash() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let cluster = try MockCluster()
    try cluster.create("orders")
    try cluster.create("moves", partitions: 1)
    let configuration = """
      data: \(folder.path)/data
      rooms: [{name: main}]
      intake:
        - {name: shop, type: kafka, url: "\(cluster.brokers)", topic: orders}
        - {name: wms, type: kafka, url: "\(cluster.brokers)", topic: moves, rows: transactions, room: main}
      """
    func order(_ number: Int) -> String {
      #"{"event_id":"e\#(number)","order_id":"o\#(number)","event_type":"created","sku":"A1","qty":1,"unit_price":9.9,"#
        + #""warehouse":"GZ","event_time":"2026-04-10T20:00:01+08:00"}"#
    }
    var server = try await ServedProgram(in: folder, configuration: configuration)
    let stock = try await server.call(
      "POST", "/v1/rooms/main/stock",
      body: "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,1000\n", type: "text/csv")
    #expect(stock?.status == 202)
    for number in 0..<50 { try cluster.write(order(number), key: "main", to: "orders") }
    // None of these stops those behind them.
    try cluster.write("no json", key: "main", to: "orders")
    try cluster.write(#"{"event_id":"x"}"#, key: "main", to: "orders")
    try cluster.write(order(1000), key: "nobody", to: "orders")
    try cluster.write(order(1001), key: nil, to: "orders")
    try cluster.write("[\(order(50)),\(order(51)),\(order(0))]", key: "main", to: "orders")
    try cluster.write(
      #"{"id":"r1","type":"receipt","sku":"A1","warehouse":"GZ","qty":200,"event_time":"2026-04-10T20:01:00+08:00"}"#,
      key: nil, to: "moves")
    try await eventually(server, ["GZ": 1148])

    // Killed while orders come: what was durable is known when it comes again.
    for number in 52..<100 { try cluster.write(order(number), key: "main", to: "orders") }
    kill(server.processIdentifier, SIGKILL)
    await server.stop()
    for number in 100..<150 { try cluster.write(order(number), key: "main", to: "orders") }
    server = try await ServedProgram(in: folder, configuration: configuration)
    try await eventually(server, ["GZ": 1050])
    await server.stop()
  }

  @Test(arguments: [
    ("{name: a, type: kafka, url: \"127.0.0.1:9\"}", "topic"), ("{name: a, type: mqtt, url: b, topic: c}", "kafka"),
    ("{name: a, type: kafka, url: \"127.0.0.1:9\", topic: c, rows: people}", "orders"),
    ("{name: a, type: kafka, url: \"me:secret@127.0.0.1:9\", topic: c}", "must hold no user"),
    ("{name: a, type: kafka, url: \"127.0.0.1:9\", topic: c, user: me}", "belong together"),
    (
      "{name: a, type: kafka, url: \"127.0.0.1:9\", topic: c, user: me, secret_env: LIVESHELF_NO_SUCH}",
      "LIVESHELF_NO_SUCH"
    ),
    ("{name: a, type: kafka, url: \"127.0.0.1:9\", topic: c, room: \"no room!\"}", "is no room"),
  ])
  func wrongIntakesAreToldAtTheStart(intake: String, told: String) async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = await #expect(throws: ServedProgram.Failure.self) {
      try await ServedProgram(in: folder, configuration: "data: \(folder.path)/data\nintake: [\(intake)]\n")
    }
    #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("secret@") != true)
  }

  @Test(arguments: [
    ("{name: lake, type: kafka, url: \"127.0.0.1:9\"}", "topic"),
    ("{name: lake, type: kafka, topic: a, url: \"user:secret@127.0.0.1:9\"}", "must hold no user"),
    ("{name: lake, type: kafka, topic: a, url: \"127.0.0.1:9\", user: me}", "secret_env"),
    ("{name: lake, type: kafka, topic: a, url: \"127.0.0.1:9\", secret_env: KEY}", "user"),
    ("{name: lake, type: kafka, topic: \"a b\", url: \"127.0.0.1:9\"}", "is no topic"),
    ("{name: bus, type: nats, topic: a.b, url: \"nats://127.0.0.1:9\"}", "NAMESPACE"),
    (
      "{name: bus, type: nats, url: \"nats://127.0.0.1:9\", user: me, secret_env: LIVESHELF_NO_SUCH}",
      "LIVESHELF_NO_SUCH"
    ),
  ])
  func wrongSinksAreToldAtTheStart(sink: String, told: String) async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = await #expect(throws: ServedProgram.Failure.self) {
      try await ServedProgram(in: folder, configuration: "data: \(folder.path)/data\nsinks: [\(sink)]\n")
    }
    #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("secret@") != true)
  }
}
