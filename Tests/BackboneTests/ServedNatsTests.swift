import Backbone
import Foundation
import LiveshelfCore
import TestSupport
import Testing

/// Sinks of type nats in liveshelf.yaml, served by the program.
@Suite("A served room with a sink of type nats", .timeLimit(.minutes(5)))
struct ServedNatsTests {
  @Test(
    "signals arrive, also those of while the server was away",
    .enabled(if: NatsServer.program != nil, "nats-server is missing: Scripts/setup.sh --tests fetches it"))
  func signals() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let secret = UUID().uuidString
    let nats = try NatsServer(
      in: folder, extra: "authorization { user: shelf, password: \"\(secret)\" }")
    nats.stop()
    let server = try await ServedProgram(
      in: folder,
      configuration: """
        data: \(folder.path)/data
        rooms: [{name: main}]
        sinks:
          - {name: bus, type: nats, url: "\(nats.url)", topic: shop, user: shelf, secret_env: BUS_SECRET}
        """, environment: ["BUS_SECRET": secret])
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
    try nats.start()
    var settings = NatsSettings(servers: [nats.url])
    settings.namespace = "shop"
    (settings.user, settings.password) = ("shelf", secret)
    let backbone = try await JetStreamBackbone(settings)
    var records: [StoredRecord] = []
    let deadline = ContinuousClock.now + .seconds(120)
    while !records.contains(where: { $0.attributes["Type"] == "liveshelf.stock.oversold" }),
      ContinuousClock.now < deadline
    {
      try await Task.sleep(for: .milliseconds(100))
      // Until the sink has been there the stream may not exist, or the server may still be starting.
      records = (try? await backbone.read(.signals(of: .main), after: 0, limit: 100)) ?? []
    }
    #expect(records.contains { $0.text.contains("liveshelf.stock.oversold") }, "\(server.log.suffix(500))")
    #expect(Set(records.map(\.id)).count == records.count)
    #expect(!server.log.contains(secret))
    await backbone.close()
    await server.stop()
  }
}
