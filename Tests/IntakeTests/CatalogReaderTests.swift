import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

@Suite struct CatalogReaderTests {
  static let header = "sku,name,aliases,category,list_price,live_price,link_no,options\n"
  static let row = "SKU006,鹅绒被,羽绒被|被子,家纺,999,459.5,1,一米五|一米八\n"

  @Test func readsTheSampleCatalog() throws {
    let file = try CatalogReader.read(TestData.sample.appending(path: "catalog.csv"))
    #expect(file.catalog.products.count > 3)
    #expect(file.warnings.isEmpty)
    #expect(file.catalog.products.allSatisfy { $0.livePrice != nil && $0.linkNumber != nil })
  }

  @Test(arguments: ["plain", "mark", "gb18030", "crlf", "tabs", "quoted", "json"])
  func readsEveryWriting(of style: String) throws {
    let text = Self.header + Self.row
    let data: Data =
      switch style {
      case "mark": Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
      case "gb18030": Data(gb18030: text)
      case "crlf": Data(text.replacing("\n", with: "\r\n").utf8)
      case "tabs": Data(text.replacing(",", with: "\t").utf8)
      case "quoted":
        Data(
          text.replacing("鹅绒被,", with: "\"鹅绒被\",").replacing("SKU006", with: "\"SKU006\"").dropLast().utf8)
      case "json":
        Data(
          """
          {"sku": "SKU006", "name": "鹅绒被", "aliases": ["羽绒被", "被子"], "category": "家纺", "list_price": 999,
          """.utf8)
          + Data("\"live_price\": 459.5, \"link_no\": 1, \"options\": \"一米五|一米八\"}\n".utf8)
      default: Data(text.utf8)
      }
    let file = try TemporaryFile(data, name: "catalog.csv")
    let product = try #require(try CatalogReader.read(file.url).catalog.products.first)
    let expected = Product(
      sku: "SKU006", name: "鹅绒被", aliases: ["羽绒被", "被子"], category: "家纺", listPrice: Money("999"),
      livePrice: Money("459.5"), linkNumber: 1, options: ["一米五", "一米八"])
    #expect(product == expected)
  }

  struct Mistake: Sendable {
    var text: String
    var message: String
  }

  static let mistakes: [Mistake] = [
    Mistake(text: "", message: "catalog.csv: no rows of data; give it a header line and rows"),
    Mistake(
      text: header, message: "catalog.csv: no rows of data; list the show's products, one on each row"),
    Mistake(text: "sku,colour\nA,b\n", message: "catalog.csv: column 'name' is missing; found: sku, colour"),
    Mistake(
      text: "\(header)\(row)\(row)",
      message: "catalog.csv:3: SKU 'SKU006' is already on line 2; give each product its own SKU or remove one row"),
    Mistake(
      text: "\(header)A,b,,,much,1,1,\n",
      message: "catalog.csv:2: column 'list_price': is not an amount: '‹4 characters›'; write a number such as 59.90"),
    Mistake(
      text: "\(header)A,b,,,9,-1,1,\n",
      message: "catalog.csv:2: column 'live_price': is negative: '-1'; write the price of one piece, 0 or more"),
    Mistake(
      text: "\(header)A,b,,,9,1,one,\n",
      message: "catalog.csv:2: column 'link_no': is not a whole number: '‹3 characters›'; write a number such as 12"),
    Mistake(text: "\(header),b,,,9,1,1,\n", message: "catalog.csv:2: column 'sku': is empty; fill it in"),
  ]

  @Test(arguments: mistakes)
  func saysWhatIsWrong(mistake: Mistake) throws {
    let file = try TemporaryFile(mistake.text, name: "catalog.csv")
    let error = #expect(throws: IntakeError.self) { try CatalogReader.read(file.url) }
    #expect(error?.description == mistake.message)
  }

  @Test func saysWhatIsWrongWithTheFileItself() throws {
    let folder = try TestData.temporaryFolder()
    #expect(throws: IntakeError.unreadable(file: folder.lastPathComponent, reason: "it is a folder; name a file")) {
      try CatalogReader.read(folder)
    }
    let absent = folder.appending(path: "nothing.csv")
    let error = #expect(throws: IntakeError.self) { try CatalogReader.read(absent) }
    #expect(error?.description == "nothing.csv: cannot be read: there is no such file (\(absent.path))")
    let utf16 = try TemporaryFile(
      try #require("\u{FEFF}\(Self.header)A,保温杯,,,,,1,\n".data(using: .utf16LittleEndian)), name: "catalog.csv")
    #expect(try CatalogReader.read(utf16.url).catalog.products.map(\.name) == ["保温杯"])
  }

  @Test func warnsOfALinkNumberThatIsUsedTwice() throws {
    let file = try TemporaryFile(Self.header + "A,一,,,,,7,\nB,二,,,,,7,\n", name: "catalog.csv")
    let warnings = try CatalogReader.read(file.url).warnings
    #expect(
      warnings.map(\.description) == ["catalog.csv:3: link number 7 is also on line 2; the later one holds"])
  }

  /// Product exports by their own headers, in any order, with columns that mean nothing here.
  @Test(arguments: [
    "商品ID,商品名称,商家编码,规格,类目,售价,库存\n7001,鹅绒被,A1,一米五,家纺,459,12\n7001,鹅绒被,A1,一米八,家纺,459,9\n",
    "宝贝标题,商家编码,销售属性,一口价,数量\n鹅绒被,A1,一米五,459,3\n鹅绒被,A1,一米八,459,3\n",
    "款式编码,商品编码,商品名,颜色及规格,基本售价,分类\nK1,A1,鹅绒被,一米五,459.00,家纺\nK1,A1,鹅绒被,一米八,459.00,家纺\n",
    "货品名称,货品编号,规格名称,零售价,价格\n鹅绒被,A1,一米五,999,459\n鹅绒被,A1,一米八,999,459\n",
    "Seller SKU,Product Name,Variation,Price\nA1,鹅绒被,一米五,459\nA1,鹅绒被,一米八,459\n",
  ])
  func readsExportsOfShops(_ text: String) throws {
    let products = try CatalogReader.read(Array(text.utf8), file: "export.csv").catalog.products
    let product = try #require(products.first)
    #expect(products.count == 1 && product.sku == "A1" && product.name == "鹅绒被")
    #expect(product.livePrice == Money("459") && product.options == ["一米五", "一米八"])
  }

  /// A row takes the next column where its merchant code is blank.
  @Test func fallsBackRowByRow() throws {
    let text = "商家编码,商品ID,商品名称\nA1,7001,鹅绒被\n-,7002,蚕丝被\n,7003,羽绒枕\n"
    let products = try CatalogReader.read(Array(text.utf8), file: "export.csv").catalog.products
    #expect(products.map(\.sku) == ["A1", "7002", "7003"])
  }

  @Test func aMappingNamesColumns() throws {
    let columns = try CatalogColumns.parse("sku=内部号, name=叫法,live_price=券后")
    let text = "内部号,商家编码,叫法,商品名称,券后\n9,A1,鹅绒被,【热卖】鹅绒被双人冬被加厚包邮,12.5\n"
    let product = try #require(
      try CatalogReader.read(Array(text.utf8), file: "c.csv", columns: columns).catalog.products.first)
    #expect(product.sku == "9" && product.name == "鹅绒被" && product.livePrice == Money("12.5"))
    for wrong in ["sku", "sku=", "colour=红", "=x"] {
      #expect(throws: ColumnMappingError.self) { try CatalogColumns.parse(wrong) }
    }
    let missing = #expect(throws: IntakeError.self) {
      try CatalogReader.read(Array("sku,name\nA,b\n".utf8), file: "c.csv", columns: columns)
    }
    #expect(missing?.description.contains("'sku' is missing") == true)
  }

  @Test func tellsNamesThatProductsShare() throws {
    let text = "sku,name,aliases\nA,轻薄羽绒服,羽绒服|Kova 9\nB,长款鹅绒服,羽絨服\nC,风扇,KOVA9\n"
    let warnings = try CatalogReader.read(Array(text.utf8), file: "c.csv").warnings
    #expect(warnings.map(\.line) == [3, 4], "\(warnings)")
    #expect(warnings[0].text.contains("A (line 2)"))
  }
}
