import Connectors
import Crypto
import Delivery
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

/// Connectors over HTTP: a platform's calls, and what operators ask.
@Suite(.timeLimit(.minutes(1))) struct ConnectorCallTests {
  private static var push: ConnectorSettings {
    var mapping = RowMapping(rows: .orders)
    mapping.columns = [
      "event_id": "id", "order_id": "order", "event_type": "what", "sku": "sku", "qty": "pieces", "event_time": "at",
      "warehouse": "wh",
    ]
    var settings = ConnectorSettings(name: "erp", kind: .push, room: .main)
    settings.secrets = ["push-secret"]
    settings.push = mapping
    return settings
  }

  private func signed(_ body: String) -> [(String, String)] {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(body.utf8), using: SymmetricKey(data: Data("push-secret".utf8)))
    return [("X-Signature", code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())]
  }

  @Test func aPlatformsCallNeedsItsSignatureAndNoToken() async throws {
    try await TestServer.run(connectors: [Self.push], configuration: .with { $0.security.requiresTokens = true }) {
      server in
      let body =
        #"{"id":"e-1","order":"o-1","what":"created","sku":"A1","pieces":2,"at":"2026-04-10T20:00:00+08:00","wh":"GZ"}"#
      let path = "/v1/connectors/erp"
      #expect(try await server.call(.POST, path, json: body).status == 401)
      #expect(try await server.call(.POST, "/v1/connectors/none", json: body, headers: signed(body)).status == 404)
      // A header that would be a bad token elsewhere is the platform's own here.
      let odd = signed(body) + [("Authorization", "0123abcd")]
      #expect(try await server.call(.POST, path, json: body, headers: odd).status == 200)
      for _ in 0..<500 where await server.rooms.batches(of: .main).isEmpty {
        try await Task.sleep(for: .milliseconds(10))
      }
      let rows = await server.rooms.batches(of: .main).flatMap(\.rows)
      guard case .order(let order)? = rows.first else {
        Issue.record("no order came")
        return
      }
      #expect(order.eventID == "e-1" && order.quantity == 2 && order.ingestTime != nil)
      let viewer = try server.token([.viewer])
      let list = try await server.call(.GET, "/v1/connectors", token: viewer)
      #expect(list.status == 200 && list.body.contains(#""path":"/v1/connectors/erp""#))
      #expect(!list.body.contains("push-secret"))
    }
  }

  @Test func operatorsListReplayAndFetch() async throws {
    try await TestServer.run(connectors: [Self.push]) { server in
      let bad = #"{"id":"e-1","order":"o-1","what":"eaten","sku":"A1","pieces":2,"at":"2026-04-10T20:00:00+08:00"}"#
      #expect(try await server.call(.POST, "/v1/connectors/erp", json: bad, headers: signed(bad)).status == 200)
      var messages = ""
      for _ in 0..<500 where !messages.contains("quarantined") {
        messages = try await server.call(.GET, "/v1/connectors/erp/messages").body
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(messages.contains("quarantined") && messages.contains("event_type") && !messages.contains("eaten"))
      let replay = try await server.call(.POST, "/v1/connectors/erp/replay", json: "{}")
      #expect(replay.status == 202)
      #expect(try replay.json()["replayed"] == .integer(1))
      let check = try await server.call(.POST, "/v1/connectors/erp/check")
      #expect(try check.json()["works"] == .bool(true))
      let when = #"{"since":"2026-04-01T00:00:00+08:00"}"#
      #expect(try await server.call(.POST, "/v1/connectors/erp/backfill", json: when).status == 202)
      for wrong in [#"{"since":"yesterday"}"#, #"{"since":"2999-01-01T00:00:00Z"}"#] {
        #expect(try await server.call(.POST, "/v1/connectors/erp/backfill", json: wrong).status == 422)
      }
      let wish = #"{"sku":"A1","quantity":5,"reference":"s-1"}"#
      #expect(try await server.call(.POST, "/v1/connectors/erp/purchases", json: wish).status == 409)
      #expect(try await server.call(.POST, "/v1/connectors/erp/purchases", json: #"{"sku":"A1"}"#).status == 422)
      for (path, body) in [("messages", nil), ("check", nil), ("replay", "{}"), ("backfill", when)]
        as [(String, String?)]
      {
        let method: HTTPMethod = path == "messages" ? .GET : .POST
        let answer = try await server.call(method, "/v1/connectors/none/\(path)", json: body)
        #expect(answer.status == 404, "\(path)")
      }
    }
  }

  @Test func theConfigurationOfConnectorsIsRead() throws {
    let text = """
      connectors:
        - name: shop
          kind: doudian
          room: store
          app_key: "7100000000000000001"
          marks: {"7301": room-a}
          poll_seconds: 0
          base_url: http://127.0.0.1:9/
        - name: erp
          kind: pull
          base_url: https://erp.example.com
          pull:
            path: /stock
            success: code=0
            columns: {sku: code, on_hand: qty}
      sinks:
        - {name: chat, type: feishu, url: "https://open.feishu.cn/x", quiet_hours: "23:00-08:00", screen: "https://a.example"}
      """
    let configuration = try ServerConfiguration.parse(text, file: "liveshelf.yaml")
    #expect(configuration.connectors.map(\.name) == ["shop", "erp"])
    let shop = try #require(configuration.connectors.first)
    #expect(shop.baseURL == "http://127.0.0.1:9" && shop.pollSeconds == 0 && shop.marks == ["7301": "room-a"])
    #expect(configuration.connectors.last?.pull?.mapping.columns == ["sku": "code", "on_hand": "qty"])
    #expect(configuration.sinks.first?.quietHours?.from == 1380)
    for wrong in [
      "kind: odd", "kind: doudian\n    base_url: http://shop.example.com", "kind: doudian\n    marks: {a: \"no room\"}",
      "kind: pull\n    base_url: https://a.example", "kind: doudian\n    colour: red",
      "kind: doudian\n    secret_env: A\n    secret_file: b",
    ] {
      #expect(throws: ConfigurationError.self, "\(wrong)") {
        try ServerConfiguration.parse("connectors:\n  - name: x\n    \(wrong)\n", file: "liveshelf.yaml")
      }
    }
  }
}
