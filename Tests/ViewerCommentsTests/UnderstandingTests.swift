import LiveshelfCore
import Testing
import ViewerComments

@Suite struct UnderstandingTests {
  static let catalog = Catalog([
    Product(sku: "A", name: "云朵羊羔毛外套", aliases: ["羊羔毛"], linkNumber: 1, options: ["奶白色", "焦糖色", "大码"]),
    Product(sku: "B", name: "手工牛轧糖", aliases: ["牛轧糖", "糖"], linkNumber: 2, options: ["半斤装", "一斤装"]),
    Product(sku: "C", name: "Glowie 精华水", aliases: ["精华水"], linkNumber: 13, options: ["120ml"]),
  ])
  let interpreter = CommentInterpreter(catalog: catalog)

  @Test(arguments: [
    ("还有货吗", ViewerIntent.stock), ("焦糖色还有木有", .stock), ("啥时候补货啊", .stock), ("160斤穿什么码", .size),
    ("有没有大码", .size), ("有没有奶白色", .colour), ("能便宜点不", .price), ("多少米", .price), ("几号链接", .link),
    ("上车了没", .link), ("今天能发货吗", .shipping), ("西藏包邮吗", .shipping), ("怎么退款", .afterSale), ("太香了吧", .praise),
    ("快递慢死了 差评", .complaint), ("已拍 等发货", .bought), ("扣1", .noise), ("666", .noise), ("😂😂😂", .noise),
    ("is the brown one still in stock", .stock), ("how much is it", .price),
  ])
  func intents(text: String, intent: ViewerIntent) {
    #expect(interpreter.understand(text).intent == intent)
  }

  @Test(arguments: [
    ("羊羔毛还有吗", "A", CommentUnderstanding.Link.name), ("羊高毛还有吗", "A", .nearName), ("外套多少钱", "A", .nearName),
    ("jinghuashui 多少钱", "C", .nearName), ("糖多少钱", "B", .name), ("2号链接还有货吗", "B", .linkNumber),
    ("十三号链接什么价", "C", .linkNumber), ("glowe多少钱", "C", .nearName), ("多少钱", "C", .stage),
    ("半斤装还有吗", "B", .stage),
  ])
  func products(text: String, sku: SKU, link: CommentUnderstanding.Link) {
    let found = interpreter.understand(text, stage: StageView(current: "C", nearby: ["B"]))
    #expect(found.sku == sku)
    #expect(found.link == link)
  }

  @Test func optionsAreThoseOfTheCatalog() {
    let stage = StageView(current: "A")
    #expect(interpreter.understand("焦糖的还有吗", stage: stage).option == "焦糖色")
    #expect(interpreter.understand("1斤装还有吗", stage: StageView(current: "B")).option == "一斤装")
    #expect(interpreter.understand("有没有紫色", stage: stage).option == nil)
  }

  @Test func aLinkThatNoProductHasIsNotTheProductOnStage() {
    #expect(interpreter.understand("88号链接还有吗", stage: StageView(current: "A")).sku == nil)
  }

  @Test func talkIsAboutNoProduct() {
    #expect(interpreter.understand("主播好美", stage: StageView(current: "A")).sku == nil)
  }

  @Test func theStageOfAViewerLagsBehind() {
    var stage = StageTimeline()
    stage.present("A", from: StreamTime(seconds: 10))
    stage.present("B", from: StreamTime(seconds: 60))
    #expect(stage.view(at: StreamTime(seconds: 5)).current == nil)
    #expect(stage.view(at: StreamTime(seconds: 65), viewerDelay: 7) == StageView(current: "A", nearby: ["B"]))
    #expect(stage.view(at: StreamTime(seconds: 65), viewerDelay: 0) == StageView(current: "B", nearby: ["A"]))
  }

  @Test(arguments: [1.0, 7, 14]) func theDelayOfViewersIsLearntFromWhatTheyName(delay: Double) {
    var stage = StageTimeline()
    var learnt = ViewerDelay()
    for number in 0..<40 { stage.present(number % 2 == 0 ? "A" : "B", from: StreamTime(seconds: 30 * Double(number))) }
    for number in 0..<240 {
      let moment = 5 * Double(number)
      let seen: SKU = Int(moment / 30) % 2 == 0 ? "A" : "B"
      learnt.observe([seen], at: StreamTime(seconds: moment + delay + StageTimeline.writingTime), on: stage)
    }
    #expect(abs(learnt.seconds - delay) <= 3)
    #expect(interpreter.candidates("羊羔毛多少钱") == ["A"])
  }

  @Test func anyTextIsUnderstoodWithoutHarm() {
    var random = SplitMix(state: 7)
    let alphabet = Array("一二三十百号链接1290.#色红白糖羊羔毛 zhngaP^$\u{0}\u{FFFD}😭🇨🇳é\t，?")
    for _ in 0..<3000 {
      let text = String(
        (0..<Int(random.next() % 40)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
      let first = interpreter.understand(text)
      #expect(first == interpreter.understand(text))
      #expect((0...1).contains(first.confidence))
    }
    #expect(interpreter.understand(String(repeating: "九", count: 100_000)).confidence >= 0)
  }
}

/// A small generator with a fixed seed (Steele, Lea, Flood 2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
