import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

@Suite struct RoomCallTests {
  @Test func readingCallsAnswerAsDocumented() async throws {
    try await TestServer.run { server in
      let paths = [
        "/healthz", "/readyz", "/metrics", "/v1/session", "/v1/rooms", "/v1/rooms/main", "/v1/rooms/main/presentations",
        "/v1/rooms/main/products", "/v1/rooms/main/products/A1/timeline?bin=30", "/v1/rooms/main/inventory",
        "/v1/rooms/main/turnover?by=warehouse", "/v1/rooms/main/shows", "/v1/rooms/main/shows/20260410T200000",
        "/v1/rooms/main/shows/20260410T200000/files", "/v1/rooms/main/shows/20260410T200000/files/figures.json",
        "/v1/history", "/v1/history?sku=A1", "/v1/history/find?text=%E7%BE%8A%E7%BB%92",
        "/v1/rooms/main/signals?after=0&limit=1", "/v1/rooms/main/markers", "/v1/settings/thresholds", "/v1/audit",
      ]
      for path in paths {
        let answer = try await server.call(.GET, path)
        #expect(answer.status == 200, "\(path)")
        #expect(answer.headers.first(name: "X-Content-Type-Options") == "nosniff")
      }
    }
  }

  @Test(arguments: [
    ("/v1/rooms/other", 404, "room_not_found"), ("/v1/rooms/a%20b", 400, "invalid_path"),
    ("/v1/rooms/main/products/none/timeline", 404, "product_not_found"),
    ("/v1/rooms/main/products/A1/timeline?bin=0", 400, "invalid_query"),
    ("/v1/rooms/main/turnover?by=moon", 400, "invalid_query"), ("/v1/rooms/main/shows/none", 404, "show_not_found"),
    ("/v1/rooms/main/signals?limit=99999999999999999999", 400, "invalid_query"),
    ("/v1/audit?before=0", 400, "invalid_query"),
  ])
  func wrongRequestsAreToldWhatIsWrong(path: String, status: Int, code: String) async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.GET, path)
      #expect(answer.status == status)
      #expect(try answer.code() == code)
    }
  }

  @Test func aRoomIsMadeRunAndForgotten() async throws {
    try await TestServer.run(configuration: .with { $0.security.attach.hosts = ["live.example"] }) { server in
      let made = try await server.call(
        .POST, "/v1/rooms",
        json: """
          {"name": "two", "url": "rtmp://live.example/app/key", "start_time": "2026-04-10T20:00:00+08:00",
           "catalog": "sku,name\\nT1,绿茶\\nT2,红茶\\n"}
          """)
      #expect(made.status == 201)
      #expect(made.headers.first(name: "Location") == "/v1/rooms/two")
      #expect(try made.json()["products"] == .integer(2))
      #expect(try await server.call(.POST, "/v1/rooms", json: #"{"name": "two"}"#).code() == "room_exists")
      #expect(try await server.call(.POST, "/v1/rooms/two/start").json()["state"]?.text == "live")
      #expect(try await server.call(.POST, "/v1/rooms/two/start").status == 409)
      #expect(try await server.call(.POST, "/v1/rooms/two/stop").json()["state"]?.text == "idle")
      let catalog = #"[{"sku": "T3", "name": "白茶", "aliases": ["白", "茶"], "live_price": 59.9, "link_no": 3}]"#
      #expect(try await server.call(.PUT, "/v1/rooms/two/catalog", json: catalog).json()["products"] == .integer(1))
      let csv = try await server.call(.PUT, "/v1/rooms/two/catalog", body: "sku,name\nT4,花茶\n", type: "text/csv")
      #expect(csv.status == 200)
      #expect(try await server.call(.GET, "/v1/rooms/two/products").decode(Products.self).products.map(\.sku) == ["T4"])
      #expect(try await server.call(.DELETE, "/v1/rooms/two").status == 204)
      #expect(try await server.call(.GET, "/v1/rooms/two").status == 404)
    }
  }

  /// What would be understood is told, and nothing is taken in.
  @Test func aPreviewTakesNothingIn() async throws {
    try await TestServer.run { server in
      let before = try await server.call(.GET, "/v1/rooms/main/products").body
      let catalog = try await server.call(
        .PUT, "/v1/rooms/main/catalog?preview=true", body: "sku,name\nT4,花茶\nT5,果茶\n", type: "text/csv")
      #expect(try catalog.json()["products"] == .integer(2))
      #expect(try catalog.json()["names"] == .array([.string("花茶"), .string("果茶")]))
      #expect(try await server.call(.GET, "/v1/rooms/main/products").body == before)
      let stock =
        "sku,warehouse,on_hand,snapshot_time\nA1,GZ,5,2026-04-10T20:00:00+08:00\nA1,GZ,many,2026-04-10T20:00:00+08:00\n"
      let answer = try await server.call(.POST, "/v1/rooms/main/stock?preview=true", body: stock, type: "text/csv")
      #expect(answer.status == 200)
      #expect(try answer.json()["accepted"] == .integer(1) && answer.json()["rejected_count"] == .integer(1))
      #expect(
        try await server.call(.POST, "/v1/rooms/main/stock?preview=maybe", body: stock, type: "text/csv").status == 400)
      #expect(try await server.call(.POST, "/v1/rooms/main/stock", body: stock, type: "text/csv").status == 202)
    }
  }

  private struct Products: Decodable {
    var products: [ProductView]
  }

  @Test(arguments: [
    (#"{"name": "a/b"}"#, "name"), (#"{"name": "x", "url": "rtmp://127.0.0.1/a/b"}"#, "url"),
    (#"{"name": "x", "url": "gopher://example.com/"}"#, "url"), (#"{"name": "x", "listen": true}"#, "listen"),
    (#"{"name": "x", "start_time": "tomorrow"}"#, "start_time"), (#"{"name": "x", "catalog": "nonsense"}"#, "sku"),
    (#"{"name": "x", "catalog": [{"sku": "A", "name": "a", "live_price": -1}]}"#, "live_price"), (#"{}"#, "name"),
    (#"{"name": 7}"#, "name"), (#"{"name": "x", "ends_after_s": 3}"#, "ends_after_s"),
  ])
  func wrongRoomsAreRefusedByField(body: String, field: String) async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.POST, "/v1/rooms", json: body)
      #expect(answer.status == 422)
      #expect(try answer.json()["error"]?["field"]?.text == field)
    }
  }

  @Test func markersComeAndGo() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/markers/%E4%B8%8A%E9%93%BE%E6%8E%A5"
      let kept = try await server.call(.PUT, path, body: "RIFF", type: "audio/wav")
      #expect(kept.status == 204)
      #expect(await server.rooms.marker("上链接", in: .main) == Array("RIFF".utf8))
      #expect(try await server.call(.GET, "/v1/rooms/main/markers").json()["markers"] == .array([.string("上链接")]))
      #expect(try await server.call(.DELETE, path).status == 204)
      #expect(try await server.call(.DELETE, path).code() == "marker_not_found")
      #expect(try await server.call(.PUT, "/v1/rooms/main/markers/..%2Fx", body: "x", type: "audio/wav").status == 400)
    }
  }

  @Test func theStageCanBeCorrected() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/presentations/correct"
      let answer = try await server.call(.POST, path, json: #"{"sku": "B2"}"#)
      #expect(try answer.json()["presentation"]?["corrected"] == .bool(true))
      #expect(try await server.rooms.view(of: .main).now?.sku == "B2")
      #expect(try await server.call(.POST, path, json: #"{"sku": null}"#).json()["presentation"] == .null)
      #expect(try await server.rooms.view(of: .main).now == nil)
      #expect(try await server.call(.POST, path, json: "{}").status == 422)
      #expect(try await server.call(.POST, path, json: #"{"sku": "none"}"#).status == 422)
    }
  }

  @Test func signalsAreDealtWith() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/signals/s-1"
      let acknowledged = try await server.call(.POST, path + "/acknowledge")
      #expect(try acknowledged.decode(SignalView.self).acknowledgedBy == "local")
      let reopened = try await server.call(.POST, path + "/reopen").decode(SignalView.self)
      #expect(reopened.state == .open && reopened.acknowledgedBy == nil)
      #expect(try await server.call(.POST, path + "/mute", json: #"{"minutes": 5}"#).json()["state"]?.text == "muted")
      #expect(try await server.call(.POST, path + "/mute", json: #"{"minutes": 5000}"#).status == 422)
      #expect(
        try await server.call(.POST, path + "/assign", json: #"{"to": "小王"}"#).json()["assigned_to"]?.text == "小王")
      #expect(try await server.call(.POST, "/v1/rooms/main/signals/none/acknowledge").code() == "signal_not_found")
      let log = try await server.call(.GET, "/v1/audit")
      #expect(log.body.contains("signal.acknowledge") && log.body.contains("s-1"))
    }
  }

  @Test func thresholdsAreCheckedAndKept() async throws {
    try await TestServer.run { server in
      let path = "/v1/settings/thresholds"
      #expect(try await server.call(.PUT, path, json: #"{"thresholds": {"leadTimeDays": 5}}"#).status == 200)
      #expect(try await server.call(.GET, path).json()["thresholds"]?["leadTimeDays"] == .integer(5))
      for (body, field) in [
        (#"{"thresholds": {"leadTimeDays": -5}}"#, "thresholds.leadTimeDays"),
        (#"{"thresholds": {"leadTime": 5}}"#, "thresholds.leadTime"),
        (#"{"categories": {"tea": {"serviceLevel": 2}}}"#, "categories.tea.serviceLevel"),
      ] {
        let answer = try await server.call(.PUT, path, json: body)
        #expect(answer.status == 422)
        #expect(try answer.json()["error"]?["field"]?.text == field)
      }
      #expect(try await server.call(.GET, path).json()["thresholds"]?["leadTimeDays"] == .integer(5))
    }
  }

  @Test func readinessSaysWhatIsMissing() async throws {
    try await TestServer.run { server in
      await server.rooms.setProblems([ServiceStatus.Problem(part: "storage", message: "the disk is full")])
      let answer = try await server.call(.GET, "/readyz")
      #expect(answer.status == 503)
      #expect(answer.body.contains("the disk is full"))
    }
  }
}
