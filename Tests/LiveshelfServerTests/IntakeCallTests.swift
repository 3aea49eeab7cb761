import Crypto
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

@Suite struct IntakeCallTests {
  private static let order = #"""
    {"event_id": "e1", "order_id": "o1", "event_type": "created", "sku": "A1", "qty": 2, "unit_price": 59.9,
     "event_time": "2026-04-10T20:00:01+08:00", "buyer_phone": "13800000000"}
    """#

  private func orders(_ count: Int, from first: Int = 0) -> String {
    (first..<(first + count)).map {
      #"{"event_id":"e\#($0)","order_id":"o\#($0)","event_type":"created","sku":"A1","qty":1,"unit_price":10,"#
        + #""event_time":"2026-04-10T20:00:01+08:00"}"#
    }.joined(separator: "\n") + "\n"
  }

  @Test func ordersComeInEveryFormat() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/orders"
      let one = try await server.call(.POST, path, json: Self.order)
      #expect(one.status == 202)
      #expect(try one.json()["accepted"] == .integer(1))
      let again = try await server.call(.POST, path, json: "[\(Self.order)]")
      #expect(try again.json()["repeated"] == .integer(1))
      let lines = try await server.call(.POST, path, body: orders(3, from: 10), type: "application/x-ndjson")
      #expect(try lines.json()["accepted"] == .integer(3))
      let csv = """
        event_id,order_id,event_type,sku,qty,unit_price,event_time,buyer
        c1,o9,created,A1,1,10,2026-04-10T20:00:01+08:00,王五
        c2,o9,paid,A1,1,10,2026-04-10T20:00:02+08:00,王五
        """
      #expect(try await server.call(.POST, path, body: csv, type: "text/csv").json()["accepted"] == .integer(2))
      #expect(try await server.call(.POST, path, json: "[]").json()["accepted"] == .integer(0))
      #expect(try await server.rooms.view(of: .main).totals.orders == 5)
    }
  }

  @Test func buyersAreDroppedAtTheDoor() async throws {
    try await TestServer.run { server in
      _ = try await server.call(.POST, "/v1/rooms/main/orders", json: Self.order)
      let comment = #"{"id": "1", "ts": "2026-04-10T20:00:01+08:00", "user": "小红", "text": "还有货吗"}"#
      _ = try await server.call(.POST, "/v1/rooms/main/comments", json: comment)
      let kept = await server.rooms.batches(of: .main).map { "\($0)" }.joined()
      #expect(kept.contains("o1") && kept.contains("还有货吗"))
      #expect(!kept.contains("13800000000") && !kept.contains("小红"))
    }
  }

  @Test func stockAndClicksComeIn() async throws {
    try await TestServer.run { server in
      let stock = "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,500\n"
      let answer = try await server.call(.POST, "/v1/rooms/main/stock", body: stock, type: "text/csv")
      #expect(try answer.json()["accepted"] == .integer(1))
      let click = #"{"sku": "A1", "event": "explain.start", "event_time": "2026-04-10T20:00:01+08:00"}"#
      #expect(try await server.call(.POST, "/v1/rooms/main/explain", json: click).status == 202)
      #expect(
        try await server.call(.POST, "/v1/rooms/main/explain", json: #"{"sku": "A1", "event": "x"}"#).status == 422)
    }
  }

  @Test func eachRowIsRejectedForItself() async throws {
    try await TestServer.run { server in
      let body = orders(1) + #"{"event_id":"x"}"# + "\nnonsense\n" + orders(1, from: 5)
      let answer = try await server.call(.POST, "/v1/rooms/main/orders", body: body, type: "application/x-ndjson")
      #expect(answer.status == 202)
      let json = try answer.json()
      #expect(json["accepted"] == .integer(2))
      #expect(json["rejected_count"] == .integer(2))
      guard case .array(let rejected)? = json["rejected"] else { return }
      #expect(rejected.map { $0["line"] } == [.integer(2), .integer(3)])
      #expect(rejected.first?["field"]?.text == "order_id")
      let array = try await server.call(.POST, "/v1/rooms/main/orders", json: #"[7, "}]", {"qty": [[1]]}, null]"#)
      #expect(array.status == 422)
      #expect(try array.json()["rejected_count"] == .integer(4))
      #expect(try array.code() == "no_usable_row")
    }
  }

  @Test(arguments: [
    ("", "application/json", 400), ("[", "application/json", 400), ("{]", "application/json", 422),
    ("[{}", "application/json", 400), ("[{},]x", "application/json", 400), ("[{} {}]", "application/json", 400),
    ("\"a\"", "application/json", 400), ("7", "application/json", 400), ("[]]", "application/json", 400),
    (String(repeating: "[", count: 100_000), "application/json", 400),
    ("[{\"a\":" + String(repeating: "[", count: 500), "application/json", 400), ("", "text/csv", 400),
    ("a,b\n1,2\n", "text/csv", 422), ("{}", "application/xml", 415),
    ("", "application/x-ndjson", 400),
  ])
  func brokenBodiesAreRefused(body: String, type: String, status: Int) async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.POST, "/v1/rooms/main/orders", body: body, type: type)
      #expect(answer.status == status, "\(body.prefix(20)) \(answer.body)")
      #expect(try await server.call(.GET, "/healthz").status == 200)
    }
  }

  /// Bodies of chance, and true bodies with bytes changed: never a failure of the server.
  @Test(arguments: 1...4) func noBodyBreaksTheServer(seed: UInt64) async throws {
    try await TestServer.run(configuration: .with { $0.limits.requestBurst = 1_000_000 }) { server in
      var dice = Dice(seed: seed)
      let alphabet = Array("[]{},:\"\\ \n\r\t0a-e.中".unicodeScalars).map(Character.init)
      for round in 0..<60 {
        var body: String
        if round % 2 == 0 {
          body = String(
            (0..<Int.random(in: 0...200, using: &dice)).compactMap { _ in alphabet.randomElement(using: &dice) })
        } else {
          var characters = Array(orders(3))
          for _ in 0..<Int.random(in: 1...6, using: &dice) {
            characters[Int.random(in: 0..<characters.count, using: &dice)] = alphabet.randomElement(using: &dice) ?? "{"
          }
          body = String(characters)
          if round % 4 == 1 { body = "[" + body.split(separator: "\n").joined(separator: ",") + "]" }
        }
        let kind = ["orders", "stock", "transactions", "comments"][round / 2 % 4]
        let type = ["application/json", "application/x-ndjson", "text/csv"].randomElement(using: &dice)
        let answer = try await server.call(.POST, "/v1/rooms/main/\(kind)", body: body, type: type)
        #expect([202, 400, 413, 422].contains(answer.status), "\(body)")
      }
    }
  }

  @Test func sizesAreLimited() async throws {
    let configuration = ServerConfiguration.with {
      $0.limits.bodyBytes = 4096
      $0.limits.bodyRows = 10
    }
    try await TestServer.run(configuration: configuration) { server in
      let path = "/v1/rooms/main/orders"
      let rows = try await server.call(.POST, path, body: orders(11), type: "application/x-ndjson")
      #expect(try rows.code() == "too_large")
      #expect(try await server.call(.POST, path, body: orders(10), type: "application/x-ndjson").status == 202)
      #expect(try await server.call(.POST, path, body: orders(100), type: "application/x-ndjson").status == 413)
      #expect(await server.rooms.batches(of: .main).count == 1)
    }
  }

  @Test func theSameKeyGivesTheSameAnswer() async throws {
    try await TestServer.run { server in
      let path = "/v1/rooms/main/orders"
      let key = [("Idempotency-Key", "k1")]
      func send(_ body: String) async throws -> TestServer.Answer {
        try await server.call(.POST, path, body: body, type: "application/x-ndjson", headers: key)
      }
      let first = try await send(orders(2))
      #expect(try await send(orders(2)).body == first.body)
      #expect(await server.rooms.batches(of: .main).count == 1)
      let other = try await send(orders(3))
      #expect(other.status == 422)
      #expect(try other.code() == "idempotency_mismatch")
      let long = [("Idempotency-Key", String(repeating: "k", count: 300))]
      #expect(try await server.call(.POST, path, json: "[]", headers: long).status == 400)
    }
  }

  @Test func aKeyUnderWayIsToldSo() async throws {
    try await TestServer.run { server in
      await server.rooms.pause()
      let key = [("Idempotency-Key", "k1")]
      let (body, path) = (orders(1), "/v1/rooms/main/orders")
      async let first = server.call(.POST, path, body: body, type: "application/x-ndjson", headers: key)
      while await server.rooms.waitingBatches == 0 { try await Task.sleep(for: .milliseconds(5)) }
      let second = try await server.call(.POST, path, body: body, type: "application/x-ndjson", headers: key)
      #expect(try second.code() == "in_progress")
      await server.rooms.resume()
      #expect(try await first.status == 202)
    }
  }

  @Test func aFullRoomAsksToWait() async throws {
    try await TestServer.run { server in
      await server.rooms.setFull(true)
      let answer = try await server.call(.POST, "/v1/rooms/main/orders", json: Self.order)
      #expect(answer.status == 429)
      #expect(answer.headers.first(name: "Retry-After") == "3")
    }
  }

  @Test func bodiesAtOnceAreLimitedRoomByRoom() async throws {
    try await TestServer.run(configuration: .with { $0.limits.bodiesAtOnce = 1 }) { server in
      await server.rooms.pause()
      async let first = server.call(.POST, "/v1/rooms/main/orders", json: Self.order)
      while await server.rooms.waitingBatches == 0 { try await Task.sleep(for: .milliseconds(5)) }
      #expect(try await server.call(.POST, "/v1/rooms/main/orders", json: Self.order).status == 429)
      #expect(try await server.call(.POST, "/v1/rooms/other/orders", json: "[]").status == 404)
      await server.rooms.resume()
      #expect(try await first.status == 202)
    }
  }
}
