import LiveshelfCore
import ProductMentions
import Testing

@Suite struct CatalogCheckTests {
  private func problems(_ products: Product...) -> [SKU: [CatalogFinding.Problem]] {
    Dictionary(grouping: CatalogCheck(Catalog(products)).findings, by: \.sku).mapValues { $0.map(\.problem) }
  }

  @Test func aClearCatalogHasNoFindings() {
    #expect(problems(Speech.product("A", "电动牙刷"), Speech.product("B", "玻尿酸面膜")).isEmpty)
  }

  @Test func tellsWhatCannotBeHeard() {
    let found = problems(Speech.product("A", "🎁✨"), Speech.product("B", "酸辣粉", "粉"), Speech.product("C", "苹果"))
    #expect(found["A"] == [.unusable(.nothingToHear)])
    #expect(found["B"] == [.oneSyllable])
    #expect(found["C"] == [.everydayWord])
  }

  @Test func tellsWordsThatHostsSayAllTheTime() {
    let found = problems(
      Speech.product("A", "宝宝霜", "宝宝"), Speech.product("B", "家人礼盒", "家人们"), Speech.product("C", "福气茶", "寶貝"),
      Speech.product("D", "rose serum", "Babe"))
    for sku in ["A", "B", "C", "D"] as [SKU] {
      #expect(found[sku]?.contains(.hostTalk) == true, "\(sku): \(found)")
    }
  }

  @Test func tellsWhichNamesAreConfused() throws {
    let found = problems(
      Speech.product("A", "山药脆片"), Speech.product("B", "三药脆片"), Speech.product("C", "保温杯"),
      Speech.product("D", "不锈钢保温杯"), Speech.product("E", "湿巾"))
    guard case .soundsLike(let name, let sku, let distance) = try #require(found["A"]?.first) else {
      Issue.record("wanted a name that sounds alike, found \(String(describing: found["A"]))")
      return
    }
    #expect(name == "三药脆片" && sku == "B" && distance < 0.1)
    #expect(found["C"] == [.contained(in: "不锈钢保温杯", sku: "D")])
    guard case .soundsLikeEverydayWord = try #require(found["E"]?.first) else {
      Issue.record("wanted an everyday word, found \(String(describing: found["E"]))")
      return
    }
  }

  @Test func tellsWhatIsShared() {
    let found = problems(
      Speech.product("A", "轻薄羽绒服", "羽绒服", link: 3), Speech.product("B", "长款鹅绒服", "羽绒服", link: 3))
    #expect(found["A"]?.contains(.shared(with: ["B"])) == true)
    #expect(found["B"]?.contains(.sharedLinkNumber(3, with: "A")) == true)
  }

  @Test func everyFindingTellsTheRemedyInALine() {
    let findings = CatalogCheck(
      Catalog([
        Speech.product("A", "🎁"), Speech.product("B", "粉"), Speech.product("C", "苹果", "羊毛衫", link: 1),
        Speech.product("D", String(repeating: "长", count: 60), link: 1), Speech.product("E", "羊毛衫"),
        Speech.product("F", "年货礼盒", "福利"),
      ])
    ).findings
    #expect(findings.count >= 6)
    for finding in findings {
      #expect(finding.description.contains(finding.sku.text) && !finding.description.contains("\n"))
    }
  }
}
