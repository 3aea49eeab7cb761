import Delivery
import Foundation
import InventoryEngine
import LiveshelfCore
import LiveshelfServer
import Logging
import Metering
import NIOHTTP1
import RoomAPI
import Rooms
import ServerTestSupport
import ServiceLifecycle
import Testing

extension TestServer {
  /// Runs a server with real rooms while `body` runs: `main`, with a shirt of three colours and a mug, and no stream.
  static func runRooms(
    configuration: ServerConfiguration = ServerConfiguration(), others: [RoomName] = [],
    sinks: [any Sink] = [],
    _ body: @Sendable (TestServer) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-answers-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = configuration
    configuration.server.port = 0
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let metrics = PrometheusRegistry()
    let dispatcher = try Dispatcher(sinks: sinks, metrics: metrics) { _ in }
    let registry = RoomRegistry(
      RoomRegistry.Settings(folder: folder.appending(path: "rooms")), RoomSurroundings(log: { _, _ in }),
      metrics: metrics, onSignals: { dispatcher.notify($0) }, outbox: { dispatcher.depths(of: $0) },
      onOpen: { dispatcher.attach($0) }, onClose: { await dispatcher.detach($0) })
    try await registry.open()
    for name in [.main] + others {
      try await registry.create(RoomSetup(name: name), catalog: answerCatalog)
    }
    let thresholds = try ThresholdsFile(folder.appending(path: "thresholds.json"))
    let database = try ServerDatabase(folder: folder)
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveshelfServer(
      configuration, service: HostedRooms(registry: registry, thresholds: thresholds), database: database,
      metrics: metrics, logger: logger, started: { started.yield($0) })
    let group = ServiceGroup(services: [dispatcher, server], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let port = await ports.first(where: { _ in true }) else { return }
      try await body(
        TestServer(rooms: InMemoryRooms(), database: database, port: port, server: server, registry: registry))
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    await registry.close()
  }

  static let answerCatalog = Catalog([
    Product(
      sku: "A1", name: "棉麻衬衫", aliases: ["衬衫"], listPrice: Money("99"), livePrice: Money("59.9"), linkNumber: 7,
      options: ["红色", "黑色", "白色"]),
    Product(sku: "B2", name: "保温杯", livePrice: Money("39"), linkNumber: 8, options: []),
  ])

  /// Opens the ledger with pieces by SKU.
  func stock(_ pieces: [(sku: String, warehouse: String, pieces: Int)]) async throws {
    let rows = pieces.map { "2026-04-10T19:59:00+08:00,\($0.sku),\($0.warehouse),\($0.pieces)\n" }.joined()
    let answer = try await call(
      .POST, "/v1/rooms/main/stock", body: "snapshot_time,sku,warehouse,on_hand\n" + rows, type: "text/csv")
    #expect(answer.status == 202)
  }

  /// Orders pieces.
  func order(_ sku: String, _ warehouse: String, pieces: Int, id: String) async throws {
    let body = """
      {"event_id":"\(id)","order_id":"\(id)","event_type":"created","sku":"\(sku)","qty":\(pieces),"unit_price":59.9,\
      "region":"广东","warehouse":"\(warehouse)","source":"live","event_time":"2026-04-10T20:00:01+08:00"}
      """
    let answer = try await call(.POST, "/v1/rooms/main/orders", json: body)
    #expect(answer.status == 202)
  }

  func ask(_ question: String, region: String? = nil) async throws -> ViewerAnswer {
    let body = try JSONEncoder().encode(["question": question, "region": region].compactMapValues { $0 })
    let answer = try await call(.POST, "/v1/rooms/main/ask", json: String(decoding: body, as: UTF8.self))
    #expect(answer.status == 200)
    return try answer.decode(ViewerAnswer.self)
  }

  /// What a chat answers to user messages.
  func chat(_ questions: [String]) async throws -> String {
    let messages = questions.map { ["role": "user", "content": $0] }
    let body = String(decoding: try JSONEncoder().encode(messages), as: UTF8.self)
    let answer = try await call(
      .POST, "/v1/chat/completions", json: #"{"model": "liveshelf/main", "messages": \#(body)}"#)
    #expect(answer.status == 200, "\(answer.body)")
    guard case .array(let choices)? = try answer.json()["choices"] else { return "" }
    return choices.first?["message"]?["content"]?.text ?? ""
  }

  func metrics() async throws -> String { try await call(.GET, "/metrics").body }
}
