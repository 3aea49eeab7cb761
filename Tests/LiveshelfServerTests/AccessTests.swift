import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

@Suite struct AccessTests {
  private static func closed(_ configuration: inout ServerConfiguration) {
    configuration.security.requiresTokens = true
  }

  @Test func rolesOpenTheirCallsAndNoOther() async throws {
    try await TestServer.run(configuration: .with(Self.closed)) { server in
      let viewer = try server.token([.viewer], name: "viewer")
      let boss = try server.token([.operator], name: "boss")
      let feed = try server.token([.ingest], name: "feed")
      func status(_ token: String?, _ path: String, posts: Bool = false) async throws -> Int {
        posts
          ? try await server.call(.POST, path, json: "[]", token: token).status
          : try await server.call(.GET, path, token: token).status
      }
      #expect(try await status(nil, "/healthz") == 200)
      #expect(try await status(nil, "/v1/rooms") == 401)
      #expect(try await status(nil, "/metrics") == 401)
      #expect(try await status(viewer, "/v1/rooms") == 200)
      #expect(try await status(viewer, "/v1/audit") == 403)
      #expect(try await status(viewer, "/v1/rooms/main/stop", posts: true) == 403)
      #expect(try await status(viewer, "/v1/rooms/main/orders", posts: true) == 403)
      #expect(try await status(boss, "/v1/rooms") == 200)
      #expect(try await status(boss, "/v1/rooms/main/stop", posts: true) == 200)
      #expect(try await status(boss, "/v1/rooms/main/orders", posts: true) == 403)
      #expect(try await status(feed, "/v1/rooms/main/orders", posts: true) == 202)
      #expect(try await status(feed, "/v1/rooms") == 403)
      let log = try await server.call(.GET, "/v1/audit", token: boss)
      #expect(log.body.contains(#""actor":"viewer","address":"127.0.0.1","id":1"#))
      #expect(log.body.contains(#""status":403"#))
    }
  }

  @Test func aRoomsTokenIsGoodForThatRoomAlone() async throws {
    try await TestServer.run(configuration: .with(Self.closed)) { server in
      let two = try #require(RoomName("two"))
      await server.rooms.addRoom(two)
      let token = try server.token([.viewer, .operator], room: two)
      #expect(try await server.call(.GET, "/v1/rooms/two", token: token).status == 200)
      #expect(try await server.call(.GET, "/v1/rooms/main", token: token).status == 403)
      #expect(try await server.call(.POST, "/v1/rooms", json: #"{"name": "x"}"#, token: token).status == 403)
    }
  }

  @Test func deadTokensAreRefusedAtOnce() async throws {
    try await TestServer.run(configuration: .with(Self.closed)) { server in
      let store = TokenStore(server.database)
      let old = try store.create(
        name: "old", roles: [.viewer], createdAt: WallTime(microseconds: 0), expiresAt: WallTime(microseconds: 1))
      #expect(try await server.call(.GET, "/v1/rooms", token: old.secret).code() == "token_invalid")
      let (token, secret) = try store.create(name: "x", roles: [.viewer], createdAt: WallTime(microseconds: 0))
      #expect(try await server.call(.GET, "/v1/rooms", token: secret).status == 200)
      _ = try store.revoke(token.id, at: WallTime(microseconds: 5))
      #expect(try await server.call(.GET, "/v1/rooms", token: secret).status == 401)
      let basic = [("Authorization", "Basic eDp5")]
      #expect(try await server.call(.GET, "/v1/rooms", headers: basic).code() == "token_malformed")
    }
  }

  @Test func guessingIsSlowedDown() async throws {
    let configuration = ServerConfiguration.with {
      Self.closed(&$0)
      $0.limits.failuresPerMinute = 3
    }
    try await TestServer.run(configuration: configuration) { server in
      var statuses: [Int] = []
      for _ in 0..<5 { statuses.append(try await server.call(.GET, "/v1/rooms", token: "lvs_guess").status) }
      #expect(statuses == [401, 401, 401, 429, 429])
      let right = try server.token([.viewer])
      #expect(try await server.call(.GET, "/v1/rooms", token: right).status == 200)
    }
  }

  @Test func callersAreLimitedOneByOne() async throws {
    let configuration = ServerConfiguration.with {
      Self.closed(&$0)
      $0.limits.requestsPerSecond = 1
      $0.limits.requestBurst = 2
    }
    try await TestServer.run(configuration: configuration) { server in
      let (one, other) = (try server.token([.viewer]), try server.token([.viewer]))
      #expect(try await server.call(.GET, "/v1/rooms", token: one).status == 200)
      #expect(try await server.call(.GET, "/v1/rooms", token: one).status == 200)
      let refused = try await server.call(.GET, "/v1/rooms", token: one)
      #expect(refused.status == 429)
      #expect(refused.headers.first(name: "Retry-After") != nil)
      #expect(try await server.call(.GET, "/v1/rooms", token: other).status == 200)
    }
  }

  @Test func aBrowserSignsInWithACookieAndACSRFToken() async throws {
    try await TestServer.run(configuration: .with(Self.closed)) { server in
      #expect(try await server.call(.GET, "/v1/session").status == 401)
      let token = try server.token([.operator], name: "小李")
      #expect(try await server.call(.POST, "/v1/session", json: #"{"token": "lvs_no"}"#).status == 401)
      let signedIn = try await server.call(.POST, "/v1/session", json: #"{"token": "\#(token)"}"#)
      #expect(signedIn.status == 200)
      let cookie = try #require(signedIn.headers.first(name: "Set-Cookie"))
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
      let pair = ("Cookie", String(cookie.prefix { $0 != ";" }))
      let session = try await server.call(.GET, "/v1/session", headers: [pair])
      #expect(try session.json()["role"]?.text == "operator")
      let csrf = try #require(try session.json()["csrf"]?.text)
      let path = "/v1/rooms/main/stop"
      #expect(try await server.call(.POST, path, headers: [pair]).code() == "csrf")
      #expect(try await server.call(.POST, path, headers: [pair, ("X-Liveshelf-CSRF", csrf)]).status == 200)
      let foreign = [pair, ("X-Liveshelf-CSRF", csrf), ("Origin", "https://evil.example")]
      #expect(try await server.call(.POST, path, headers: foreign).code() == "cross_origin")
      #expect(try await server.call(.DELETE, "/v1/session", headers: [pair, ("X-Liveshelf-CSRF", csrf)]).status == 204)
      #expect(try await server.call(.GET, "/v1/session", headers: [pair]).status == 401)
    }
  }

  @Test func pagesOfOthersCannotUseAnOpenServer() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/signals/s-1/acknowledge"
      let foreign = try await server.call(.POST, path, headers: [("Origin", "https://evil.example")])
      #expect(foreign.status == 403)
      #expect(try await server.call(.POST, path, headers: [("Sec-Fetch-Site", "cross-site")]).status == 403)
      let own = [("Origin", "http://127.0.0.1:\(server.port)"), ("Sec-Fetch-Site", "same-origin")]
      #expect(try await server.call(.POST, path, headers: own).status == 200)
      #expect(try await server.call(.GET, "/v1/rooms", headers: [("Host", "evil.example")]).status == 421)
      #expect(try await server.call(.GET, "/v1/rooms", headers: [("Host", "localhost:1")]).status == 200)
    }
  }

  @Test func unknownPathsAndMethodsAreToldSo() async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.DELETE, "/v1/rooms", isDocumented: false)
      #expect(answer.status == 405)
      #expect(answer.headers.first(name: "Allow") == "GET, HEAD, POST")
      let nothing = try await server.call(.GET, "/v1/nothing", isDocumented: false)
      #expect(nothing.status == 404)
      #expect(try nothing.code() == "not_found")
      #expect(try await server.call(.HEAD, "/healthz", isDocumented: false).status == 200)
    }
  }

  private struct Pages: DashboardSource {
    func file(at path: String) -> DashboardFile? {
      path == "/"
        ? DashboardFile(bytes: Array("<p>".utf8), contentType: "text/html; charset=utf-8", entityTag: "\"1\"") : nil
    }
  }

  @Test func theDashboardComesWithAStrictPolicy() async throws {
    try await TestServer.run(dashboard: Pages(), configuration: .with(Self.closed)) { server in
      let page = try await server.call(.GET, "/", isDocumented: false)
      #expect(page.body == "<p>")
      let policy = try #require(page.headers.first(name: "Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
      let again = try await server.call(.GET, "/", headers: [("If-None-Match", "\"1\"")], isDocumented: false)
      #expect(again.status == 304)
      #expect(try await server.call(.GET, "/none", isDocumented: false).status == 404)
      #expect(try await server.call(.GET, "/v1/none", isDocumented: false).code() == "not_found")
    }
  }

  @Test func theNetworkNeedsATokenFirst() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("liveshelf-bind-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = try ServerDatabase(folder: folder)
    var configuration = ServerConfiguration()
    configuration.server.bind = "0.0.0.0"
    func start() throws {
      _ = try LiveshelfServer(
        configuration, service: InMemoryRooms(), database: database, logger: Logger(label: "test"))
    }
    #expect(throws: LiveshelfServerError.self) { try start() }
    _ = try TokenStore(database).create(name: "x", roles: [.operator], createdAt: WallTime(microseconds: 0))
    try start()
  }

  @Test(arguments: [
    ("rtmp://127.0.0.1/app/key", false), ("rtmp://[::1]/app", false), ("http://169.254.169.254/latest", false),
    ("http://10.1.2.3/x", false), ("http://0x7f.1/x", false), ("http://2130706433/x", false),
    ("http://[::ffff:10.0.0.1]/x", false), ("http://[fd00::1]/x", false), ("http://0.0.0.0/", false),
    ("http://[64:ff9b::7f00:1]/", false), ("file:///etc/passwd", false), ("http://", false), ("nonsense", false),
    ("ftp://93.184.215.14/x", false), ("http://93.184.215.14:99999/x", false), ("rtmp://93.184.215.14/app/key", true),
    ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/live.flv", true), ("http://100.64.0.1/", false),
    ("http://168.63.129.16/", false), ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", false),
  ])
  func attachAddressesOfTheServersNetworkAreRefused(url: String, isFine: Bool) async {
    let objection = await AttachURLPolicy().objection(to: url)
    #expect((objection == nil) == isFine, "\(objection ?? "")")
  }

  @Test func attachPoliciesCanBeWidened() async {
    var policy = AttachURLPolicy()
    policy.hosts = ["10.1.2.3"]
    #expect(await policy.objection(to: "http://10.1.2.3/x") == nil)
    #expect(await policy.objection(to: "http://10.1.2.4/x") != nil)
    policy.schemes.insert("file")
    #expect(await policy.objection(to: "file:///srv/show.flv") == nil)
    policy.networks = ["10.1.0.0/16", "fd00::/8"].compactMap { IPNetwork($0) }
    #expect(await policy.objection(to: "http://10.1.2.4/x") == nil)
    #expect(await policy.objection(to: "http://[::ffff:10.1.2.4]/x") == nil)
    #expect(await policy.objection(to: "http://10.2.2.4/x")?.contains("networks.streams") == true)
    policy.allowsPrivateAddresses = true
    #expect(await policy.objection(to: "http://10.1.2.4/x") == nil)
    #expect(await AttachURLPolicy().objection(to: "rtmp://127.0.0.1:1935/a/b", listens: true) == nil)
    #expect(await AttachURLPolicy().objection(to: "rtmp://93.184.215.14/a/b", listens: true) != nil)
  }
}
