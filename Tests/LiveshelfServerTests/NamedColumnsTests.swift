import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

/// Exports that come over HTTP under columns of their own: the request says what they mean, or the room does.
@Suite struct NamedColumnsTests {
  private static let path = "/v1/rooms/main/orders"
  private static let export = "票号,内部号,几个,什么时候\n7,A1,2,2026-04-10 20:00:01\n"
  private static let mapping = "order_id=票号,sku=内部号,qty=几个,created_time=什么时候"

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private func taken(_ server: TestServer, of room: RoomName = .main) async -> [Row] {
    await server.rooms.batches(of: room).flatMap(\.rows)
  }

  @Test func aRequestSaysWhatItsColumnsMean() async throws {
    try await TestServer.run { server in
      let refused = try await server.call(.POST, Self.path, body: Self.export, type: "text/csv")
      #expect(refused.status == 422)
      #expect(try refused.code() == "missing_column")
      let query = "?columns=\(Self.encoded(Self.mapping))"
      let answer = try await server.call(.POST, Self.path + query, body: Self.export, type: "text/csv")
      #expect(answer.status == 202, "\(answer.body)")
      guard case .order(let event)? = await taken(server).first else { return #expect(Bool(false), "no order") }
      #expect(event.orderID == "7/A1", "\(event)")
      #expect(event.sku == "A1" && event.quantity == 2, "\(event)")
      #expect(event.eventTime == WallTime.parse("2026-04-10T20:00:01+08:00")?.time)

      let stock = "/v1/rooms/main/stock?columns="
      let time = Self.encoded("sku=内部号,on_hand=几个,warehouse=哪里,time=2026-04-10T19:00:00+08:00")
      let counted = try await server.call(.POST, stock + time, body: "内部号,几个,哪里\nA1,9,GZ\n", type: "text/csv")
      #expect(counted.status == 202, "\(counted.body)")
      guard case .stock(let snapshot)? = await taken(server).last else { return #expect(Bool(false), "no stock") }
      #expect(snapshot.onHand == 9 && snapshot.time == WallTime.parse("2026-04-10T19:00:00+08:00")?.time)
    }
  }

  @Test func aRoomSaysWhatTheColumnsMean() async throws {
    try await TestServer.run { server in
      let room = try #require(RoomName("shop-2"))
      let body = #"{"name": "shop-2", "columns": {"orders": "\#(Self.mapping)"}}"#
      #expect(try await server.call(.POST, "/v1/rooms", json: body).status == 201)
      let path = "/v1/rooms/shop-2/orders"
      #expect(try await server.call(.POST, path, body: Self.export, type: "text/csv").status == 202)
      #expect(await taken(server, of: room).count == 1)
      // The request goes before the room.
      let other = path + "?columns=" + Self.encoded("order_id=票号,sku=几个,created_time=什么时候")
      #expect(try await server.call(.POST, other, body: Self.export, type: "text/csv").status == 202)
      guard case .order(let event)? = await taken(server, of: room).last else {
        return #expect(Bool(false), "no order")
      }
      #expect(event.sku == "2")
    }
  }

  @Test func mappingsThatAreNoneAreRefusedByName() async throws {
    try await TestServer.run { server in
      for wrong in ["", "sku", "nothing=a", "dates=abc", String(repeating: "a", count: 5000)] {
        let answer = try await server.call(
          .POST, Self.path + "?columns=" + Self.encoded(wrong), body: Self.export, type: "text/csv")
        #expect(answer.status == 400, "\(wrong)")
        #expect(try answer.json()["error"]?["field"]?.text == "columns")
      }
      for columns in [#"{"orders": "nothing=a"}"#, #"{"comments": "text=a"}"#, #"{"stock": "sku"}"#] {
        let body = #"{"name": "wrong", "columns": \#(columns)}"#
        #expect(try await server.call(.POST, "/v1/rooms", json: body, isDocumented: true).status == 422)
      }
    }
  }

  @Test func aCatalogIsCheckedBeforeItIsPutIn() async throws {
    try await TestServer.run { server in
      let catalog = "内部号,叫法\nA1,保温杯\nB2,保温杯\nC3,【直播专享】三一六不锈钢保温壶大容量500ml男女学生便携水杯送杯刷\n"
      let path = "/v1/catalog/check?columns=" + Self.encoded("sku=内部号,name=叫法")
      let answer = try await server.call(.POST, path, body: catalog, type: "text/csv")
      #expect(answer.status == 200, "\(answer.body)")
      let json = try answer.json()
      #expect(json["products"] == .integer(3))
      #expect(answer.body.contains("B2") && answer.body.contains("A1"))
      #expect(answer.body.contains("保温壶"))
      #expect(try await server.rooms.view(of: .main).catalogIsUntouched)
      let refused = try await server.call(.POST, "/v1/catalog/check", body: "a,b\n1,2\n", type: "text/csv")
      #expect(refused.status == 422)
    }
  }
}

extension RoomView {
  /// The products that the test's room began with.
  fileprivate var catalogIsUntouched: Bool {
    products.contains { $0.sku == "A1" } && !products.contains { $0.sku == "C3" }
  }
}
