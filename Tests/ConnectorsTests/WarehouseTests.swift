import ConnectorTestSupport
import Connectors
import Crypto
import DeliveryTestSupport
import Foundation
import InventoryEngine
import LiveshelfCore
import Logging
import Metering
import RoomAPI
import ServerTestSupport
import Synchronization
import Testing

/// ERPs and warehouses by configuration: 聚水潭's and Odoo's shapes pulled, anything pushed, 奇门 in XML.
@Suite(.timeLimit(.minutes(1))) struct WarehouseTests {
  private static let now = WallTime(microseconds: ShopWorld.start * 1_000_000)
  private static let clock = {
    let start = ContinuousClock.now
    return WallClock { now.microseconds + Int64((ContinuousClock.now - start) / .microseconds(1)) }
  }()

  /// Runs one connector while `body` runs.
  private func run(
    _ settings: ConnectorSettings, _ body: (ConnectorDesk, InMemoryRooms) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("connectors-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var settings = settings
    settings.retrySeconds = 0.01
    let rooms = InMemoryRooms()
    await rooms.addRoom(.main)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let desk = try ConnectorDesk(
      [settings], store: try ConnectorStore(folder: folder), service: rooms, metrics: PrometheusRegistry(),
      logger: logger, clock: Self.clock)
    let life = Task { await desk.runUntilCancelled() }
    try await body(desk, rooms)
    life.cancel()
    await life.value
  }

  private func rows(_ rooms: InMemoryRooms, atLeast count: Int) async throws -> [Row] {
    for _ in 0..<1500 {
      let rows = await rooms.batches(of: .main).flatMap(\.rows)
      if rows.count >= count { return rows }
      try await Task.sleep(for: .milliseconds(20))
    }
    return await rooms.batches(of: .main).flatMap(\.rows)
  }

  private func stock(_ rows: [Row]) -> [String: Int] {
    Dictionary(
      rows.compactMap { row in
        if case .stock(let snapshot) = row { ("\(snapshot.sku)/\(snapshot.warehouse)", snapshot.onHand) } else { nil }
      }
    ) { $1 }
  }

  @Test func jushuitansInventoryIsPulledPageByPage() async throws {
    let shop = WebhookReceiver { request in
      let form = Dictionary(
        String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
          let parts = pair.split(separator: "=", maxSplits: 1)
          return (String(parts[0]), parts.count > 1 ? String(parts[1]).removingPercentEncoding ?? "" : "")
        }
      ) { $1 }
      let pattern =
        "secret" + form.filter { $0.key != "sign" }.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
      let sign = Insecure.MD5.hash(data: Data(pattern.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        .joined()
      guard form["sign"] == sign, let biz = try? PlatformJSON(parsing: Array((form["biz"] ?? "").utf8)) else {
        return .status(200, body: #"{"code":100,"msg":"sign"}"#)
      }
      let page = biz["page_index"]?.integer ?? 0
      let items = (0..<2 as Range<Int64>).map {
        #"{"sku_id":"S\#(page)\#($0)","qty":\#(page * 10 + $0),"wms_co_id":77001,"modified":"2026-04-10 19:00:00"}"#
      }
      return .status(
        200, body: #"{"code":0,"data":{"has_next":\#(page < 3),"inventorys":[\#(items.joined(separator: ","))]}}"#)
    }
    try await shop.start()
    var mapping = RowMapping(rows: .stock)
    mapping.items = "data.inventorys"
    mapping.columns = ["sku": "sku_id", "on_hand": "qty", "warehouse": "wms_co_id"]
    var pull = PullSettings(mapping)
    pull.path = "/open/inventory/query"
    pull.method = .post
    pull.body = #"{"page_index":{page},"page_size":2,"modified_begin":"{from}","modified_end":"{until}"}"#
    pull.times = .china
    pull.more = "data.has_next"
    (pull.success, pull.successValue) = ("code", "0")
    pull.signature = .jushuitan
    var settings = ConnectorSettings(name: "erp", kind: .pull, room: .main)
    (settings.baseURL, settings.key, settings.secrets) = ("http://127.0.0.1:\(shop.port)", "key", ["secret"])
    settings.token = PlatformToken(access: "token")
    settings.warehouses = ["77001": "GZ"]
    settings.pull = pull
    try await run(settings) { desk, rooms in
      let told = stock(try await rows(rooms, atLeast: 6))
      #expect(told == ["S10/GZ": 10, "S11/GZ": 11, "S20/GZ": 20, "S21/GZ": 21, "S30/GZ": 30, "S31/GZ": 31])
      #expect(try await desk.check("erp") == "the first page holds 2 rows")
    }
    await shop.kill()
  }

  @Test func odoosProductsArePulled() async throws {
    let erp = WebhookReceiver { request in
      guard request.headers["authorization"] == "bearer odoo-key",
        let body = try? PlatformJSON(parsing: request.body), let offset = body["offset"]?.integer
      else { return .status(401) }
      let items = offset < 2 ? [#"{"id":1,"default_code":"A\#(offset)","qty_available":12.0}"#] : []
      return .status(200, body: "[\(items.joined())]")
    }
    try await erp.start()
    var mapping = RowMapping(rows: .stock)
    mapping.columns = ["sku": "default_code", "on_hand": "qty_available"]
    var pull = PullSettings(mapping)
    pull.path = "/json/2/product.product/search_read"
    pull.method = .post
    pull.body =
      #"{"domain":[["default_code","!=",false]],"fields":["default_code","qty_available"],"limit":1,"offset":{offset}}"#
    pull.headers = ["Authorization": "bearer {token}"]
    pull.pageSize = 1
    var settings = ConnectorSettings(name: "odoo", kind: .pull, room: .main)
    settings.baseURL = "http://127.0.0.1:\(erp.port)"
    settings.token = PlatformToken(access: "odoo-key")
    settings.warehouse = "HZ"
    settings.pull = pull
    try await run(settings) { _, rooms in
      let told = stock(try await rows(rooms, atLeast: 2))
      #expect(told == ["A0/HZ": 12, "A1/HZ": 12])
    }
    await erp.kill()
  }

  /// A live room's list of products tells a state on several pages; the room gets its changes, each once.
  @Test func whatThePlatformSaysIsBeingExplainedBecomesClicks() async throws {
    let stage = Mutex<(status: [Int], failures: Int)>(([0, 3, 0, 0], 0))
    let platform = WebhookReceiver { request in
      let (status, fails) = stage.withLock { stage in
        stage.failures -= 1
        return (stage.status, stage.failures > 0)
      }
      // The second page fails for a while: nothing may be taken for ended meanwhile.
      let page = request.path.contains("page=2") ? 2 : 1
      if fails, page == 2 { return .status(500) }
      let items = ((page - 1) * 2..<page * 2).map { #"{"product":{"out_id":"S\#($0)"},"state":\#(status[$0])}"# }
      return .status(200, body: #"{"data":{"list":[\#(items.joined(separator: ","))],"more":\#(page == 1)}}"#)
    }
    try await platform.start()
    var mapping = RowMapping(rows: .clicks)
    mapping.items = "data.list"
    mapping.columns = ["sku": "product.out_id"]
    var pull = PullSettings(mapping)
    pull.path = "/live/products?page={page}"
    pull.more = "data.more"
    pull.explaining = ExplainingMark(path: "state", value: "3")
    var settings = ConnectorSettings(name: "stage", kind: .pull, room: .main)
    settings.baseURL = "http://127.0.0.1:\(platform.port)"
    settings.pollSeconds = 0.05
    settings.requestsPerSecond = 1000
    settings.pull = pull
    try await run(settings) { _, rooms in
      var count = 1
      _ = try await self.rows(rooms, atLeast: count)
      for (status, failures, changes) in [
        ([0, 0, 0, 3], 9, 2), ([0, 0, 0, 3], 0, 0), ([3, 0, 0, 3], 5, 1), ([0, 0, 0, 0], 0, 2),
      ] {
        stage.withLock { $0 = (status, failures) }
        count += changes
        _ = try await self.rows(rooms, atLeast: count)
      }
      let told = await rooms.batches(of: .main).flatMap(\.rows).compactMap { row in
        if case .click(let event) = row { "\(event.starts ? "+" : "-")\(event.sku)" } else { nil }
      }
      #expect(told == ["+S1", "-S1", "+S3", "+S0", "-S0", "-S3"])
    }
    await platform.kill()
  }

  @Test func whatIsPushedIsTakenWhenItIsSigned() async throws {
    var mapping = RowMapping(rows: .transactions)
    mapping.items = "moves"
    mapping.columns = ["id": "no", "sku": "item.code", "warehouse": "wh", "qty": "count", "event_time": "at"]
    mapping.constants = ["type": "receipt"]
    var settings = ConnectorSettings(name: "wms", kind: .push, room: .main)
    settings.secrets = ["new-secret", "old-secret"]
    settings.push = mapping
    try await run(settings) { desk, rooms in
      let body = Array(
        #"{"moves":[{"no":9007199254740993,"item":{"code":"A1"},"wh":"GZ","count":5,"at":"2026-04-10T19:00:00+08:00","phone":"13800000000"},{"no":"r-2","item":{"code":"A1"},"wh":"GZ","count":"many","at":"2026-04-10T19:00:00+08:00"}]}"#
          .utf8)
      await #expect(throws: ConnectorError.self) {
        _ = try await desk.accept(WebhookCall(headers: ["x-signature": "00"], body: body), for: "wms")
      }
      let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data("old-secret".utf8)))
      let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      for _ in 0..<2 {
        _ = try await desk.accept(WebhookCall(headers: ["x-signature": "sha256=\(hex)"], body: body), for: "wms")
      }
      let got = try await rows(rooms, atLeast: 1)
      #expect(got.count == 1)
      guard case .transaction(let receipt)? = got.first else { throw ConnectorError.malformed("no transaction") }
      #expect(receipt.id == "9007199254740993" && receipt.change == .receipt(warehouse: "GZ", quantity: 5))
      // The other row is listed, without what it said.
      for _ in 0..<500 where try await desk.health().first?.messages[.quarantined] != 1 {
        try await Task.sleep(for: .milliseconds(20))
      }
      let kept = try #require(try await desk.messages(of: "wms", in: [.quarantined], before: .max, limit: 10))
      #expect(kept.count == 1 && kept.allSatisfy { !$0.reason.contains("many") })
    }
  }

  private func qimen(_ body: String, time: String, secret: String = "qm-secret") -> WebhookCall {
    var query = ["method": "taobao.qimen.stockchange.report", "timestamp": time, "app_key": "1", "customerId": "c"]
    let pattern = secret + query.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined() + body + secret
    query["sign"] = Insecure.MD5.hash(data: Data(pattern.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined().uppercased()
    return WebhookCall(query: query, body: Array(body.utf8))
  }

  @Test func signedQuantitiesOfQimenBecomeAdjustments() async throws {
    var settings = ConnectorSettings(name: "qimen", kind: .qimen, room: .main)
    settings.secrets = ["qm-secret"]
    settings.warehouses = ["WH01": "GZ"]
    try await run(settings) { desk, rooms in
      func item(_ code: String, _ quantity: String, _ kind: String = "ZP", out: String) -> String {
        "<item><warehouseCode>WH01</warehouseCode><outBizCode>\(out)</outBizCode><itemCode>\(code)</itemCode>"
          + "<inventoryType>\(kind)</inventoryType><quantity>\(quantity)</quantity>"
          + "<changeTime>2026-04-10 19:30:00</changeTime><remark>联系人张三 13800000000</remark></item>"
      }
      let body =
        "<?xml version=\"1.0\"?><request><items>" + item("A1", "-3", out: "o-1") + item("A1", "7", "CC", out: "o-2")
        + item("B2", "12", out: "o-3") + "</items></request>"
      let answer = try await desk.accept(qimen(body, time: "2026-04-10 20:00:00"), for: "qimen")
      #expect(answer?.body.contains("<flag>success</flag>") == true)
      _ = try await desk.accept(qimen(body, time: "2026-04-10 20:01:00"), for: "qimen")
      let got = try await rows(rooms, atLeast: 2)
      let changes = got.compactMap { row -> StockTransaction? in
        if case .transaction(let one) = row { one } else { nil }
      }
      #expect(
        changes.map(\.change) == [.adjustment(warehouse: "GZ", units: -3), .adjustment(warehouse: "GZ", units: 12)])
      #expect(changes.map(\.id) == ["qimen/o-1/A1", "qimen/o-3/B2"])
      #expect(changes.allSatisfy { $0.time.formatted(in: .china).hasPrefix("2026-04-10T19:30:00") })
      for bad in [
        qimen(body, time: "2026-04-10 20:10:01"), qimen(body, time: "2026-04-10 20:00:00", secret: "other"),
      ] {
        await #expect(throws: ConnectorError.self) { _ = try await desk.accept(bad, for: "qimen") }
      }
    }
  }

  @Test(
    arguments: [
      (
        ConnectorKind.srs, [:],
        #"{"action":"on_publish","client_id":"x","ip":"10.0.0.9","app":"live","stream":"studio","param":"?key=invented"}"#,
        #"{"action":"on_unpublish","app":"live","stream":"studio"}"#, [:]
      ),
      (
        .nginxRTMP, [:], "call=publish&app=live&name=studio&addr=10.0.0.9", "call=publish_done&app=live&name=studio",
        [:]
      ),
      (.mediamtx, ["event": "ready", "path": "live/studio"], "", "", ["event": "notReady", "path": "live/studio"]),
    ] as [(ConnectorKind, [String: String], String, String, [String: String])])
  func publishersBeginAndEndRooms(
    _ kind: ConnectorKind, query: [String: String], begin: String, end: String, endQuery: [String: String]
  ) async throws {
    var settings = ConnectorSettings(name: "media", kind: kind, room: .main)
    settings.secrets = ["media-secret"]
    settings.marks = ["live/studio": "main"]
    try await run(settings) { desk, rooms in
      _ = try await rooms.stopRoom(.main)
      func state(_ wanted: RoomState) async throws -> Bool {
        for _ in 0..<500 {
          if await rooms.rooms().first?.state == wanted { return true }
          try await Task.sleep(for: .milliseconds(20))
        }
        return false
      }
      func call(_ query: [String: String], _ body: String) -> WebhookCall {
        WebhookCall(query: query.merging(["secret": "media-secret"]) { $1 }, body: Array(body.utf8))
      }
      await #expect(throws: ConnectorError.self) {
        _ = try await desk.accept(WebhookCall(query: query, body: Array(begin.utf8)), for: "media")
      }
      _ = try await desk.accept(call(query, begin), for: "media")
      #expect(try await state(.live))
      _ = try await desk.accept(call(endQuery, end), for: "media")
      #expect(try await state(.idle))
    }
  }
}
