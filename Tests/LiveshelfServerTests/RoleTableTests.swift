import AsyncHTTPClient
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOCore
import NIOHTTP1
import ServerTestSupport
import Testing

/// Every call of the document with a token of every role, against a table.
@Suite struct RoleTableTests {
  enum Who: String, CaseIterable {
    case nobody, viewer, `operator`, ingest, admin
  }

  private static let anyone = Set(Who.allCases)
  private static let readers: Set<Who> = [.viewer, .operator, .admin]
  private static let operators: Set<Who> = [.operator, .admin]
  private static let senders: Set<Who> = [.ingest, .admin]

  /// Written by hand: what is added to the API must be added here.
  static let table: [String: Set<Who>] = [
    "GET /healthz": anyone, "GET /readyz": anyone, "GET /v1/openapi.json": anyone,
    "GET /v1/session": [.viewer, .operator, .ingest, .admin], "POST /v1/session": anyone, "DELETE /v1/session": anyone,
    "GET /metrics": readers, "GET /v1/rooms": readers, "POST /v1/rooms": operators,
    "GET /v1/rooms/{room}": readers, "DELETE /v1/rooms/{room}": operators,
    "POST /v1/rooms/{room}/start": operators, "POST /v1/rooms/{room}/stop": operators,
    "PUT /v1/rooms/{room}/catalog": operators, "GET /v1/rooms/{room}/markers": readers,
    "PUT /v1/rooms/{room}/markers/{marker}": operators, "DELETE /v1/rooms/{room}/markers/{marker}": operators,
    "POST /v1/rooms/{room}/orders": senders, "POST /v1/rooms/{room}/stock": senders,
    "POST /v1/rooms/{room}/transactions": senders, "POST /v1/rooms/{room}/comments": senders,
    "POST /v1/rooms/{room}/explain": [.operator, .ingest, .admin],
    "GET /v1/rooms/{room}/presentations": readers, "POST /v1/rooms/{room}/presentations/correct": operators,
    "POST /v1/rooms/{room}/stock/correct": operators, "GET /v1/rooms/{room}/products": readers,
    "GET /v1/rooms/{room}/products/{sku}/timeline": readers, "GET /v1/rooms/{room}/inventory": readers,
    "GET /v1/rooms/{room}/turnover": readers, "GET /v1/rooms/{room}/shows": readers,
    "GET /v1/rooms/{room}/shows/{show}/files": readers, "GET /v1/rooms/{room}/shows/{show}/files/{file}": readers,
    "GET /v1/history": readers, "GET /v1/history/find": readers,
    "GET /v1/rooms/{room}/shows/{show}": readers, "GET /v1/rooms/{room}/signals": readers,
    "POST /v1/rooms/{room}/signals/{signal}/acknowledge": operators,
    "POST /v1/rooms/{room}/signals/{signal}/reopen": operators,
    "POST /v1/rooms/{room}/signals/{signal}/mute": operators,
    "POST /v1/rooms/{room}/signals/{signal}/assign": operators, "GET /v1/rooms/{room}/events": readers,
    "POST /v1/rooms/{room}/ask": readers, "GET /v1/rooms/{room}/facts": readers,
    "POST /v1/demo": operators, "PUT /v1/rooms/{room}/marker_study": operators,
    "GET /v1/rooms/{room}/marker_study": operators, "DELETE /v1/rooms/{room}/marker_study": operators,
    "GET /v1/rooms/{room}/marker_study/{sound}": operators,
    "PATCH /v1/rooms/{room}": operators, "GET /v1/rooms/{room}/running_order": readers,
    "PUT /v1/rooms/{room}/running_order": operators,
    "DELETE /v1/rooms/{room}/running_order": operators, "PUT /v1/rooms/{room}/facts": operators,
    "GET /v1/models": readers,
    "GET /v1/models/{model}": readers, "GET /v1/models/liveshelf/{model}": readers,
    "POST /v1/catalog/check": operators, "POST /v1/chat/completions": readers,
    "GET /v1/settings/thresholds": readers, "PUT /v1/settings/thresholds": operators, "GET /v1/audit": operators,
    "GET /v1/rooms/{room}/quarantine": operators, "POST /v1/rooms/{room}/quarantine/{row}/replay": operators,
    "DELETE /v1/rooms/{room}/quarantine/{row}": [.admin],
    "POST /mcp": readers, "GET /v1/connectors": readers, "POST /v1/connectors/{connector}": anyone,
    "GET /v1/connectors/{connector}/messages": operators, "POST /v1/connectors/{connector}/check": operators,
    "POST /v1/connectors/{connector}/replay": operators,
    "POST /v1/connectors/{connector}/purchases": operators, "POST /v1/connectors/{connector}/backfill": operators,
  ]

  @Test func theTableHasEveryCallOfTheDocument() throws {
    #expect(try APIChecker.shared().calls == Self.table.keys.sorted())
  }

  @Test func everyRoleMayDoWhatTheTableSaysAndNothingElse() async throws {
    for (call, allowed) in Self.table.sorted(by: { $0.key < $1.key }) {
      try await TestServer.run(configuration: .with { $0.security.requiresTokens = true }) { server in
        for who in Who.allCases {
          let token = try Role(rawValue: who.rawValue).map { try server.token([$0], name: who.rawValue) }
          let status = try await Self.status(of: call, server, token)
          if allowed.contains(who) {
            #expect(status != 403 && (status != 401 || call == "POST /v1/session"), "\(call) as \(who): \(status)")
            #expect(status < 500, "\(call) as \(who): \(status)")
          } else {
            #expect(status == (who == .nobody ? 401 : 403), "\(call) as \(who): \(status)")
          }
        }
      }
    }
  }

  /// A token for one room opens no other, whatever its roles.
  @Test func aRoomsTokenOpensNoCallOfAnotherRoom() async throws {
    let other = try #require(RoomName("other"))
    try await TestServer.run(configuration: .with { $0.security.requiresTokens = true }) { server in
      await server.rooms.addRoom(other)
      let token = try server.token(Set(Role.allCases), room: other)
      for call in Self.table.keys.sorted() where call.contains("{room}") {
        #expect(try await Self.status(of: call, server, token) == 403, "\(call)")
      }
    }
  }

  /// The status alone: streams of events have no end.
  private static func status(of call: String, _ server: TestServer, _ token: String?) async throws -> Int {
    let parts = call.split(separator: " ")
    let path = parts[1].replacing("{room}", with: "main").replacing("{marker}", with: "m.wav")
      .replacing("{sku}", with: "A1").replacing("{show}", with: "20260410T200000").replacing("{signal}", with: "s-1")
      .replacing("{row}", with: "7").replacing("{connector}", with: "none")
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)\(path)")
    request.method = HTTPMethod(rawValue: String(parts[0]))
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if request.method != .GET {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: "{}"))
    }
    return Int(try await TestServer.client.execute(request, timeout: .seconds(30)).status.code)
  }
}
