import Foundation
import LiveshelfCore
import NIOHTTP1
import RoomAPI
import Rooms
import Testing

@Suite(.timeLimit(.minutes(2))) struct RoomChangeTests {
  @Test func aRoomIsCalledAndAttachedOtherwise() async throws {
    try await TestServer.runRooms { server in
      func change(_ json: String) async throws -> TestServer.Answer {
        try await server.call(.PATCH, "/v1/rooms/main", json: json)
      }
      let named = try await change(#"{"title": "晚场直播间"}"#)
      #expect(try named.status == 200 && named.decode(RoomSummary.self).title == "晚场直播间")
      let streamed = try await change(
        #"{"url": "rtmp://127.0.0.1:19357/live/key", "listen": true, "ends_after_s": 60}"#)
      let summary = try streamed.decode(RoomSummary.self)
      #expect(summary.url != nil && summary.listen && summary.title == "晚场直播间")
      let registry = try #require(server.registry)
      #expect(try await registry.definition(of: .main).endsAfter == 60)
      for (json, field) in [
        (#"{"title": ""}"#, "title"), (#"{"title": "a\u0007"}"#, "title"), (#"{"url": "gopher://x/"}"#, "url"),
        (#"{"ends_after_s": 5}"#, "ends_after_s"), (#"{"url": null, "listen": true}"#, "listen"),
      ] {
        let refused = try await change(json)
        #expect(refused.status == 422, "\(json)")
        #expect(try refused.json()["error"]?["field"]?.text == field)
      }
      let plain = try await change(#"{"title": null, "url": null, "ends_after_s": 0}"#).decode(RoomSummary.self)
      #expect(plain.title == nil && plain.url == nil && !plain.listen)
      #expect(try await registry.definition(of: .main).endsAfter == nil)
    }
  }

  private struct Rejections: Decodable {
    struct Row: Decodable {
      var code: String
    }
    var rejected: [Row]
  }

  /// What is wrong with a row has a word that does not change.
  @Test func rejectedRowsHaveCodes() async throws {
    try await TestServer.runRooms { server in
      let rows =
        "sku,warehouse,on_hand,snapshot_time\nA1,GZ,many,2026-04-10T20:00:00+08:00\n,GZ,1,2026-04-10T20:00:00+08:00\nA1,GZ,5,soon\n"
      let answer = try await server.call(.POST, "/v1/rooms/main/stock?preview=true", body: rows, type: "text/csv")
      let codes = try answer.decode(Rejections.self).rejected.map(\.code)
      #expect(codes == ["not_whole", "empty", "not_time"])
    }
  }
}
