public import LiveshelfCore

/// Answers viewers' questions from facts alone, in the language of the question.
///
/// Pure and synchronous: no network, no clock, no model of language that could be talked into anything. The text of a
/// question chooses what is looked up and is never copied into the answer, so that neither orders hidden in a comment
/// nor personal data come back out. Make the facts from the ledger at the moment of the question.
public struct StockAnswerer: Sendable {
  public let catalog: Catalog
  private let reader: QuestionReader

  public init(catalog: Catalog) {
    self.catalog = catalog
    reader = QuestionReader(interpreter: CommentInterpreter(catalog: catalog))
  }

  /// - Parameter context: what the conversation was about so far; the answer is noted in it.
  public func answer(_ text: String, facts: StockFacts, context: inout AnswerContext) -> StockAnswer {
    let question = reader.read(text, context: context, regions: facts.regions)
    let answer = decide(question, facts)
    context.note(answer)
    return answer
  }

  private func decide(_ question: Question, _ facts: StockFacts) -> StockAnswer {
    let say = Sentences(question.language)
    if question.asksForPrivateData { return plain(question, .declined, say.noPersonalData) }
    if question.isMedical { return plain(question, .declined, say.noMedicalClaims) }
    if question.isAbsolute { return plain(question, .declined, say.noAbsoluteClaims) }
    if question.isOrder, !question.isExplicit { return plain(question, .declined, say.onlyFacts) }
    if question.namesUnknown, question.intent.isQuestion, question.intent != .afterSale {
      return plain(question, .unclear, say.notInCatalog)
    }
    guard question.intent.isQuestion else { return plain(question, .courtesy, say.courtesy(question.intent)) }
    if question.intent == .afterSale { return plain(question, .unknown, say.askService) }
    guard let sku = question.sku, let product = catalog[sku] else { return plain(question, .unclear, say.whichProduct) }
    let reply = ProductReply(product: product, question: question, facts: facts, say: say)
    switch question.intent {
    case .stock: return question.asksForRestock ? reply.restock() : reply.stock()
    case .size: return reply.size()
    case .colour: return reply.variant()
    case .price: return reply.price()
    case .link: return reply.link()
    default: return reply.shipping()
    }
  }

  private func plain(_ question: Question, _ kind: StockAnswer.Kind, _ text: String) -> StockAnswer {
    StockAnswer(
      text: text, language: question.language, kind: kind, intent: question.intent, sku: nil, option: nil,
      promisesStock: false, offered: [])
  }
}
