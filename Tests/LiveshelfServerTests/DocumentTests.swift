import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import Testing

@Suite struct DocumentTests {
  @Test func theDocumentHasEveryCallAndNoOther() async throws {
    try await TestServer.run { server in
      let checker = try APIChecker.shared()
      #expect(checker.calls == server.server.calls)
    }
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    #expect(try APIChecker.shared().danglingReferences() == [])
  }

  @Test func theDocumentIsServed() async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.GET, "/v1/openapi.json")
      #expect(answer.status == 200)
      #expect(try answer.json()["openapi"]?.text == "3.1.0")
    }
  }

  /// The values of the API fit the document, updates too, which come in event streams.
  @Test func updatesFitTheDocument() async throws {
    let update = RoomUpdate(
      room: "main", sequence: 3, state: .live, show: .some(nil), clock: "2026-04-10T20:00:00.000+08:00",
      now: .some(nil), totals: ShowTotals(), feeds: [FeedStatus(feed: "audio", state: "live")], links: LinkStatus(),
      products: [ProductView(sku: "A", name: "a")], catalog: ["A"], next: [], questions: [])
    let checker = try APIChecker.shared()
    let schema = try #require(checker.document["components"]?["schemas"]?["RoomUpdate"])
    #expect(checker.check(try update.json(), schema, at: "") == [])
  }
}

extension Encodable {
  func json() throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self))
  }
}
