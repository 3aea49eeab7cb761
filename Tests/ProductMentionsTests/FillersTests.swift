import LiveshelfCore
@testable import ProductMentions
import Testing

@Suite("Names that a filler interrupts") struct FillersTests {
  private let catalog = Catalog([
    Speech.product("WOOL", "羊绒衫"), Speech.product("WHEY", "乳清蛋白", "蛋白粉"), Speech.product("SHEET", "防晒霜"),
    Speech.product("FRYER", "air fryer"),
  ])

  @Test(
    "are found, with the filler in what was heard",
    arguments: [
      ("我自己的羊绒，就那个，衫已经用空了", "WOOL", "羊绒，就那个，衫"), ("这款乳饿清蛋白我等了一个月", "WHEY", "乳饿清蛋白"),
      ("来看蛋，嗯，白粉啊", "WHEY", "蛋，嗯，白粉"), ("this air, um, fryer is great", "FRYER", "air, um, fryer"),
    ])
  func found(text: String, sku: SKU, heard: String) {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance(text))
    #expect(mentions.map(\.sku) == [sku])
    #expect(mentions.first?.heard == heard)
  }

  @Test("Fillers between names and beside them change nothing")
  func beside() {
    var finder = MentionFinder(catalog: catalog)
    let mentions = finder.consume(Speech.utterance("那个羊绒衫呃还有那个蛋白粉嗯"))
    #expect(mentions.map(\.heard) == ["羊绒衫", "蛋白粉"])
    #expect(finder.skus(in: "那个羊，那个什么，毛的衣服", at: 20).isEmpty)
  }

  @Test("The recogniser is asked for the name as it was said")
  func rescoring() throws {
    let asked = Asked()
    var finder = MentionFinder(catalog: catalog)
    finder.options.doubtful = 0...1
    let mentions = finder.consume(Speech.utterance("我羊绒那个衫很好"), rescorer: asked)
    #expect(asked.texts == ["羊绒那个衫"])
    #expect(mentions.map(\.sku) == ["WOOL"])
  }

  private final class Asked: SpeechRescorer {
    var texts: [String] = []

    func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws -> SpanScores? {
      self.texts += texts
      return SpanScores(
        readings: [SpanScores.Reading(text: "我羊绒那个衫很", logProbability: -3)], texts: texts.map { _ in -3 })
    }
  }
}
