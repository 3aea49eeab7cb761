import Foundation
import TestSupport
import Testing

/// Sinks of type kafka in liveshelf.yaml, served by the program.
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
    let stock = try await server.call(
      "POST", "/v1/rooms/main/stock",
      body: "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,1\n", type: "text/csv")
    #expect(stock?.status == 202)
    let order = try await server.call(
      "POST", "/v1/rooms/main/orders",
      body: """
        {"event_id":"e1","order_id":"o1","event_type":"created","sku":"A1","qty":3,"unit_price":9.9,"region":"广东",\
        "warehouse":"GZ","source":"live","event_time":"2026-04-10T20:00:01+08:00"}
        """)
    #expect(order?.status == 202)
    let messages = try cluster.messages(of: "liveshelf-signals", count: 2)
    #expect(messages.contains { $0.value.contains("liveshelf.stock.oversold") }, "\(server.log.suffix(500))")
    #expect(messages.allSatisfy { $0.key == "main" && $0.value.contains("liveshelf.stock.") })
    #expect(messages.allSatisfy { $0.contentType == "application/cloudevents+json; charset=UTF-8" })
    await server.stop()
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
