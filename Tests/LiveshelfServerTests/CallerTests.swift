import AsyncHTTPClient
import Crypto
import Foundation
import Glibc
import LiveshelfCore
import LiveshelfServer
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

/// Who calls, and for whom a proxy calls.
@Suite struct CallerTests {
  @Test func theFirstTokenClosesAnOpenServer() async throws {
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/healthz")
      #expect(try await server.call(.GET, "/v1/rooms").status == 200)
      let session = try await server.call(.GET, "/v1/session")
      #expect(try session.json()["tokens_required"] == .bool(false))
      let token = try server.token([.viewer])
      #expect(try await server.call(.GET, "/v1/rooms").status == 401)
      #expect(try await server.call(.GET, "/v1/rooms", token: token).status == 200)
      // Whoever revokes the only one does not mean to let everybody in.
      let made = try #require(try TokenStore(server.database).list().first)
      _ = try TokenStore(server.database).revoke(made.id, at: WallTime(microseconds: 5))
      #expect(try await server.call(.GET, "/v1/rooms").status == 401)
    }
  }

  @Test(arguments: [
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP",
  ])
  func callsThroughAProxyNeedAToken(header: String) async throws {
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/healthz")
      #expect(try await server.call(.GET, "/v1/rooms", headers: [(header, "198.51.100.7")]).status == 401)
      #expect(try await server.call(.GET, "/v1/rooms").status == 200)
    }
  }

  @Test func namesAndProxiesOfTheConfigurationCloseTheServer() async throws {
    let named = ServerConfiguration.with { $0.server.allowHosts = ["shop.example"] }
    try await TestServer.run(configuration: named) { server in
      _ = try await server.call(.GET, "/healthz")
      #expect(try await server.call(.GET, "/v1/rooms", headers: [("Host", "shop.example")]).status == 401)
      #expect(try await server.call(.POST, "/v1/rooms/main/stop", json: "{}").status == 401)
    }
    let proxied = ServerConfiguration.with { $0.server.trustedProxies = [IPNetwork("10.0.0.1")].compactMap(\.self) }
    try await TestServer.run(configuration: proxied) { server in
      _ = try await server.call(.GET, "/healthz")
      #expect(try await server.call(.GET, "/v1/rooms").status == 401)
    }
  }

  @Test func whoGuessesBehindAProxyKeepsNobodyElseOut() async throws {
    let configuration = ServerConfiguration.with { $0.limits.failuresPerMinute = 3 }
    try await TestServer.run(configuration: configuration) { server in
      _ = try await server.call(.GET, "/healthz")
      let right = try server.token([.ingest])
      for _ in 0..<8 { _ = try await server.call(.GET, "/v1/rooms", token: "lvs_guess") }
      #expect(try await server.call(.GET, "/v1/rooms", token: "lvs_guess").status == 429)
      #expect(try await server.call(.POST, "/v1/rooms/main/orders", json: "[]", token: right).status == 202)
    }
  }

  @Test func failuresAreCountedForTheAddressBehindATrustedProxy() async throws {
    let configuration = ServerConfiguration.with {
      $0.limits.failuresPerMinute = 2
      $0.server.trustedProxies = ["127.0.0.0/8", "10.0.0.0/8"].compactMap { IPNetwork($0) }
    }
    try await TestServer.run(configuration: configuration) { server in
      _ = try await server.call(.GET, "/healthz")
      func guess(_ chain: String) async throws -> Int {
        try await server.call(
          .GET, "/v1/rooms", token: "lvs_guess", headers: [("X-Forwarded-For", chain)]
        ).status
      }
      #expect(try await guess("203.0.113.1") == 401)
      #expect(try await guess("203.0.113.1, 10.0.0.9") == 401)
      // What the caller itself wrote before the proxies' own part changes nothing.
      #expect(try await guess("198.51.100.9, 203.0.113.1") == 429)
      #expect(try await guess("203.0.113.2") == 401)
    }
  }

  @Test func theAuditLogNamesTheCallerAndNotTheProxy() async throws {
    let configuration = ServerConfiguration.with {
      $0.server.trustedProxies = [IPNetwork("127.0.0.1")].compactMap(\.self)
    }
    try await TestServer.run(configuration: configuration) { server in
      _ = try await server.call(.GET, "/healthz")
      let boss = try server.token([.operator])
      let from = [("X-Forwarded-For", "203.0.113.77")]
      _ = try await server.call(.POST, "/v1/rooms/main/stop", json: "{}", token: boss, headers: from)
      let log = try await server.call(.GET, "/v1/audit", token: boss)
      #expect(log.body.contains(#""address":"203.0.113.77""#))
    }
    // Nobody is believed who is no trusted proxy.
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/healthz")
      let boss = try server.token([.operator])
      let from = [("X-Forwarded-For", "203.0.113.77")]
      _ = try await server.call(.POST, "/v1/rooms/main/stop", json: "{}", token: boss, headers: from)
      #expect(!(try await server.call(.GET, "/v1/audit", token: boss)).body.contains("203.0.113.77"))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func theEndOfASessionEndsItsStreams() async throws {
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/healthz")
      let token = try server.token([.viewer])
      let signedIn = try await server.call(.POST, "/v1/session", json: #"{"token": "\#(token)"}"#)
      let cookie = String(try #require(signedIn.headers.first(name: "Set-Cookie")).prefix { $0 != ";" })
      let csrf = try #require(try signedIn.json()["csrf"]?.text)
      var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/v1/rooms/main/events")
      request.headers.add(name: "Cookie", value: cookie)
      let response = try await TestServer.client.execute(request, timeout: .seconds(60))
      #expect(response.status == .ok)
      var stays = EventStreamTests.Client(try await EventStreamTests.open(server, token: token))
      let out = try await server.call(
        .DELETE, "/v1/session", headers: [("Cookie", cookie), ("X-Liveshelf-CSRF", csrf)])
      #expect(out.status == 204)
      // It ends by itself: else the time limit does.
      for try await _ in response.body {}
      #expect(try await stays.next()?.name == "snapshot")
      await server.rooms.change(.main) { $0.streamTime = 1 }
      #expect(try await stays.next()?.name == "update")
    }
  }

  @Test func oneAddressCannotTakeAllConnections() async throws {
    let configuration = ServerConfiguration.with { $0.limits.connectionsOfAddress = 8 }
    try await TestServer.run(configuration: configuration) { server in
      _ = try await server.call(.GET, "/healthz")
      var held: [Int32] = []
      defer { for descriptor in held { close(descriptor) } }
      for _ in 0..<40 { held.append(try Loopback.connect(to: server.port, from: "127.0.0.1")) }
      // Another address of loopback is another caller.
      let other = try Loopback.connect(to: server.port, from: "127.0.0.2")
      defer { close(other) }
      #expect(Loopback.ask(other, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      let open = held.count { Loopback.ask($0, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").hasPrefix("HTTP") }
      // The test's own client keeps one.
      #expect((7...8).contains(open))
    }
  }
}

/// Bare sockets of loopback.
private enum Loopback {
  struct Refused: Error {}

  static func connect(to port: Int, from source: String) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    func address(_ text: String, _ port: Int) -> sockaddr_in {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = inet_addr(text)
      return address
    }
    func with(_ address: sockaddr_in, _ call: (UnsafePointer<sockaddr>) -> Int32) -> Int32 {
      var address = address
      return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1, call)
      }
    }
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard with(address(source, 0), { bind(descriptor, $0, size) }) == 0,
      with(address("127.0.0.1", port), { Glibc.connect(descriptor, $0, size) }) == 0
    else { throw Refused() }
    return descriptor
  }

  /// What is answered; empty: the connection was closed.
  static func ask(_ descriptor: Int32, _ text: String) -> String {
    let bytes = Array(text.utf8)
    guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return "" }
    var answer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &answer, answer.count, 0)
    return count > 0 ? String(decoding: answer[..<count], as: UTF8.self) : ""
  }
}
