import LiveshelfCore
import ProductMentions
import Testing

@Suite("Doubtful names") struct DoubtfulNamesTests {
  private let catalog = Catalog([
    Speech.product("WOOL", "羊绒衫", "绒衫"), Speech.product("WASHER", "洗地机"), Speech.product("POT", "珐琅炖锅", "炖锅"),
    Speech.product("WOK", "炒锅"),
  ])
  /// Sounds like a name, and not enough like it.
  private let doubtful = "我们来看杨荣然多少"

  private func finder() -> MentionFinder { MentionFinder(catalog: catalog) }

  @Test("A name that is doubtful by itself is known as such")
  func premise() throws {
    var finder = finder()
    finder.options.minimumConfidence = 0
    let judgement = try #require(finder.judge(Speech.utterance(doubtful)).first { $0.mention.sku == "WOOL" })
    #expect((0.02..<0.5).contains(judgement.mention.confidence), "\(judgement.mention.confidence)")
  }

  @Test(
    "It is reported once the product is named clearly, before or after, with its own times", arguments: [true, false])
  func settled(clearFirst: Bool) throws {
    var finder = finder()
    let clear = Speech.utterance("这个羊绒衫真的好", at: clearFirst ? 10 : 30)
    let unclear = Speech.utterance(doubtful, at: clearFirst ? 30 : 10)
    let first = finder.consume(clearFirst ? clear : unclear)
    #expect(first.map(\.sku) == (clearFirst ? ["WOOL"] : []))
    let second = finder.consume(clearFirst ? unclear : clear)
    let both = first + second
    #expect(both.map(\.sku) == ["WOOL", "WOOL"])
    let late = try #require(both.first { $0.heard.contains("荣") })
    #expect(abs(late.start.seconds - unclear.start.seconds - 4 * Speech.pace) < 0.01)
    #expect(late.detectedAt == max(unclear.detectedAt, clear.detectedAt))
    #expect(late.confidence >= finder.options.minimumConfidence)
    // Nothing is told twice.
    #expect(finder.consume(Speech.utterance("还有一个羊绒衫", at: 50)).count == 1)
  }

  @Test("It stays unsaid when the product is named minutes away, or only another one is")
  func apart() {
    var finder = finder()
    #expect(finder.skus(in: doubtful, at: 10).isEmpty)
    #expect(finder.skus(in: "来看一下洗地机", at: 20) == ["WASHER"])
    #expect(finder.skus(in: "这个羊绒衫真的好", at: 150) == ["WOOL"])
  }

  @Test("A phrase that sounds like a name does not become one by being said often")
  func phrase() {
    var finder = finder()
    for time in 0..<12 { #expect(finder.skus(in: doubtful, at: 8 * Double(time)).isEmpty) }
  }

  @Test("It can be left out")
  func switchedOff() {
    var finder = finder()
    finder.options.settlesDoubtful = false
    #expect(finder.skus(in: "这个羊绒衫真的好", at: 10) == ["WOOL"])
    let alone = finder.skus(in: doubtful, at: 90)
    #expect(finder.skus(in: "这个羊绒衫真的好", at: 110) == ["WOOL"])
    #expect(alone.isEmpty || alone == ["WOOL"])
  }

  @Test("The same speech gives the same mentions, and none overlaps another of its product")
  func deterministic() {
    let texts = [doubtful, "这个羊绒衫真的好", "发郎冬国很重", "大郎盾国不粘", "这个珐琅炖锅", "花狼冬果一看", "习敌己一台", "来看洗地机"]
    func run() -> [Mention] {
      var finder = finder()
      return (0..<24).flatMap { finder.consume(Speech.utterance(texts[$0 % texts.count], at: 5 * Double($0))) }
    }
    let mentions = run()
    #expect(mentions == run())
    for (index, mention) in mentions.enumerated() {
      #expect(mention.end <= mention.detectedAt)
      #expect(
        !mentions[..<index].contains { $0.sku == mention.sku && $0.start < mention.end && mention.start < $0.end })
    }
  }
}
