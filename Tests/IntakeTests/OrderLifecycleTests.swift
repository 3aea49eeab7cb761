import Foundation
import LiveshelfCore
import Testing

@testable import Intake

/// What exports of many shops say in their words becomes the same events.
@Suite struct OrderLifecycleTests {
  static func events(
    _ text: String, columns: String? = nil, catalog: Catalog? = nil
  ) throws -> (events: [String], rejected: [RejectedRow], doubts: [String]) {
    let read = try ExportTableTests.orders(
      Data(text.utf8), columns: try columns.map { try OrderColumns.parse($0) }, catalog: catalog)
    return (read.events.map { "\($0.type.rawValue) \($0.sku) \($0.quantity)" }, read.rejected, read.doubts)
  }

  static let catalog = Catalog([
    Product(sku: "A-1", name: "杯子"), Product(sku: "B-2", name: "口红"), Product(sku: "3610000000000000017", name: "牛肉"),
    Product(sku: "0071", name: "毛巾"),
  ])

  // MARK: - Statuses

  @Test(arguments: [
    // Pinduoduo: status and after-sale in one text, with and without dispatch.
    ("未发货，退款成功", "-", "", ["created A-1 2", "paid A-1 2", "cancelled A-1 2"]),
    ("已发货，退款成功", "2026-04-11 09:00:00", "", ["created A-1 2", "paid A-1 2", "shipped A-1 2", "refunded A-1 2"]),
    ("已取消", "", "", ["created A-1 2", "paid A-1 2", "cancelled A-1 2"]),
    ("已发货，待签收", "2026-04-11 09:00:00", "无售后或售后取消", ["created A-1 2", "paid A-1 2", "shipped A-1 2"]),
    ("已签收", "2026-04-11 09:00:00", "退款中", ["created A-1 2", "paid A-1 2", "shipped A-1 2"]),
    ("待发货", "", "退款关闭", ["created A-1 2", "paid A-1 2"]),
    ("已关闭", "", "退款成功", ["created A-1 2", "paid A-1 2", "cancelled A-1 2"]),
    ("交易成功", "2026-04-11 09:00:00", "退货退款成功", ["created A-1 2", "paid A-1 2", "shipped A-1 2", "refunded A-1 2"]),
    (
      "Completed", "2026-04-11 09:00:00", "Return completed",
      ["created A-1 2", "paid A-1 2", "shipped A-1 2", "refunded A-1 2"]
    ),
    ("已完成", "2026-04-11 09:00:00", "已关闭", ["created A-1 2", "paid A-1 2", "shipped A-1 2"]),
  ])
  func statusesInWords(_ status: String, _ shipped: String, _ refund: String, _ expected: [String]) throws {
    let text = """
      订单号,商家编码,商品数量,下单时间,付款时间,发货时间,订单状态,售后状态
      250410-1,A-1,2,2026-04-10 20:00:01,2026-04-10 20:00:05,\(shipped),\(status),\(refund)
      """
    #expect(try Self.events(text).events == expected)
  }

  @Test func withoutAWordOfDispatchRefundedPiecesAreTakenForSent() throws {
    let read = try Self.events(
      "订单号,商家编码,商品数量,下单时间,付款时间,订单状态,售后状态\n1,A-1,1,2026-04-10 20:00:01,2026-04-10 20:00:05,已关闭,退款成功\n")
    #expect(read.events.last == "refunded A-1 1")
    #expect(read.doubts.contains { $0.contains("dispatch") })
  }

  @Test func partsOfAnOrderComeBackByPiecesOrByMoney() throws {
    let text = """
      订单编号,子订单编号,商家编码,商品数量,商品单价,下单时间,付款时间,发货时间,订单状态,退款状态,退款金额,退货数量
      1,11,A-1,3,59.00,2026-04-10 20:00:01,2026-04-10 20:00:05,2026-04-11 09:00:00,交易成功,部分退款,,1
      2,21,A-1,3,59.00,2026-04-10 20:00:01,2026-04-10 20:00:05,2026-04-11 09:00:00,交易成功,部分退款,118.00,
      3,31,A-1,3,59.00,2026-04-10 20:00:01,2026-04-10 20:00:05,2026-04-11 09:00:00,交易成功,部分退款,10.00,
      4,41,A-1,3,59.00,2026-04-10 20:00:01,2026-04-10 20:00:05,,已关闭,退款成功,177.00,
      """
    let read = try Self.events(text)
    #expect(read.events.filter { $0.hasPrefix("refunded") } == ["refunded A-1 1", "refunded A-1 2"])
    #expect(read.events.filter { $0.hasPrefix("cancelled") } == ["cancelled A-1 3"])
    #expect(read.doubts.contains { $0.contains("1 orders were refunded in part") })
  }

  @Test func moneyOfAWholeOrderIsGivenToTheOnlyPiecesThatCostIt() throws {
    // WooCommerce: the refund is the order's, told on each of its rows.
    let text = """
      Order Number,Order Status,Order Date,SKU,Item Name,Quantity,Item Cost,Order Refund Amount,Order Total Amount,Paid Date
      501,Processing,2026-04-10 12:00:01,A-1,Cup,2,20.00,20.00,55.00,2026-04-10 12:00:05
      501,Processing,2026-04-10 12:00:01,B-2,Lipstick,1,15.00,20.00,55.00,2026-04-10 12:00:05
      502,Refunded,2026-04-10 12:00:02,A-1,Cup,1,20.00,35.00,35.00,2026-04-10 12:00:05
      502,Refunded,2026-04-10 12:00:02,B-2,Lipstick,1,15.00,35.00,35.00,2026-04-10 12:00:05
      503,Completed,2026-04-10 12:00:03,A-1,Cup,1,20.00,7.00,35.00,2026-04-10 12:00:05
      503,Completed,2026-04-10 12:00:03,B-2,Lipstick,1,15.00,7.00,35.00,2026-04-10 12:00:05
      """
    let read = try Self.events(text)
    let back = read.events.filter { $0.hasPrefix("refunded") || $0.hasPrefix("cancelled") }
    #expect(back == ["cancelled A-1 1", "refunded A-1 1", "refunded B-2 1"])
  }

  // MARK: - Rows and totals

  @Test func joinedProductsWithOneQuantityAreDividedOnlyWhereOneAnswerExists() throws {
    let text = """
      主订单编号,子订单编号,选购商品,商家编码,商品数量,商品单价,订单应付金额,订单提交时间,订单状态
      1,11;12,杯子；口红,A-1；B-2,2,59;79,138,2026-04-10 20:00:01,待发货
      2,21;22,杯子;口红,A-1;B-2,3,59;79,197,2026-04-10 20:00:02,待发货
      3,31;32,杯子;口红,A-1;B-2,4,79;79,316,2026-04-10 20:00:03,待发货
      4,41;42,杯子;口红,A-1;B-2,1,59;79,138,2026-04-10 20:00:04,待发货
      5,51;52,杯子;口红,A-1;B-2,2;5,59;79,513,2026-04-10 20:00:05,待发货
      """
    let read = try Self.events(text)
    #expect(
      read.events.filter { $0.hasPrefix("created") } == [
        "created A-1 1", "created B-2 1", "created A-1 2", "created B-2 1", "created A-1 2", "created B-2 5",
      ])
    #expect(read.rejected.map(\.line) == [4, 5])
    #expect(read.rejected.allSatisfy { $0.problem.field == "商品数量" })
  }

  @Test func codesWithTheirPiecesAreTakenApartWhereTheCatalogKnowsThem() throws {
    let text = """
      订单编号,商家编码,数量,下单时间,订单状态
      1,A-1*2+B-2,1,2026-04-10 20:00:01,待发货
      2,A-1×3,2,2026-04-10 20:00:02,待发货
      3,X+Y,1,2026-04-10 20:00:03,待发货
      """
    let read = try Self.events(text, catalog: Self.catalog)
    #expect(
      read.events.filter { $0.hasPrefix("created") } == [
        "created A-1 2", "created B-2 1", "created A-1 6", "created X+Y 1",
      ])
  }

  @Test func totalsOfAnOrderOnEachOfItsRowsAreNotEachRows() throws {
    let text = """
      订单号,商家编码,商品名称,商品数量,商品单价,订单金额,下单时间,订单状态
      1,A-1,杯子,2,59,138,2026-04-10 20:00:01,已发货
      1,B-2,口红,2,79,138,2026-04-10 20:00:01,已发货
      2,A-1,杯子,3,59,197,2026-04-10 20:00:02,已发货
      2,B-2,口红,3,79,197,2026-04-10 20:00:02,已发货
      3,A-1,杯子,4,59,236,2026-04-10 20:00:03,已发货
      """
    #expect(
      try Self.events(text).events.filter { $0.hasPrefix("created") } == [
        "created A-1 1", "created B-2 1", "created A-1 2", "created B-2 1", "created A-1 4",
      ])
    // The same rows whose amounts say that each has its own.
    let own = text.replacing(",138,", with: ",276,").replacing(",197,", with: ",414,")
    #expect(
      try Self.events(own).events.filter { $0.hasPrefix("created") }.prefix(2) == ["created A-1 2", "created B-2 2"])
  }

  @Test func amountsOfARowAreThoseOfAllPiecesUnlessTheRowsSayOtherwise() throws {
    func prices(_ rows: String) throws -> [String] {
      let text = "订单号,商家编码,商品数量,商品金额,下单时间,订单状态\n" + rows
      return try ExportTableTests.orders(Data(text.utf8)).events.filter { $0.type == .created }.map {
        $0.unitPrice?.description ?? ""
      }
    }
    let ending = ",2026-04-10 20:00:01,待发货\n"
    #expect(try prices("1,A-1,1,59\(ending)2,A-1,2,118\(ending)") == ["59", "59"])
    #expect(try prices("1,A-1,1,59\(ending)2,A-1,2,59\(ending)") == ["59", "59"])
    #expect(try prices("1,A-1,2,118\(ending)") == ["59"])
  }

  @Test func furtherProductsOfAnOrderTakeWhatItsFirstRowTells() throws {
    // Merged cells leave even the number out.
    let text = """
      订单编号,下单时间,付款时间,订单状态,商家编码,数量
      1001,2026-04-10 20:00:01,2026-04-10 20:00:05,待发货,A-1,1
      ,,,,B-2,3
      1002,2026-04-10 20:00:02,,待付款,A-1,2
      ,,,,,6
      """
    let read = try Self.events(text)
    #expect(read.events == ["created A-1 1", "paid A-1 1", "created B-2 3", "paid B-2 3", "created A-1 2"])
    #expect(read.rejected.isEmpty)
  }

  // MARK: - Products

  @Test func eachRowFindsItsProductByTheNameThatTheCatalogKnows() throws {
    let text = """
      订单编号,商品名称,商品ID,SKU ID,商家编码,商品数量,下单时间,订单状态
      1,x,3610000000000000017,99,-,1,2026-04-10 20:00:01,待发货
      2,x,3610000000000000017,99,A-1,1,2026-04-10 20:00:02,待发货
      3,x,3610000000000000017,99,旧编码,1,2026-04-10 20:00:03,待发货
      4,x,55,66,71,1,2026-04-10 20:00:04,待发货
      5,x,55,66,,1,2026-04-10 20:00:05,待发货
      """
    #expect(
      try Self.events(text, catalog: Self.catalog).events.filter { $0.hasPrefix("created") } == [
        "created 3610000000000000017 1", "created A-1 1", "created 3610000000000000017 1", "created 0071 1",
        "created 66 1",
      ])
  }

  @Test func optionsAreReadWithoutTheNamesOfTheirProperties() {
    #expect(OptionText.read("颜色分类：黑色;尺码：XL") == "黑色;XL")
    #expect(OptionText.read("颜色分类：黑色；尺码：XL", options: ["白色/XL", "黑色/XL"]) == "黑色/XL")
    #expect(OptionText.read("Red / M", options: ["M Red"]) == "M Red")
    #expect(OptionText.read("一米五") == "一米五")
  }

  // MARK: - What spreadsheets damage

  @Test func roundedNumbersAreRefusedRowByRow() throws {
    let rows = (0..<4).map { "580000000000000000,A-1,1,2026-04-10 20:0\($0)\n" }.joined()
    let read = try Self.events("订单号,商家编码,数量,下单时间\n" + rows)
    #expect(read.events.isEmpty && read.rejected.count == 4)
    #expect(read.rejected.first?.description.contains("15 digits") == true)
    let whole = try Self.events("订单号,商家编码,数量,下单时间\n" + rows.replacing("580000000000000000", with: "580000000000000123"))
    #expect(whole.rejected.isEmpty)
    let product = try Self.events("订单号,商品ID,数量,下单时间\n1,3.61E+18,1,2026-04-10 20:00\n")
    #expect(product.rejected.first?.problem.field == "商品ID")
  }

  @Test func quantitiesAndYearsFarOffAreRefused() throws {
    let text = """
      event_id,order_id,event_type,sku,qty,unit_price,event_time
      E1,O1,created,A,999999,9,2026-04-10T20:00:00+08:00
      E2,O2,created,A,1,9,2099-04-10T20:00:00+08:00
      E3,O3,created,A,1,9,0026-04-10T20:00:00+08:00
      """
    #expect(try Self.events(text).rejected.map(\.line) == [2, 3, 4])
    #expect(try Self.events(text, columns: "max_qty=1000000").rejected.map(\.line) == [3, 4])
  }

  // MARK: - Mapping and pairs of files

  @Test func aMappingAdjustsThePresetThatTheHeaderFits() throws {
    let text = """
      Order ID,Order Status,SKU ID,Seller SKU,Barcode,Quantity,Created Time,Paid Time,Cancelled Time
      57000000000000300,Shipped,17,A-1,B-2,2,04/05/2026 8:00:02 PM,04/05/2026 8:00:09 PM,
      """
    let read = try ExportTableTests.orders(Data(text.utf8), columns: try .parse("sku=Barcode,dates=mdy,zone=-07:00"))
    #expect(read.events.map(\.sku) == ["B-2", "B-2"])
    #expect(read.events.first?.eventTime == WallTime.parse("2026-04-05T20:00:02-07:00")?.time)
    let other = try ExportTableTests.orders(Data(text.utf8), columns: try .parse("preset=tiktok-shop,dates=dmy"))
    #expect(other.events.first?.eventTime == WallTime.parse("2026-05-04T20:00:02Z")?.time)
    #expect(throws: ColumnMappingError.self) { try OrderColumns.parse("preset=nowhere") }
    #expect(throws: ColumnMappingError.self) { try OrderColumns.parse("dates=ydm") }
  }

  @Test func ordersAndLinesInTwoFilesAreOne() throws {
    let list = "订单编号,订单状态,订单创建时间,订单付款时间 ,宝贝总数量\n=\"2930001\",交易成功,2026-04-10 20:00:01,2026-04-10 20:00:09,3\n"
    let lines =
      "订单编号,标题,价格,购买数量,商家编码,订单状态\n=\"2930001\",杯子,59,1,A-1,交易成功\n=\"2930001\",口红,79,2,B-2,交易成功\n=\"2930009\",口红,79,2,B-2,交易成功\n"
    let first = try TemporaryFile(list, name: "ExportOrderList1.csv")
    let second = first.url.deletingLastPathComponent().appending(path: "ExportOrderDetailList1.csv")
    // Alone each says what it lacks.
    let error = #expect(throws: IntakeError.self) { _ = try OrderReader.readAll(first.url) }
    #expect(error?.description.contains("商家编码") == true && error?.description.contains("--order-lines") == true)
    try Data(lines.utf8).write(to: second)
    for (url, other) in [(first.url, URL?.none), (second, nil), (first.url, second), (second, first.url)] {
      let (events, rejected) = try OrderReader.readAll(url, lines: other)
      #expect(events.filter { $0.type == .created }.map { "\($0.sku) \($0.quantity)" } == ["A-1 1", "B-2 2"])
      #expect(events.first?.eventTime == WallTime.parse("2026-04-10T20:00:01+08:00")?.time)
      #expect(rejected.map(\.line) == [4])
    }
  }

  @Test(arguments: [
    ("主订单编号,子订单编号,选购商品,商家编码,商品数量,订单提交时间,支付完成时间,流量体裁", "抖店"),
    ("订单编号,买家会员名,宝贝标题,商家编码,购买数量,订单创建时间,订单付款时间", "淘宝/千牛"),
    ("商品,订单号,订单状态,商品总价(元),商品数量(件),商家编码-规格维度,商家编码-商品维度,样式ID,订单成交时间", "拼多多"),
    ("订单编号,商品名称,SKU编码,成交数量,快手商品ID,订单创建时间,订单支付时间", "快手"),
    ("包裹号,订单号,SKU名称,小红书编码,SKU件数,下单时间,包裹状态", "小红书"),
    ("订单号,订单下单时间,商品名称,商品编码(平台),SKU编码(自定义),商品数量,视频号昵称", "微信小店/视频号"),
    ("订单号,商品ID,商品名称,订购数量,京东价,下单时间,付款确认时间,货号", "京东"),
    ("Order ID,Order Substatus,Seller SKU,Quantity,Created Time,RTS Time", "TikTok Shop"),
    ("Name,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku", "Shopify"),
    ("order_numeric_id,order id,product name,sku,quantity,sold_price,placed_at,cancelled_or_failed", "Whatnot"),
    (
      "Order Number,Order Status,Order Date,SKU,Item Name,Quantity (- Refund),Item Cost,Order Refund Amount",
      "WooCommerce"
    ),
    ("amazon-order-id,merchant-order-id,purchase-date,order-status,sku,item-status,quantity,item-price", "Amazon"),
    ("单号,货号,件数,下单日期", "中文导出"), ("Order No,Item Code,Units,Order Date", "English-language export"),
    ("event_id,order_id,event_type,sku,qty,event_time", "liveshelf"),
  ])
  func presetsAreKnownByTheirHeaders(_ header: String, _ title: String) {
    let names = header.split(separator: ",").map(String.init)
    let preset = OrderColumns().preset(for: names)
    #expect(preset.title == title)
    let shape = preset.shape(in: HeaderIndex(names))
    #expect(shape.missing(shape.positions(in: names)) == nil)
  }
}
