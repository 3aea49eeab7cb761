import AsyncHTTPClient
import Connectors
import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import Metering
import NIOCore
import NIOHTTP1
import RoomAPI
import Rooms
import ServerTestSupport
import ServiceLifecycle
import Testing

/// A server on a free port of loopback with rooms in memory, and a client of it. Every answer is checked against the OpenAPI
/// document.
struct TestServer: Sendable {
  let rooms: InMemoryRooms
  let database: ServerDatabase
  let port: Int
  let server: LiveshelfServer
  /// The rooms, when they are real.
  var registry: RoomRegistry?

  /// Runs a server while `body` runs.
  ///
  /// - Parameter configuration: its port is replaced by a free one.
  static func run(
    service: InMemoryRooms = InMemoryRooms(), secrets: IntakeSecrets = IntakeSecrets(),
    connectors: [ConnectorSettings] = [],
    dashboard: (any DashboardSource)? = nil, events: EventSettings = EventSettings(),
    configuration: ServerConfiguration = ServerConfiguration(),
    _ body: @Sendable (TestServer) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("liveshelf-server-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = configuration
    configuration.server.port = 0
    let database = try ServerDatabase(folder: folder)
    await service.addRoom(.main)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let desk = try ConnectorDesk(
      connectors, store: try ConnectorStore(folder: folder), service: service, metrics: PrometheusRegistry(),
      logger: logger)
    let server = try LiveshelfServer(
      configuration, service: service, database: database, secrets: secrets, connectors: desk, dashboard: dashboard,
      events: events, logger: logger, started: { started.yield($0) })
    let group = ServiceGroup(services: [server, desk], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let port = await ports.first(where: { _ in true }) else { return }
      try await body(TestServer(rooms: service, database: database, port: port, server: server))
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Event streams keep their connections: more are needed than a client opens by default.
  static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(
      connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 200)))

  func token(_ roles: Set<Role>, room: RoomName? = nil, name: String = "test") throws -> String {
    try TokenStore(database).create(name: name, roles: roles, room: room, createdAt: WallTime(microseconds: 0)).secret
  }

  /// The body at an address.
  static func get(_ url: String) async throws -> String {
    let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
    return String(buffer: try await response.body.collect(upTo: 1 << 20))
  }

  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: String

    func json() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)) }
    func code() throws -> String? { try json()["error"]?["code"]?.text }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: Data(body.utf8))
    }
  }

  /// Calls the API, and checks the answer against the document.
  func call(
    _ method: HTTPMethod, _ path: String, json: String? = nil, body: String? = nil, type: String? = nil,
    token: String? = nil, headers: [(String, String)] = [], isDocumented: Bool = true
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = method
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let content = json ?? body {
      request.headers.add(name: "Content-Type", value: type ?? (json == nil ? "text/plain" : "application/json"))
      request.body = .bytes(ByteBuffer(string: content))
    }
    let response = try await Self.client.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 64 << 20)
    let answer = Answer(
      status: Int(response.status.code), headers: response.headers, body: String(buffer: bytes))
    if isDocumented {
      let problems = try APIChecker.shared().problems(
        method: method.rawValue, path: path, status: answer.status, type: answer.headers.first(name: "Content-Type"),
        body: answer.body)
      #expect(problems.isEmpty, "\(method) \(path): \(problems)")
    }
    return answer
  }
}

extension ServerConfiguration {
  static func with(_ change: (inout ServerConfiguration) -> Void) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    change(&configuration)
    return configuration
  }
}
