import LiveshelfCore
import ProductMentions
import Testing

@Suite struct MentionFinderTests {
  private let catalog = Catalog([
    Speech.product("WOOL", "羊毛衫", link: 1), Speech.product("CASHMERE", "羊绒衫", link: 2),
    Speech.product("QUILT", "鹅绒被", "羽绒被", "被子", link: 3), Speech.product("LIPSTICK", "丝绒哑光口红", "口红", "哑光口红"),
    Speech.product("CUP", "316不锈钢保温杯", "保温杯"), Speech.product("NOODLES", "酸辣粉", "粉"),
    Speech.product("SHIRT", "纯棉T恤"), Speech.product("FRYER", "air fryer", "Philips 空气炸锅", link: 25),
  ])

  @Test func findsTheWrittenName() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("今天给大家带来的是羊绒衫", at: 10))
    #expect(mentions.map(\.sku) == ["CASHMERE"])
    #expect(mentions.first?.heard == "羊绒衫")
    #expect(mentions.first.map { abs($0.start.seconds - 11.35) < 0.001 } == true)
    #expect(mentions.first.map { abs($0.end.seconds - 11.8) < 0.001 } == true)
    #expect(mentions.first.map { $0.detectedAt >= $0.end } == true)
  }

  @Test func findsNamesBySound() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "这个洋绒山真的好") == ["CASHMERE"])
    #expect(finder.skus(in: "来看一下养毛衫啊", at: 10) == ["WOOL"])
    #expect(finder.skus(in: "这款施荣压光口红", at: 20) == ["LIPSTICK"])
  }

  @Test func findsOnHearingAgainWhatWasMissedAndNothingTwice() {
    var finder = MentionFinder(catalog: catalog)
    // The first name is understood at once, the second one only when the sentence is heard as a whole.
    #expect(finder.consume(Speech.utterance("这个羊绒衫和三零一", at: 10)).map(\.sku) == ["CASHMERE"])
    let again = Speech.utterance("这个羊绒衫和酸辣粉都很好", at: 10.1)
    let judgements = finder.reconsider(again)
    #expect(judgements.map(\.mention.sku) == ["NOODLES"])
    #expect(judgements.allSatisfy { $0.mention.detectedAt == again.detectedAt })
    #expect(finder.reconsider(again).isEmpty)
  }

  @Test func anotherNameInThePlaceOfAMentionIsLeftOut() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "这个羊绒衫真的好", at: 10) == ["CASHMERE"])
    #expect(finder.reconsider(Speech.utterance("这个羊毛衫真的好", at: 10)).isEmpty)
  }

  /// An alias that hosts say all the time is no mention by itself: only beside another name of the product.
  @Test func everydayAliasesAreNoMentionAlone() {
    let catalog = Catalog([
      Speech.product("CREAM", "婴儿保湿霜", "宝宝"), Speech.product("BOX", "年货大礼盒", "家人们", "姐妹"),
      Speech.product("APPLE", "烟台红富士", "苹果"),
    ])
    var finder = MentionFinder(catalog: catalog)
    for (place, text) in ["宝宝们晚上好", "宝宝你们看", "家人们来了没有", "姐妹这个价格真的好", "谢谢这个宝宝的关注"].enumerated() {
      #expect(finder.skus(in: text, at: Double(place) * 10).isEmpty, "\(text)")
    }
    #expect(finder.skus(in: "来看婴儿保湿霜", at: 70) == ["CREAM"])
    #expect(finder.skus(in: "大家看这款宝宝", at: 80) == ["CREAM"])
    // What is sold may be an everyday word.
    #expect(finder.skus(in: "我们的苹果是现摘的", at: 200) == ["APPLE"])
  }

  @Test func takesTraditionalCharactersForSimplified() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("這款鵝絨被很輕"))
    #expect(mentions.map(\.sku) == ["QUILT"])
    #expect(mentions.first?.heard == "鵝絨被")
  }

  @Test(arguments: ["三一六不锈钢保温杯", "三百一十六不锈钢保温杯", "316不锈钢保温杯"])
  func takesNumbersEitherWay(_ text: String) {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("这个\(text)很好"))
    #expect(mentions.map(\.name) == ["316不锈钢保温杯"])
    #expect(mentions.first?.heard == text)
  }

  @Test func hearsLatinWordsAndLetters() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "this air fryer is great") == ["FRYER"])
    #expect(finder.skus(in: "这件纯棉t恤", at: 10) == ["SHIRT"])
    #expect(finder.skus(in: "飞利浦 phillips空气炸锅", at: 20) == ["FRYER"])
    #expect(finder.skus(in: "a fair price", at: 300).isEmpty)
  }

  @Test func theLongestOfNestedNamesWins() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("这款羽绒被子还有哑光口红"))
    #expect(mentions.map(\.name) == ["羽绒被", "哑光口红"])
  }

  @Test func doesNotInventProducts() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "我们仓库的同事今天加班发货没有抢到的不要着急").isEmpty)
    #expect(finder.skus(in: "").isEmpty)
    #expect(finder.consume(Utterance(start: .zero, end: .zero, detectedAt: .zero, hypotheses: [])).isEmpty)
  }

  @Test func oneSyllableMustStandAlone() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "粉色的快没有了").isEmpty)
    #expect(finder.skus(in: "各位粉丝晚上好", at: 10).isEmpty)
    #expect(finder.skus(in: "大家看这款粉", at: 20) == ["NOODLES"])
  }

  @Test func joinsANameSplitBetweenUtterances() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "今天带来的是丝绒哑", at: 0).isEmpty)
    let mentions = finder.consume(Speech.utterance("光口红家人们", at: 9 * Speech.pace))
    #expect(mentions.map(\.sku) == ["LIPSTICK"])
    #expect(mentions.first?.heard == "丝绒哑光口红")
  }

  @Test func reportsASpokenNameOnce() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "这个是羊毛衫", at: 0) == ["WOOL"])
    #expect(finder.skus(in: "羊毛衫很好", at: 3 * Speech.pace).isEmpty)
    #expect(finder.skus(in: "羊毛衫羊毛衫", at: 9) == ["WOOL", "WOOL"])
  }

  @Test func alternativesCount() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("这个压官空还行", "这个哑光口红行", at: 0))
    #expect(mentions.map(\.sku) == ["LIPSTICK"])
  }

  @Test func anUnlikelyNameIsLessSure() throws {
    var finder = MentionFinder(catalog: catalog)
    finder.options.minimumConfidence = 0
    let sure = finder.consume(Speech.utterance(["这款口红很好", "这款口红很号"], at: 0, logProbabilities: [-2, -5]))
    finder = MentionFinder(catalog: catalog, options: finder.options)
    let unsure = finder.consume(Speech.utterance(["这款口红很好", "这款空洪很好"], at: 9, logProbabilities: [-12, -3]))
    #expect(try #require(sure.first).confidence > (try #require(unsure.first).confidence))
  }

  @Test func understandsLinkNumbers() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("准备好了没有二十五号链接"))
    #expect(mentions.map(\.sku) == ["FRYER"])
    #expect(mentions.first?.basis == .linkNumber)
    #expect(finder.skus(in: "拍3号连接", at: 10) == ["QUILT"])
    #expect(finder.skus(in: "九十九号链接", at: 20).isEmpty)
  }

  @Test func aSharedNameMeansTheProductSpokenOfLast() {
    var finder = MentionFinder(
      catalog: Catalog([Speech.product("A", "轻薄羽绒服", "羽绒服"), Speech.product("B", "长款鹅绒服", "羽绒服")]))
    finder.options.minimumConfidence = 0
    let open = finder.consume(Speech.utterance("这件羽绒服", at: 0))
    #expect(open.count == 1)
    #expect(finder.skus(in: "来看长款鹅绒服", at: 10) == ["B"])
    let resolved = finder.consume(Speech.utterance("这件羽绒服", at: 60))
    #expect(resolved.map(\.sku) == ["B"])
    #expect((resolved.first?.confidence ?? 0) > (open.first?.confidence ?? 1))
  }

  @Test func theSameSpeechGivesTheSameMentions() {
    let speech = (0..<40).map { Speech.utterance("比羊毛衫要厚的养绒山", "鼻羊毛衫要后的羊绒山", at: Double($0) * 5) }
    var (first, second) = (MentionFinder(catalog: catalog), MentionFinder(catalog: catalog))
    #expect(speech.flatMap { first.consume($0) } == speech.flatMap { second.consume($0) })
  }
}
