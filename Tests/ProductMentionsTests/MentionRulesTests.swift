import LiveshelfCore
import ProductMentions
import Testing

@Suite struct MentionRulesTests {
  private let catalog = Catalog([Speech.product("COAT", "羊绒大衣"), Speech.product("FRYER", "空气炸锅", link: 7)])

  private func kinds(_ text: String, rules: MentionRules = .standard) -> [MentionKind] {
    var finder = MentionFinder(catalog: catalog, rules: rules)
    return finder.consume(Speech.utterance(text)).map(\.kind)
  }

  @Test(arguments: [
    ("今天给大家带来的是羊绒大衣", MentionKind.presenting), ("羊绒大衣", .presenting), ("待会儿还有羊绒大衣不要走开", .announcing),
    ("比羊绒大衣要薄一点", .comparing), ("很多人问和羊绒大衣有什么区别", .comparing), ("搭配羊绒大衣一起穿", .passing),
    ("刚才没抢到羊绒大衣的再来", .recalling), ("羊绒大衣卖完了", .soldOut), ("羊绒大衣今天只要九十九", .price),
    ("倒数三个数羊绒大衣", .countdown), ("三二一上7号链接", .countdown),
  ])
  func tellsTheKind(_ text: String, _ kind: MentionKind) {
    #expect(kinds(text) == [kind])
  }

  @Test func cuesAreComparedBySound() {
    #expect(kinds("带会儿还有羊绒大衣") == [.announcing])
    #expect(kinds("羊绒大衣麦完了") == [.soldOut])
  }

  @Test func aCueOfAnotherClauseDoesNotCount() {
    #expect(kinds("卖完了，看这款羊绒大衣") == [.presenting])
  }

  @Test func operatorsAddRules() throws {
    let rules = try MentionRules("[recalling]\n昨天的 *  # a comment\n\n[announcing]\n明天见 * 哦\n")
    #expect(kinds("昨天的羊绒大衣", rules: rules) == [.recalling])
    #expect(kinds("明天见羊绒大衣哦", rules: rules) == [.announcing])
    #expect(kinds("羊绒大衣卖完了", rules: rules) == [.presenting])
    #expect(throws: Never.self) { try MentionRules(MentionRules.standardText) }
  }

  @Test(arguments: [
    ("[selling]\n买 *", MentionRulesError.unknownKind(line: 1, "[selling]")),
    ("买 *", .patternBeforeKind(line: 1, "买 *")), ("[price]\n原价", .oneNameWanted(line: 2, "原价")),
    ("[price]\n* 和 *", .oneNameWanted(line: 2, "* 和 *")), ("\n[price]\n*", .noWords(line: 3, "*")),
    ("[price]\n" + String(repeating: "价", count: 30) + "*", .tooLong(line: 2, limit: 24)),
  ])
  func refusesUnreadableRules(_ text: String, _ error: MentionRulesError) {
    #expect(throws: error) { try MentionRules(text) }
    #expect(error.description.contains("mention rules"))
  }
}
