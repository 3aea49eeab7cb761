import AsyncHTTPClient
import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import NIOCore
import NIOHTTP1
import RoomAPI
import Rooms
import ServiceLifecycle
import Testing

/// Requests made from the document and bent, with tokens of each role, at real rooms: none fails the server, and none is done that
/// the role does not allow. `LIVESHELF_FUZZ_CASES` sets how many.
@Suite(.timeLimit(.minutes(30)))
struct RoleFuzzTests {
  private static let cases = ProcessInfo.processInfo.environment["LIVESHELF_FUZZ_CASES"].flatMap(Int.init) ?? 1_000

  private struct Call {
    var name: String
    var method: HTTPMethod
    var path: String
    /// An example of the body's schema, where it has one.
    var body: JSONValue?
  }

  @Test func nothingFailsAndNobodyDoesMoreThanTheyMay() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-fuzz-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = RoomRegistry(
      RoomRegistry.Settings(folder: folder.appending(path: "rooms")), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    let rooms = HostedRooms(
      registry: registry, thresholds: try ThresholdsFile(folder.appending(path: "thresholds.json")))
    _ = try await rooms.createRoom(RoomDefinition(name: .main, products: [Product(sku: "A1", name: "羽绒服")]))
    var configuration = ServerConfiguration()
    configuration.server.port = 0
    configuration.security.requiresTokens = true
    configuration.limits.requestsPerSecond = 1_000_000
    configuration.limits.requestBurst = 1_000_000
    configuration.limits.failuresPerMinute = 1_000_000
    var logger = Logger(label: "fuzz")
    logger.logLevel = .critical
    let database = try ServerDatabase(folder: folder)
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveshelfServer(
      configuration, service: rooms, database: database, logger: logger, started: { started.yield($0) })
    let group = ServiceGroup(services: [server], logger: logger)
    let tokens = try Dictionary(
      uniqueKeysWithValues: Role.allCases.map { role in
        let made = try TokenStore(database).create(
          name: role.rawValue, roles: [role], createdAt: WallTime(microseconds: 0))
        return (role, made.secret)
      })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let port = await ports.first(where: { _ in true }) else { return }
      try await fuzz(port, tokens)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    await registry.close()
  }

  private func fuzz(_ port: Int, _ tokens: [Role: String]) async throws {
    let calls = try Self.calls()
    var dice = Dice(seed: 20_261_130)
    for number in 0..<Self.cases {
      let call = calls[dice.below(calls.count)]
      let who = RoleTableTests.Who.allCases[dice.below(RoleTableTests.Who.allCases.count)]
      var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(Self.path(call, &dice))")
      request.method = call.method
      if let role = Role(rawValue: who.rawValue), let token = tokens[role] {
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
      }
      if dice.below(8) == 0 { request.headers.add(name: "Idempotency-Key", value: "k\(dice.below(5))") }
      if dice.below(12) == 0 { request.headers.add(name: "Liveshelf-Signature", value: "t=\(dice.below(9)),v2=zz") }
      if dice.below(12) == 0 { request.headers.add(name: "Last-Event-ID", value: "\(dice.next())") }
      if call.method != .GET {
        let types = ["application/json", "application/json", "text/csv", "application/x-ndjson", "text/plain", ""]
        request.headers.add(name: "Content-Type", value: types[dice.below(types.count)])
        request.body = .bytes(ByteBuffer(bytes: Self.body(call, &dice)))
      }
      let response = try await TestServer.client.execute(request, timeout: .seconds(30))
      let status = Int(response.status.code)
      #expect(status < 500, "case \(number), \(call.name) as \(who): \(status) \(request.url)")
      let allowed = RoleTableTests.table[call.name] ?? []
      if !allowed.contains(who) {
        // A name that is no name is refused before anything is looked at.
        #expect([400, 401, 403, 404, 405, 421].contains(status), "case \(number), \(call.name) as \(who): \(status)")
      }
    }
    let health = try await TestServer.client.execute(
      HTTPClientRequest(url: "http://127.0.0.1:\(port)/healthz"), timeout: .seconds(30))
    #expect(health.status == .ok)
  }

  // MARK: Requests

  private static func calls() throws -> [Call] {
    let document = try APIChecker.shared().document
    return try APIChecker.shared().calls.map { name in
      let parts = name.split(separator: " ").map(String.init)
      let schema =
        document["paths"]?[parts[1]]?[parts[0].lowercased()]?["requestBody"]?["content"]?["application/json"]?["schema"]
      return Call(
        name: name, method: HTTPMethod(rawValue: parts[0]), path: parts[1],
        body: schema.map { example(of: $0, document, depth: 0) })
    }
  }

  private static func example(of schema: JSONValue, _ document: JSONValue, depth: Int) -> JSONValue {
    if depth > 6 { return .null }
    if let reference = schema["$ref"]?.text {
      let target = reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
      return target.map { example(of: $0, document, depth: depth + 1) } ?? .null
    }
    if let value = schema["example"] ?? schema["default"] { return value }
    for key in ["oneOf", "anyOf"] {
      if case .array(let choices)? = schema[key], let first = choices.first {
        return example(of: first, document, depth: depth + 1)
      }
    }
    if case .array(let choices)? = schema["enum"], let first = choices.first { return first }
    if case .object(let members)? = schema["properties"] {
      return .object(members.mapValues { example(of: $0, document, depth: depth + 1) })
    }
    if let items = schema["items"] { return .array([example(of: items, document, depth: depth + 1)]) }
    let type = schema["type"]?.text ?? ""
    return switch type {
    case "integer", "number": .integer(3)
    case "boolean": .bool(true)
    default: schema["format"]?.text == "date-time" ? .string("2026-04-10T20:00:01+08:00") : .string("A1")
    }
  }

  private static let oddities = [
    "main", "main", "main", "A1", "17", "0", "-1", "9223372036854775807", "9223372036854775808", "..", "%2e%2e", "%00",
    "%F0%9F%A6%86",
    "a%20b", "%E7%8E%8B", "x", String(repeating: "y", count: 300), "s-1", "20260410T200000", "1e9", "NaN",
  ]

  private static func path(_ call: Call, _ dice: inout Dice) -> String {
    var path = ""
    for part in call.path.split(separator: "/") {
      let isRoom = part == "{room}" && dice.below(5) != 0
      path += "/" + (isRoom ? "main" : part.hasPrefix("{") ? oddities[dice.below(oddities.count)] : String(part))
    }
    guard dice.below(3) == 0 else { return path }
    let keys = ["bin", "by", "after", "before", "limit", "x"]
    return path + "?\(keys[dice.below(keys.count)])=\(oddities[dice.below(oddities.count)])"
  }

  private static func body(_ call: Call, _ dice: inout Dice) -> [UInt8] {
    var bytes: [UInt8]
    switch dice.below(8) {
    case 0: bytes = []
    case 1: bytes = (0..<dice.below(200)).map { _ in UInt8(dice.below(256)) }
    case 2: bytes = Array(String(repeating: "[", count: 1 + dice.below(2000)).utf8)
    default:
      var value = call.body ?? .object(["sku": .string("A1")])
      for _ in 0..<dice.below(4) { value = bent(value, &dice) }
      bytes = (try? JSONEncoder().encode(value)).map(Array.init) ?? []
    }
    if dice.below(6) == 0, !bytes.isEmpty { bytes[dice.below(bytes.count)] = UInt8(dice.below(256)) }
    if dice.below(12) == 0 { bytes = Array(bytes.prefix(dice.below(bytes.count + 1))) }
    return bytes
  }

  /// The value with one place changed.
  private static func bent(_ value: JSONValue, _ dice: inout Dice) -> JSONValue {
    let odd: [JSONValue] = [
      .null, .bool(false), .integer(.max), .integer(.min), .number(1e300), .string(""), .string("王"),
      .string("9999-12-31T23:59:59Z"),
      .string("0000-01-01T00:00:00Z"), .string(String(repeating: "z", count: 5000)), .array([]), .object([:]),
      .integer(0), .number(-0.5),
    ]
    switch value {
    case .object(var members) where !members.isEmpty && dice.below(5) != 0:
      let key = members.keys.sorted()[dice.below(members.count)]
      if dice.below(6) == 0 { members[key] = nil } else { members[key] = members[key].map { bent($0, &dice) } }
      return .object(members)
    case .array(var elements) where !elements.isEmpty && dice.below(5) != 0:
      let place = dice.below(elements.count)
      elements[place] = bent(elements[place], &dice)
      if dice.below(4) == 0 { elements += elements }
      return .array(elements)
    default: return odd[dice.below(odd.count)]
    }
  }
}

extension Dice {
  fileprivate mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }
}
