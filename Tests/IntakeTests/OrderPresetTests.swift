import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

/// Exports as the shops write them (made-up rows under the real headers).
@Suite struct OrderPresetTests {
  static func time(_ text: String) -> WallTime? { WallTime.parse(text)?.time }

  static func read(
    _ data: Data, columns: OrderColumns? = nil
  ) throws -> (events: [OrderEvent], rejected: [RejectedRow]) {
    let file = try TemporaryFile(data)
    return try OrderReader.readAll(file.url, columns: columns)
  }

  @Test func readsADouyinReport() throws {
    let text =
      "\u{FEFF}主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,商品单价,收件人,收件人手机号,省,订单提交时间,支付完成时间,订单状态,售后状态,流量体裁\r\n"
      + "\t6918234567890123456,\t6918234567890123457,鹅绒被,一米五,2,SKU006,459.00,#密文#,#密文#,广东省,"
      + "2026-03-08 20:01:02,2026-03-08 20:01:30,已完成,-,直播\r\n"
      + "\t6918234567890123460,\t6918234567890123461,大米,-,1,SKU021,59.90,#密文#,#密文#,浙江省,"
      + "2026-03-08 20:05:00,-,已关闭,-,商品卡\r\n"
      + "\t6918234567890123470,-,鹅绒被;大米,-,1;3,SKU006;SKU021,459.00;59.90,#,#,-,2026-03-08 20:06:00,2026-03-08 20:06:05,"
      + "已发货,退款成功,直播\r\n"
    let (events, rejected) = try Self.read(Data(text.utf8))
    #expect(rejected.isEmpty)
    #expect(
      events.map { "\($0.orderID) \($0.type.rawValue) \($0.sku) \($0.quantity)" } == [
        "6918234567890123457 created SKU006 2", "6918234567890123457 paid SKU006 2",
        "6918234567890123461 created SKU021 1", "6918234567890123461 cancelled SKU021 1",
        "6918234567890123470/SKU006 created SKU006 1", "6918234567890123470/SKU006 paid SKU006 1",
        "6918234567890123470/SKU006 refunded SKU006 1", "6918234567890123470/SKU021 created SKU021 3",
        "6918234567890123470/SKU021 paid SKU021 3", "6918234567890123470/SKU021 refunded SKU021 3",
      ])
    #expect(events.first?.eventTime == Self.time("2026-03-08T20:01:02+08:00"))
    #expect(events.first?.source == "直播")
    #expect(!events.contains { "\($0)".contains("密文") })
  }

  @Test func readsATaobaoExportInGB18030() throws {
    let text =
      "订单编号 ,标题 ,价格 ,购买数量 ,商家编码 ,商品属性 ,订单状态 ,订单创建时间 ,订单付款时间 ,买家会员名 \n"
      + "=\"1234567890123456789\",五常大米,59.90,2,SKU021,五斤,交易成功,2026-03-08 20:01:02,2026-03-08 20:02:00,秘密\n"
    let (events, rejected) = try Self.read(Data(gb18030: text))
    #expect(rejected.isEmpty)
    #expect(events.map(\.type) == [.created, .paid])
    #expect(events.first?.orderID == "1234567890123456789/SKU021")
    #expect(events.first?.option == "五斤")
    #expect(!events.contains { "\($0)".contains("秘密") })
  }

  @Test func readsATikTokShopExport() throws {
    let text =
      "Order ID,Order Status,Seller SKU,Product Name,Variation,Quantity,Sku Quantity of return,SKU Unit Original Price,"
      + "Created Time,Paid Time,Cancelled Time,Warehouse Name,Buyer Username\n"
      + "Platform unique order ID.,Order status.,Seller SKU.,Product name.,,SKU sold quantity.,,,Order created time.,,,,\n"
      + "576461234567890123\t,Completed,TT-1,Mask,Red,2,1,12.50,08/03/2026 12:01:02\t,08/03/2026 12:01:40\t,,UK1,secret\n"
      + "576461234567890124\t,Canceled,TT-1,Mask,Red,1,0,12.50,08/03/2026 12:03:02\t,,08/03/2026 13:00:00\t,UK1,secret\n"
    let (events, rejected) = try Self.read(Data(text.utf8))
    #expect(rejected.isEmpty)
    #expect(events.map(\.type) == [.created, .paid, .refunded, .created, .cancelled])
    #expect(events[2].quantity == 1)
    #expect(events.first?.eventTime == Self.time("2026-03-08T12:01:02Z"))
    #expect(events.first?.warehouse == "UK1")
  }

  @Test func readsAShopifyExport() throws {
    let text =
      "Name,Email,Financial Status,Paid at,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
      + "Cancelled at,Shipping Province,Source\n"
      + "#1001,a@b.c,paid,2026-03-08 12:01:40 -0500,2026-03-08 12:01:02 -0500,1,Mask,12.50,M-1,,CA,web\n"
      + "#1001,a@b.c,,,,3,Soap,2.00,S-1,,,\n"
    let (events, rejected) = try Self.read(Data(text.utf8))
    #expect(rejected.isEmpty)
    #expect(
      events.map { "\($0.orderID) \($0.type.rawValue) \($0.quantity)" } == [
        "#1001/M-1 created 1", "#1001/M-1 paid 1", "#1001/S-1 created 3", "#1001/S-1 paid 3",
      ])
    #expect(events.allSatisfy { $0.region == "CA" })
    #expect(events.last?.eventTime == Self.time("2026-03-08T12:01:40-05:00"))
  }

  @Test func readsAnythingElseByAMapping() throws {
    let text = "单号;货号;件数;金额;时间\nA1;SKU021;2;5990;8.3.2026 20:01\n"
    let columns = try OrderColumns.parse(
      "order_id=单号,sku=货号,qty=件数,unit_price=金额,created_time=时间,price_unit=fen,zone=+08:00,dates=dmy")
    let (events, rejected) = try Self.read(Data(text.utf8), columns: columns)
    #expect(rejected.isEmpty)
    #expect(events.first?.unitPrice == Money("59.9"))
    #expect(events.first?.eventTime == Self.time("2026-03-08T20:01:00+08:00"))
    #expect(throws: ColumnMappingError.self) { try OrderColumns.parse("order=单号") }
    #expect(throws: ColumnMappingError.self) { try OrderColumns.parse("price_unit=cents") }
  }

  @Test func matchesUnknownSKUsByNameWhereThatIsCertain() throws {
    let catalog = Catalog([
      Product(sku: "SKU021", name: "五常大米", aliases: ["米"]), Product(sku: "SKU022", name: "小米", aliases: ["米"]),
    ])
    let text =
      "order_id,event_type,sku,product_name,qty,unit_price,event_time\n"
      + "1,created,sku021,,1,1,2026-03-08T20:00:00+08:00\n2,created,X,五常大米,1,1,2026-03-08T20:00:00+08:00\n"
      + "3,created,Y,米,1,1,2026-03-08T20:00:00+08:00\n"
    let file = try TemporaryFile(text)
    let events = try OrderReader.readAll(file.url, catalog: catalog).events
    #expect(events.map(\.sku) == ["SKU021", "SKU021", "Y"])
    let check = try OrderFileCheck.run(file.url, catalog: catalog)
    #expect(check.unknownSKUs.map(\.sku) == ["Y"])
  }

  @Test func checkSaysWhatItUnderstoodAndWhatNot() throws {
    let catalog = Catalog([Product(sku: "SKU1", name: "大米", livePrice: Money("29.9"))])
    let text =
      OrderReaderTests.header
      + "E1,O1,created,SKU1,,1,2990,,W,s,secret,2026-03-08T19:30:09+08:00,\n"
      + "E2,O2,created,SKU9,,1,1,,W,s,secret,2026-03-08T19:30:10+08:00,\nE3,O3,created,SKU1,,x,1,,,,,,\n"
    let day = try #require(Self.time("2026-04-10T20:00:00+08:00"))
    let file = try TemporaryFile(text)
    let check = try OrderFileCheck.run(
      file.url, catalog: catalog, show: day...(day + 3600), now: day + -40 * 86_400)
    let lines = check.lines()
    #expect(lines.first == "orders.csv: read as liveshelf")
    #expect(lines.contains("  order_id <- order_id"))
    #expect(lines.contains("  not read: user"))
    #expect(lines.contains("events: 2 created"))
    #expect(lines.contains("rejected rows: 1"))
    #expect(check.warnings.contains { $0.contains("SKU9 (1)") })
    #expect(check.warnings.contains { $0.contains("price_unit=fen") })
    #expect(check.warnings.contains { $0.contains("another day") })
    #expect(check.warnings.contains { $0.contains("in the future") })
    #expect(check.warnings.contains { $0.contains("no ingest times") })
  }

  @Test func readsRealOrders() throws {
    guard let folder = TestData.large?.appending(path: "orders") else {
      print("skipped: the folder of real orders is absent")
      return
    }
    let columns = try OrderColumns.parse(
      "order_id=order_id,sku=product_id,unit_price=price,created_time=purchase_ts,paid_time=approved_ts,"
        + "status=status,warehouse=seller_id,zone=-03:00")
    let file = folder.appending(path: "olist_timeline.csv")
    let (events, rejected) = try OrderReader.readAll(file, columns: columns)
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).count - 1
    let created = events.count { $0.type == .created }
    print("real orders: \(rows) rows, \(created) created, \(events.count) events, \(rejected.count) rejected")
    #expect(created + rejected.count == rows)
    #expect(rejected.isEmpty)
  }
}
