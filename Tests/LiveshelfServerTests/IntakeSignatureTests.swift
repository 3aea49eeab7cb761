import Crypto
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import ServerTestSupport
import Testing

@Suite struct IntakeSignatureTests {
  private static let secret = "0123456789abcdef"
  private static let order = #"""
    {"event_id": "e1", "order_id": "o1", "event_type": "created", "sku": "A1", "qty": 2, "unit_price": 59.9,
     "event_time": "2026-04-10T20:00:01+08:00"}
    """#
  private static let click = #"{"sku": "A1", "event": "explain.start"}"#

  private static func run(_ body: @Sendable (TestServer) async throws -> Void) async throws {
    let secrets = try IntakeSecrets(nil, environment: ["LIVESHELF_INTAKE_SECRET_MAIN": secret])
    try await TestServer.run(secrets: secrets, body)
  }

  private static func header(
    _ path: String, _ body: String, time: Int64 = Int64(Date().timeIntervalSince1970),
    nonce: String = UUID().uuidString, method: String = "POST", secret: String = secret
  ) -> (String, String) {
    let message = Data("\(time)\n\(nonce)\n\(method)\n\(path)\n\(body)".utf8)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Data(secret.utf8)))
    return ("Liveshelf-Signature", "t=\(time),n=\(nonce),v2=\(code.hexText)")
  }

  @Test func whatIsSignedIsTakenAndNothingElse() async throws {
    try await Self.run { server in
      _ = try await server.call(.GET, "/healthz")
      let (path, now) = ("/v1/rooms/main/orders", Int64(Date().timeIntervalSince1970))
      func send(_ header: (String, String), _ body: String = Self.order, to path: String = path) async throws -> String?
      {
        let answer = try await server.call(.POST, path, json: body, headers: [header])
        return answer.status == 202 ? nil : try answer.code()
      }
      #expect(try await send(Self.header(path, Self.order)) == nil)
      #expect(try await send(Self.header(path, Self.order, secret: "another secret..")) == "signature_invalid")
      #expect(try await send(Self.header(path, Self.order), "[]") == "signature_invalid")
      #expect(try await send(Self.header(path, Self.order), "nonsense") == "signature_invalid")
      #expect(try await send(Self.header(path, Self.order, method: "PUT")) == "signature_invalid")
      #expect(try await send(Self.header(path, Self.order, time: now - 400)) == "signature_expired")
      #expect(try await send(Self.header(path, Self.order, time: .min)) == "signature_expired")
      // Signed for one path and sent to another; a query counts too.
      for other in ["/v1/rooms/main/comments", "/v1/rooms/main/orders?x=1", "/v1/rooms/main/stock"] {
        #expect(try await send(Self.header(path, Self.order), to: other) == "signature_invalid")
      }
      #expect(try await server.call(.POST, path, json: Self.order).code() == "signature_missing")
      for broken in [
        "t=1,v2=zz", "t=\(now),v1=\(String(repeating: "0", count: 64))",
        "t=\(now),n=short,v2=\(String(repeating: "0", count: 64))", ",=,",
      ] {
        #expect(try await send(("Liveshelf-Signature", broken)) == "signature_malformed")
      }
      #expect(await server.rooms.batches(of: .main).count == 1)
    }
  }

  @Test func aSignedRequestIsTakenOnce() async throws {
    try await Self.run { server in
      _ = try await server.call(.GET, "/healthz")
      let path = "/v1/rooms/main/orders"
      let header = Self.header(path, Self.order)
      // A nonce is used up by who has the secret only.
      let nonce = String(header.1.split(separator: ",")[1].dropFirst(2))
      let forged = Self.header(path, Self.order, nonce: nonce, secret: "another secret..")
      #expect(try await server.call(.POST, path, json: Self.order, headers: [forged]).code() == "signature_invalid")
      #expect(try await server.call(.POST, path, json: Self.order, headers: [header]).status == 202)
      #expect(try await server.call(.POST, path, json: Self.order, headers: [header]).code() == "signature_replayed")
    }
  }

  @Test func clicksOfProgramsAreSignedToo() async throws {
    try await Self.run { server in
      _ = try await server.call(.GET, "/healthz")
      let path = "/v1/rooms/main/explain"
      let (feed, boss) = (try server.token([.ingest]), try server.token([.operator]))
      func send(_ token: String, _ headers: [(String, String)]) async throws -> TestServer.Answer {
        try await server.call(.POST, path, json: Self.click, token: token, headers: headers)
      }
      #expect(try await send(feed, []).code() == "signature_missing")
      #expect(try await send(feed, [Self.header(path, "{}")]).code() == "signature_invalid")
      #expect(try await send(feed, [Self.header(path, Self.click)]).status == 202)
      #expect(try await send(boss, []).status == 202)
    }
  }

  @Test func emptyAndShortSecretsAreRefused() {
    for secret in ["", " ", "short"] {
      #expect(throws: ConfigurationError.self) {
        try IntakeSecrets(nil, environment: ["LIVESHELF_INTAKE_SECRET_MAIN": secret])
      }
    }
  }
}
