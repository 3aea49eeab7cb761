import Intake
import LiveshelfCore
import Testing

/// What is listened for where a catalog has the titles of listings.
@Suite struct ListingTitleTests {
  /// A title, names that a host says, and pieces that no name may contain.
  struct Title: Sendable {
    var text: String
    var said: [String]
    var unsaid: [String]
  }

  static let titles: [Title] = [
    Title(
      text: "【今晚8点】QIMO 奇墨 智能加湿器家用静音卧室大容量5L空气净化孕妇婴儿 送香薰精油", said: ["加湿器", "Qimo加湿器"],
      unsaid: ["智能", "家用", "香薰", "5", "今晚"]),
    Title(
      text: "2027春季新款纯棉卫衣女宽松韩版百搭学生连帽外套潮ins", said: ["纯棉卫衣", "卫衣"], unsaid: ["2027", "春季", "女", "韩版", "学生"]),
    Title(
      text: "山东烟台栖霞红富士苹果10斤装新鲜水果当季整箱脆甜包邮", said: ["烟台苹果"], unsaid: ["斤", "包邮", "整箱"]),
    Title(
      text: "【第二件0元】氨基酸控油洗面奶120g*2支装男女通用深层清洁官方正品", said: ["洗面奶", "氨基酸洗面奶", "控油洗面奶"],
      unsaid: ["120", "官方", "正品", "男女"]),
    Title(
      text: "DORVA D7 手持蒸汽挂烫机家用小型便携式熨衣服神器宿舍旅行", said: ["挂烫机", "Dorva D7"], unsaid: ["小型", "宿舍", "神器"]),
    Title(
      text: "【買二送一】頭層牛皮斜挎包女2026新款百搭高級感小眾單肩包", said: ["头层牛皮斜挎包", "斜挎包"], unsaid: ["买二", "女", "2026"]),
    Title(
      text: "新疆长绒棉4件套纯棉全棉床上用品被套床单1.8m床", said: ["四件套"], unsaid: ["1", "8m"]),
    Title(
      text: "AROWIN 12 Cup Programmable Coffee Maker with Glass Carafe, Black - PRIME DEAL",
      said: ["coffee maker", "Arowin maker"],
      unsaid: ["12", "deal", "black", "cup"]),
    Title(
      text: "Merino Wool Crew Socks Men Women 6 Pairs Cushioned Hiking Moisture Wicking [BUY 2 GET 1]",
      said: ["crew socks", "wool crew socks"], unsaid: ["pairs", "buy", "women"]),
    Title(
      text: "Portable Neck Fan Bladeless Rechargeable 4000mAh USB-C Hands Free - NEW", said: ["neck fan"],
      unsaid: ["portable", "4000", "new"]),
  ]

  private func names(_ titles: String...) throws -> [SKU: [String]] {
    let rows = titles.enumerated().map { "S\($0.offset),\"\($0.element)\"\n" }.joined()
    return try CatalogReader.read(Array(("sku,name\n" + rows).utf8), file: "catalog.csv").proposedNames
  }

  @Test(arguments: titles) func findsWhatAHostSays(_ title: Title) throws {
    let found = try #require(try names(title.text)["S0"])
    for name in title.said { #expect(found.contains(name), "\(found)") }
    for piece in title.unsaid {
      #expect(!found.contains { $0.lowercased().contains(piece) }, "“\(piece)” in \(found)")
    }
    #expect(!found.contains(title.text) && found.count <= 7)
  }

  /// Measure words behind numbers are no part of a thing, and a brand may begin like a thing.
  @Test func remaindersOfSizesAndBrandsAreNoThings() throws {
    let milk = try #require(try names("飞鹤星飞帆3段婴幼儿配方奶粉12-36个月700g罐装新客专享")["S0"])
    #expect(milk.contains { $0.hasSuffix("奶粉") } && !milk.contains { $0.hasPrefix("段") }, "\(milk)")
    let diapers = try #require(try names("日本进口花王纸尿裤L54片婴儿尿不湿透气官方直营")["S0"])
    #expect(diapers.contains("纸尿裤") && !diapers.contains { $0.hasPrefix("片") }, "\(diapers)")
    let noodles = try #require(try names("李子柒螺蛳粉广西柳州正宗螺狮粉速食方便面335g*10袋")["S0"])
    #expect(noodles.contains("李子柒螺蛳粉") && !noodles.contains("李子"), "\(noodles)")
  }

  @Test func aNameIsNoTitle() throws {
    for name in ["三一六不锈钢保温杯", "Kova X9扫地机", "新疆长绒棉四件套", "vitamin C night serum", "A4打印纸", "红", "🎁"] {
      #expect(try names(name).isEmpty, "\(name)")
    }
  }

  @Test func noTwoProductsShareAName() throws {
    let found = try names(
      "【限时】三一六不锈钢保温杯大容量500ml学生便携水杯", "高硼硅玻璃保温杯女士便携泡茶杯双层水杯送杯套", "【清仓】保温杯大容量家用男女通用500ml官方正品")
    let all = found.values.flatMap(\.self)
    #expect(Set(all).count == all.count, "\(found)")
    #expect(found["S0"]?.contains("三一六不锈钢保温杯") == true)
    #expect(found["S1"]?.contains("高硼硅玻璃保温杯") == true)
    // Nothing tells the third one from the others, and that is said.
    #expect(found["S2"] == [])
    let file = try CatalogReader.read(
      Array("sku,name\nS0,保温杯大容量家用男女通用500ml官方\nS1,【清仓】保温杯大容量便携500ml正品\n".utf8), file: "catalog.csv")
    #expect(file.warnings.map(\.line) == [2, 3], "\(file.warnings)")
    #expect(file.warnings.allSatisfy { $0.text.contains("aliases") })
  }

  @Test func whatTheFileSaysHolds() throws {
    let title = "【直播专享】玻尿酸补水面膜20片装保湿提亮肤色"
    let file = try CatalogReader.read(Array("sku,name,aliases\nS0,\(title),小蓝膜|面膜\n".utf8), file: "catalog.csv")
    #expect(file.proposedNames.isEmpty)
    #expect(file.catalog.products.first?.aliases == ["小蓝膜", "面膜"])
    // A proposal never takes a name that another product was given.
    let other = try CatalogReader.read(
      Array("sku,name,aliases\nS0,\(title),\nS1,清凉贴,补水面膜\n".utf8), file: "catalog.csv")
    #expect(other.proposedNames["S0"]?.contains("补水面膜") == false)
    #expect(other.proposedNames["S0"]?.contains("玻尿酸补水面膜") == true)
  }

  @Test func theNamesCanBeWrittenAndReadAgain() throws {
    let rows = Self.titles.enumerated().map { "S\($0.offset),\"\($0.element.text)\",\n" }.joined()
    let first = try CatalogReader.read(Array(("sku,name,options\n" + rows).utf8), file: "catalog.csv")
    let second = try CatalogReader.read(Array(CatalogText.csv(first.catalog).utf8), file: "catalog.csv")
    #expect(second.proposedNames.isEmpty)
    #expect(second.catalog.products == first.catalog.products)
  }

  /// Titles of every kind of character come through, and what is proposed can be said.
  @Test func anyTextIsATitle() {
    var dice = SystemRandomNumberGenerator()
    let pieces = [
      "【", "】", "保温杯", "女", "500ml", "*", " ", "送", "X9", "新款", "🎁", "é", "｜", "(", "面膜", "4件套", "ZEN", "不锈钢",
      "\u{301}", "1",
    ]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 1...25, using: &dice)).compactMap { _ in pieces.randomElement(using: &dice) }
        .joined()
      let product = Product(sku: "A", name: text)
      guard let file = try? CatalogReader.read(Array(CatalogText.csv(Catalog([product])).utf8), file: "c.csv") else {
        continue
      }
      for name in file.proposedNames.values.joined() { #expect((2...40).contains(name.count), "\(text): \(name)") }
    }
  }
}
