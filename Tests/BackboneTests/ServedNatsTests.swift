import Backbone
import BackboneTestSupport
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
    try await server.oversell()
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
