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
