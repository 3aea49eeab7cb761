import Foundation
import LiveshelfCore
import Testing

@testable import Intake

/// Tables as exports leave them: what stands above, between and below the rows, and documents that are no text.
@Suite struct ExportTableTests {
  static let header = "订单编号,商家编码,商品数量,商品单价,订单提交时间,支付完成时间,订单状态"
  static let row = "7000000000000000123,A-1,2,59.00,2026-04-10 20:00:01,2026-04-10 20:00:09,已发货"

  static func orders(
    _ data: Data, name: String = "orders.csv", columns: OrderColumns? = nil, catalog: Catalog? = nil
  ) throws -> (events: [OrderEvent], rejected: [RejectedRow], doubts: [String]) {
    let file = try TemporaryFile(data, name: name)
    var reader = try OrderReader(file.url, columns: columns, catalog: catalog)
    var (events, rejected) = ([OrderEvent](), [RejectedRow]())
    while let row = try reader.next() {
      switch row {
      case .event(let event): events.append(event)
      case .rejected(let row): rejected.append(row)
      }
    }
    return (events, rejected, reader.doubts)
  }

  private func created(_ text: String, encoding: String.Encoding = .utf8) throws -> [OrderEvent] {
    let read = try Self.orders(try #require(text.data(using: encoding)))
    #expect(read.rejected.isEmpty)
    return read.events.filter { $0.type == .created }
  }

  @Test func passesOverTitlesRepeatedHeadersAndTotals() throws {
    let text = """
      店铺：示例旗舰店
      导出时间：2026-04-11 09:00:00,,,,,,

      \(Self.header)
      \(Self.row)
      \(Self.header)
      7000000000000000124,A-1,1,59.00,2026-04-10 20:00:02,-,待付款
      合计,,3,,,,
      """
    let events = try created(text)
    #expect(events.map(\.quantity) == [2, 1])
  }

  @Test(arguments: [";", "\t", "|"])
  func readsAnySeparator(_ mark: String) throws {
    let lines = [Self.header, Self.row].map { $0.replacing(",", with: mark) }.joined(separator: "\r\n")
    #expect(try created(lines).map(\.quantity) == [2])
    #expect(try created("sep=\(mark)\r\n\(lines)").map(\.quantity) == [2])
  }

  @Test func linesCountFromTheTopOfTheFile() throws {
    let read = try Self.orders(Data("sep=,\n标题\n\(Self.header)\n\(Self.row.replacing(",2,", with: ",两,"))\n".utf8))
    #expect(read.rejected.map(\.line) == [4])
    #expect(read.rejected.first?.problem.field == "商品数量")
  }

  @Test func readsUTF16AndGB18030() throws {
    let text = "\(Self.header)\r\n\(Self.row)\r\n"
    #expect(try created(text, encoding: .utf16).count == 1)
    #expect(try Self.orders(Data(gb18030: text)).events.first?.quantity == 2)
  }

  /// Taiwan's exports: Excel there writes code page 950.
  @Test func readsBig5() throws {
    let encoding = String.Encoding(rawValue: 0x8000_0423)
    let text = "訂單編號,商品選項貨號,數量,單價,訂單成立日期,訂單狀態\r\n2604,A-1,2,59,2026-04-10 20:00,待出貨\r\n"
    let events = try created(text, encoding: encoding)
    #expect(events.map(\.quantity) == [2])
    #expect(events.first?.sku == "A-1")
  }

  /// Rows of a workbook that point to one long text, or stand far to the right, are larger than their file.
  @Test func tablesThatGrowBeyondMeasureAreRefused() throws {
    let long = String(repeating: "x", count: 100_000)
    let row = "<row>" + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 100) + "</row>"
    let book = SampleBook.archive(
      sheet: "<worksheet><sheetData>" + String(repeating: row, count: 40) + "</sheetData></worksheet>",
      strings: "<sst><si><t>\(long)</t></si></sst>")
    let error = #expect(throws: IntakeError.self) { try Self.orders(book, name: "orders.xlsx") }
    #expect(error?.description.contains("MiB") == true)
  }

  /// Scripts that are not closed must not be looked through again and again.
  @Test func pagesWithoutEndAreReadOnce() {
    let page = Array(("<html>" + String(repeating: "<script>", count: 100_000)).utf8)
    #expect(throws: IntakeError.self) { try Self.orders(Data(page), name: "orders.xls") }
  }

  @Test(arguments: [
    "26-04-10 20:00:01", "20260410 20:00:01", "下午8:00:01 2026/4/10", "2026年4月10日 晚上8:00:01", "星期五 2026-04-10 20:00:01",
    "2026-04-10 20:00:01.0",
  ]) func readsTimesOfChina(_ time: String) throws {
    let events = try created("\(Self.header)\n7,A-1,2,59.00,\(time),,已发货\n")
    #expect(events.map(\.eventTime) == [try #require(WallTime.parse("2026-04-10T20:00:01+08:00")).time])
  }

  @Test(arguments: [
    "Fri, 10 Apr 2026 20:00:01 +0800", "Fri Apr 10 2026 20:00:01 GMT+0800 (China Standard Time)",
    "Apr 10 2026 05:00:01 PDT", "April 10, 2026 5:00:01 am PDT", "2026-04-10 12:00:01 UTC",
  ]) func readsTimesThatNameTheirZone(_ time: String) throws {
    let events = try created("Order ID,SKU,Quantity,Order Date,Status\n7,A-1,2,\"\(time)\",Paid\n")
    #expect(events.map(\.eventTime) == [try #require(WallTime.parse("2026-04-10T20:00:01+08:00")).time])
  }

  /// Databases write something for a moment that never was.
  @Test(arguments: [
    "0000-00-00 00:00:00", "1970-01-01 08:00:00", "0", "NULL", "None", "1900-01-00", "0001/1/1 0:00:00", "-", "",
  ])
  func timesThatNeverWereAreNone(_ time: String) throws {
    let read = try Self.orders(
      Data("\(Self.header),取消时间\n7,A-1,2,59.00,2026-04-10 20:00:01,\(time),待付款,\(time)\n".utf8))
    #expect(read.rejected.isEmpty, "\(read.rejected)")
    #expect(read.events.map(\.type) == [.created])
  }

  /// WooCommerce subtracts from the quantity what was given back: it is not subtracted once more.
  @Test func piecesWithoutRefundsAreWhatIsLeft() throws {
    let text = """
      Order Number,Order Status,Order Date,SKU,Quantity (- Refund),Item Cost,Order Refund Amount,Order Total Amount
      1,Refunded,2026-04-10 20:00,A-1,0,59,118,118
      2,Completed,2026-04-10 20:00,A-1,1,59,59,118
      """
    let read = try Self.orders(Data(text.utf8))
    #expect(read.rejected.isEmpty)
    #expect(read.events.filter { $0.type == .created }.map(\.quantity) == [1])
    #expect(!read.events.contains { $0.type == .refunded || $0.type == .cancelled })
    #expect(read.doubts.contains { $0.contains("0 pieces") })
  }

  @Test(arguments: ["A-1/B-2", "A-1 B-2", "A-1(1)、B-2(1)", "A-1（1件）；B-2（1件）"])
  func partsOfJoinedCodesAreFound(_ codes: String) throws {
    let catalog = Catalog([Product(sku: "A-1", name: "杯"), Product(sku: "B-2", name: "壶")])
    let read = try Self.orders(
      Data("\(Self.header)\n7,\"\(codes)\",2,59.00,2026-04-10 20:00:01,,已发货\n".utf8), catalog: catalog)
    #expect(read.events.filter { $0.type == .created }.map(\.sku.text).sorted() == ["A-1", "B-2"], "\(read)")
    #expect(read.events.filter { $0.type == .created }.allSatisfy { $0.quantity == 1 })
  }

  /// A year of two digits in front, told by the file: the first number stays, the last one changes.
  @Test func readsYearsOfTwoDigitsInFront() throws {
    let rows = [28, 29, 30].map { "\($0),A-1,1,59,26/04/\($0) 20:00:00,,已发货" }.joined(separator: "\n")
    let days = try created("\(Self.header)\n\(rows)\n").map { $0.eventTime.formatted(in: .china).prefix(10) }
    #expect(days == ["2026-04-28", "2026-04-29", "2026-04-30"])
    // Days that change in front and a year that stays behind.
    let other = [26, 27, 28].map { "\($0),A-1,1,59,\($0)/04/26 20:00:00,,已发货" }.joined(separator: "\n")
    let others = try created("\(Self.header)\n\(other)\n").map { $0.eventTime.formatted(in: .china).prefix(10) }
    #expect(others == ["2026-04-26", "2026-04-27", "2026-04-28"])
  }

  /// Amazon's price of an item is that of all its pieces.
  @Test func pricesOfAllPiecesAreDivided() throws {
    let text = """
      amazon-order-id\tpurchase-date\torder-status\tsku\titem-status\tquantity\tcurrency\titem-price
      111-1\t2026-04-10T12:00:01+00:00\tShipped\tA-1\tShipped\t2\tUSD\t39.98
      111-2\t2026-04-10T12:00:02+00:00\tCancelled\tA-1\tCancelled\t0\tUSD\t
      111-3\t2026-04-10T12:00:03+00:00\tShipped\tA-1\tShipped\t1\tUSD\t19.99
      """
    let events = try created(text)
    #expect(events.map(\.quantity) == [2, 1])
    #expect(events.allSatisfy { $0.unitPrice?.hundredths == 1999 }, "\(events)")
  }

  @Test(arguments: ["2件", "2 pcs", "x2", "２", "2.0"]) func readsPiecesWithTheirUnit(_ quantity: String) throws {
    let events = try created("\(Self.header)\n7,A-1,\(quantity),59.00,2026-04-10 20:00:01,,已发货\n")
    #expect(events.map(\.quantity) == [2])
  }

  @Test(arguments: [
    (
      "amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\titem-price\n111-1\t2026-04-10T12:00:01+00:00\tShipped\tA-1\t2\t39.98",
      2
    ),
    (
      "Order Number,Item Title,Custom Label,Quantity,Sold For,Sale Date,Paid On Date\n12-3,Cup,A-1,2,$19.99,Apr-10-26,Apr-10-26",
      2
    ),
    (
      "Order ID,Order Status,Order Creation Date,SKU Reference No.,Deal Price,Quantity\n26A,To ship,2026-04-10 20:00,A-1,49.00,2",
      2
    ),
    (
      "orderItemId;sellerSku;createTime;orderNumber;unitPrice;status\n1;A-1;10 Apr 2026 20:00;5;59.00;packed\n2;A-1;10 Apr 2026 20:00;5;59.00;packed",
      2
    ),
    ("订单编号,订单状态,订单创建时间,单价(元),数量,货号,单品货号\n24,等待卖家发货,2026-04-10 20:00:01,59,2,P,A-1", 2),
  ]) func readsOtherPlatforms(_ text: String, _ pieces: Int) throws {
    let events = try created(text + "\n")
    #expect(events.map(\.quantity).reduce(0, +) == pieces)
    #expect(events.allSatisfy { $0.sku == "A-1" })
  }

  @Test func findsHeadersByTheirWords() throws {
    let text = """
      訂單編號 *,商家編碼,商品數量（件）,商品單價(元),下單時間 ,訂單狀態
      7000000000000000123,A-1,2,￥59.00,2026-04-10 20:00:01,待發貨
      """
    let events = try created(text)
    #expect(events.map(\.quantity) == [2])
    #expect(events.first?.unitPrice == Money("59", currency: .yuan))
  }

  @Test func readsTheTableOfAWebPage() throws {
    let cells = { (line: String) in line.split(separator: ",").map { "<td class=x>\($0)&nbsp;</td>" }.joined() }
    let page = """
      <html><head><style>td { color: red }</style></head><body><table><tr><td>menu</td></tr></table>
      <table><tr>\(cells(Self.header))</tr><!-- <tr> --><TR>\(cells(Self.row))</TR></table></body></html>
      """
    let read = try Self.orders(Data(page.utf8), name: "orders.xls")
    #expect(read.events.map(\.type) == [.created, .paid])
    #expect(throws: IntakeError.self) { try Self.orders(Data("<html><body>please log in</body></html>".utf8)) }
  }

  @Test func readsASpreadsheetInXMLOf2003() throws {
    let cells = { (line: String) in
      line.split(separator: ",").map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined()
    }
    let page = """
      <?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>
      <Row>\(cells(Self.header))</Row><Row>\(cells(Self.row))</Row></Table></Worksheet></Workbook>
      """
    #expect(try Self.orders(Data(page.utf8), name: "orders.xls").events.count == 2)
  }

  @Test func readsAWorkbook() throws {
    let sheet = """
      <worksheet><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>商家编码</t></is></c>\
      <c r="C2" t="str"><v>商品数量</v></c><c r="E2" t="s"><v>1</v></c></row>\
      <row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="str"><v>A-1</v></c><c r="C4"><v>2</v></c><c r="E4" s="1"><v>46122.833345</v></c></row>\
      <row r="5"><c r="A5"><v>7.0000000000000003E+18</v></c><c r="B5" t="str"><v>A-1</v></c><c r="C5"><v>1</v></c><c r="E5" s="1"><v>46122.84</v></c></row>\
      </sheetData></worksheet>
      """
    let book = TestArchive.zip([
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"隐\" state=\"hidden\" r:id=\"r9\"/><sheet name=\"订单\" r:id=\"r1\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
      ),
      (
        "xl/sharedStrings.xml",
        "<sst><si><t>订单编号</t></si><si><r><t>下单</t></r><r><t>时间</t></r></si><si><t>7000000000000000123</t></si></sst>"
      ),
      ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"),
      ("xl/worksheets/sheet1.xml", sheet),
    ])
    let read = try Self.orders(book, name: "orders.xlsx")
    #expect(read.events.map(\.quantity) == [2])
    #expect(read.events.first?.eventTime == WallTime.parse("2026-04-10T20:00:01+08:00")?.time)
    #expect(read.rejected.map(\.line) == [5])
    #expect(read.rejected.first?.description.contains("exponent") == true)
  }

  @Test func refusesWhatIsNoTableWithTheRemedy() throws {
    let cases: [([UInt8], String)] = [
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ".xlsx"), (Array("%PDF-1.7 abcdef".utf8), "PDF"),
      (Array(TestArchive.zip([("a.txt", "a")])), "ZIP"), ([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0], "workbook"),
    ]
    for (bytes, word) in cases {
      let error = #expect(throws: IntakeError.self) { try Self.orders(Data(bytes)) }
      #expect(error?.description.contains(word) == true)
    }
  }

  @Test func readsAJSONArray() throws {
    let event =
      #"{"order_id":"O,1","event_type":"created","sku":"A","qty":1,"unit_price":"9","event_time":"2026-04-10T20:00:00+08:00"}"#
    #expect(
      try Self.orders(Data("[\(event),\n \(event.replacing("O,1", with: "O]2"))]".utf8)).events.map(\.orderID) == [
        "O,1", "O]2",
      ])
  }

  @Test func messagesNeverQuoteWhatCouldBeABuyers() throws {
    let text = """
      event_id,order_id,event_type,sku,qty,unit_price,event_time
      E1,O1,王小明,A,1,9,2026-04-10T20:00:00+08:00
      E2,O2,created,A,13800001234,9,2026-04-10T20:00:00+08:00
      E3,O3,created,A,1,9,some street 5
      """
    let read = try Self.orders(Data(text.utf8))
    let said = read.rejected.map(\.description).joined()
    #expect(read.rejected.count == 3)
    for secret in ["王小明", "13800001234", "street"] { #expect(!said.contains(secret)) }
    let broken = try Self.orders(Data("{\"event_id\":\"E1\", \"user\": \"secret\n{\"x\": 1}\n".utf8))
    #expect(!broken.rejected.map(\.description).joined().contains("secret"))
  }

  @Test func everythingIsTheSameInAnyPieces() throws {
    let text =
      "sep=;\n标题\n" + [Self.header, Self.row].map { $0.replacing(",", with: ";") }.joined(separator: "\n") + "\n"
    let whole = IntakeFuzzTests.rows(Array(text.utf8), pieces: 10_000)
    #expect(whole.count == 2)
    for pieces in [1, 7, 64] { #expect(IntakeFuzzTests.rows(Array(text.utf8), pieces: pieces) == whole) }
  }
}

/// Archives for tests, without packing.
enum TestArchive {
  static func zip(_ files: [(name: String, text: String)]) -> Data {
    var (body, list): ([UInt8], [UInt8]) = ([], [])
    for (name, text) in files {
      let (bytes, title) = (Array(text.utf8), Array(name.utf8))
      let length = number(UInt32(bytes.count), 4)
      var common: [UInt8] = number(0, 2) + number(0, 2)
      common += number(0, 4) + number(checksum(bytes), 4)
      common += length + length
      common += number(UInt32(title.count), 2) + number(0, 2)
      list += number(0x0201_4B50, 4) + number(20, 2)
      list += number(20, 2) + common
      list += number(0, 4) + number(0, 2)
      list += number(0, 4) + number(UInt32(body.count), 4)
      list += title
      body += number(0x0403_4B50, 4) + number(20, 2)
      body += common + title
      body += bytes
    }
    let count = number(UInt32(files.count), 2)
    var end: [UInt8] = number(0x0605_4B50, 4) + number(0, 4)
    end += count + count
    end += number(UInt32(list.count), 4) + number(UInt32(body.count), 4)
    end += number(0, 2)
    return Data(body + list + end)
  }

  private static func number(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
