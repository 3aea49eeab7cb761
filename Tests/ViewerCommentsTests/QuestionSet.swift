import Foundation
import LiveshelfCore
import ViewerComments

/// The questions of `Answers/questions.json`, made by `Scripts/comment-model/make_questions.py`.
struct QuestionSet: Decodable {
  struct Stock: Decodable {
    var option: String?
    var quantity: String
    var warehouse: String
    var regions: [String]
    var arrival: String?
  }

  struct Size: Decodable {
    var name: String
    var kilograms: ClosedRange<Double>

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      name = try values.decode(String.self)
      let low = try values.decode(Double.self)
      kilograms = low...max(low, try values.decode(Double.self))
    }
  }

  struct Item: Decodable {
    var sku: String
    var name: String
    var aliases: [String]
    var live: String?
    var list: String?
    var link: Int?
    var options: [String]
    var stock: [Stock]
    var sizes: [Size]
    var dispatch: String?
    var free: Bool?
  }

  struct Turn: Decodable {
    var question: String
    var kind: String?
    var sku: String?
    var promises: Bool?
    var contains: [String]
    var absent: [String]?
    var language: String?
  }

  struct Dialog: Decodable {
    var stage: String?
    var region: String?
    var turns: [Turn]
  }

  var name: String
  var products: [Item]
  var dialogs: [Dialog]

  static func read(_ file: URL) throws -> [QuestionSet] {
    try JSONDecoder().decode([QuestionSet].self, from: Data(contentsOf: file))
  }

  var catalog: Catalog {
    Catalog(
      products.map {
        Product(
          sku: SKU($0.sku), name: $0.name, aliases: $0.aliases, listPrice: $0.list.flatMap { Money($0) },
          livePrice: $0.live.flatMap { Money($0) }, linkNumber: $0.link, options: $0.options)
      })
  }

  var facts: StockFacts {
    var facts = StockFacts()
    for item in products {
      facts.products[SKU(item.sku)] = StockFacts.ProductFacts(
        stock: item.stock.map {
          StockFacts.Line(
            option: $0.option, warehouse: $0.warehouse, regions: $0.regions, quantity: Self.quantity($0.quantity),
            arrival: $0.arrival)
        },
        sizes: item.sizes.map { StockFacts.Fit(size: $0.name, kilograms: $0.kilograms) }, dispatch: item.dispatch,
        isShippingFree: item.free)
    }
    return facts
  }

  private static func quantity(_ text: String) -> StockFacts.Quantity {
    switch text {
    case "none": .none
    case "few": .few
    case "some": .some
    case "plenty": .plenty
    default: .unknown
    }
  }

  /// Asks every question.
  func run(_ report: (Turn, StockAnswer, _ problems: [String]) -> Void) {
    let answerer = StockAnswerer(catalog: catalog)
    for dialog in dialogs {
      var context = AnswerContext(stage: StageView(current: dialog.stage.map { SKU($0) }), region: dialog.region)
      for turn in dialog.turns {
        let answer = answerer.answer(turn.question, facts: facts, context: &context)
        report(turn, answer, Self.problems(turn, answer))
      }
    }
  }

  private static func problems(_ turn: Turn, _ answer: StockAnswer) -> [String] {
    var problems: [String] = []
    if let kind = turn.kind, kind != answer.kind.rawValue { problems.append("\(answer.kind.rawValue), not \(kind)") }
    if turn.sku != answer.sku?.text {
      problems.append("about \(answer.sku?.text ?? "none"), not \(turn.sku ?? "none")")
    }
    if let promises = turn.promises, promises != answer.promisesStock {
      problems.append(answer.promisesStock ? "promises stock" : "keeps quiet about stock")
    }
    if let language = turn.language, language != answer.language.rawValue { problems.append("wrong language") }
    for part in turn.contains where !answer.text.contains(part) { problems.append("lacks \(part)") }
    for part in turn.absent ?? [] where answer.text.contains(part) { problems.append("repeats \(part)") }
    return problems
  }

}
