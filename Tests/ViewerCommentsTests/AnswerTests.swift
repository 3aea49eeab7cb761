import Foundation
import LiveshelfCore
import TestSupport
import Testing
import ViewerComments

@Suite struct AnswerTests {
  @Test func questionsOfThreeCatalogsAreAnsweredFromTheFacts() throws {
    let file = TestData.checkout.appending(path: "Tests/ViewerCommentsTests/Answers/questions.json")
    var (questions, right, falsePromises) = (0, 0, 0)
    for set in try QuestionSet.read(file) {
      set.run { turn, answer, problems in
        questions += 1
        right += problems.isEmpty ? 1 : 0
        if answer.promisesStock, turn.promises == false { falsePromises += 1 }
        #expect(AnswerCheck.problems(of: answer.text, phrasing: answer).isEmpty, "\(turn.question): \(answer.text)")
      }
    }
    #expect(questions >= 300)
    #expect(Double(right) >= 0.97 * Double(questions))
    #expect(falsePromises == 0)
  }

  static let catalog = Catalog([
    Product(sku: "A", name: "棉麻衬衫", livePrice: Money("59.9"), linkNumber: 7, options: ["红色", "黑色"])
  ])
  let facts = StockFacts([
    "A": StockFacts.ProductFacts(stock: [
      StockFacts.Line(option: "红色", warehouse: "杭州", regions: ["浙江"], quantity: .none),
      StockFacts.Line(option: "黑色", warehouse: "杭州", regions: ["浙江"], quantity: .few),
      StockFacts.Line(option: "红色", warehouse: "广州", regions: ["广东"], quantity: .plenty),
    ])
  ])

  @Test func stockIsThatOfTheWarehouseThatShipsToTheViewer() {
    let answerer = StockAnswerer(catalog: Self.catalog)
    var zhejiang = AnswerContext(stage: StageView(current: "A"), region: "浙江")
    let there = answerer.answer("红色还有货吗", facts: facts, context: &zhejiang)
    #expect(there.kind == .denied && there.offered == ["黑色"])
    var guangdong = AnswerContext(stage: StageView(current: "A"), region: "广东")
    #expect(answerer.answer("红色还有货吗", facts: facts, context: &guangdong).promisesStock)
    var unserved = AnswerContext(stage: StageView(current: "A"), region: "新疆")
    #expect(!answerer.answer("红色还有货吗", facts: facts, context: &unserved).promisesStock)
  }

  @Test func aPhrasingThatStrayedFromTheFactsIsCaught() {
    var context = AnswerContext(stage: StageView(current: "A"), region: "浙江")
    let denied = StockAnswerer(catalog: Self.catalog).answer("红色还有货吗", facts: facts, context: &context)
    #expect(AnswerCheck.problems(of: "红色还有库存99件，放心拍", phrasing: denied).contains(.foreignNumber("99")))
    #expect(AnswerCheck.problems(of: "黑色的有货", phrasing: denied).contains(.missingDenial))
    #expect(AnswerCheck.problems(of: "红色没货了，这是最好的衬衫", phrasing: denied).contains(.claim("最好")))
    #expect(AnswerCheck.problems(of: "没货了，加微信 abc13800138000", phrasing: denied).contains(.personalData))
  }

  @Test func aLateWrongPriceIsFound() {
    var context = AnswerContext(stage: StageView(current: "A"), region: "浙江")
    let denied = StockAnswerer(catalog: Self.catalog).answer("红色还有货吗", facts: facts, context: &context)
    let long = denied.text + String(repeating: "没货了，", count: 55) + "现价38元"
    #expect(long.count > 220 && long.count <= 300)
    #expect(AnswerCheck.problems(of: long, phrasing: denied).contains(.foreignNumber("38")))
  }

  @Test func whatIsNotKnownIsSaidSo() {
    let answerer = StockAnswerer(catalog: Self.catalog)
    for question in ["还有货吗", "红色什么时候补货", "包邮吗", "130斤穿多大"] {
      var context = AnswerContext(stage: StageView(current: "A"))
      let answer = answerer.answer(question, facts: StockFacts(), context: &context)
      #expect(answer.kind == .unknown && !answer.promisesStock, "\(question): \(answer.text)")
    }
  }
}
