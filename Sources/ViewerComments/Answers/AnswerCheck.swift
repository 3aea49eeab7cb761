public import LiveshelfCore

/// Checks a sentence that another program phrased from an answer's facts, before it goes out.
///
/// It errs on the safe side: a harmless sentence that it does not understand is refused, and ours goes out instead.
public enum AnswerCheck {
  public enum Problem: Hashable, Sendable {
    /// A number that the answer does not state.
    case foreignNumber(String)
    /// It says that something is there, and the answer does not.
    case falsePromise
    /// It leaves out that something is sold out or unknown, or says so of what is there.
    case missingDenial
    /// A product that the answer is not about.
    case foreignProduct(String)
    /// An option that the answer does not name.
    case foreignOption(String)
    /// A time that the answer does not name.
    case foreignTime(String)
    /// A gift, discount, return or other promise that the answer does not make.
    case foreignOffer(String)
    /// A medical or absolute claim.
    case claim(String)
    /// Personal data, or an address.
    case personalData
    /// Not in the answer's language.
    case language
    /// Longer than three times the answer and 300 characters.
    case tooLong

    /// One word, without what was found.
    public var name: String {
      switch self {
      case .foreignNumber: "number"
      case .falsePromise: "promise"
      case .missingDenial: "denial"
      case .foreignProduct: "product"
      case .foreignOption: "option"
      case .foreignTime: "time"
      case .foreignOffer: "offer"
      case .claim: "claim"
      case .personalData: "personal_data"
      case .language: "language"
      case .tooLong: "length"
      }
    }
  }

  /// Characters of a text that is checked at all; a longer one is refused for its length.
  private static let longest = 20_000

  private static let claims = [
    "最好", "第一", "全网最低", "最低价", "百分百", "100%", "绝对", "保证", "治", "疗效", "减肥", "永久", "国家级", "顶级", "the best", "guarantee",
    "cure", "number one", "cheapest",
  ]
  private static let times = [
    "今天", "明天", "后天", "今晚", "明早", "马上", "很快", "立刻", "下周", "下个月", "过几天", "今年", "today", "tomorrow", "tonight", "soon",
    "immediately", "next week", "next month",
  ]
  private static let offers = [
    "送", "赠", "免费", "包邮", "免邮", "打折", "折扣", "优惠", "特价", "降价", "便宜", "返现", "红包", "退货", "退款", "包退", "退换", "换货", "包换",
    "保修",
    "质保", "运费险", "赔", "预留", "留货", "补货", "到货", "发货", "free", "gift", "discount", "coupon", "refund", "return",
    "warranty",
    "reserve", "restock", "ship", "deliver", "bonus", "cheaper", "% off",
  ]

  /// What is wrong with `text` as a phrasing of `answer`; empty when nothing is. The order is that of the checks.
  ///
  /// - Parameter catalog: the products of which `text` may name only the answer's.
  public static func problems(
    of text: String, phrasing answer: StockAnswer, catalog: Catalog = Catalog([])
  ) -> [Problem] {
    var problems: [Problem] = []
    if text.count > max(300, answer.text.count * 3) { problems.append(.tooLong) }
    if PersonalData.redacted(text) != text { problems.append(.personalData) }
    let known = numbers(answer.text)
    for number in numbers(text) where !known.contains(number) { problems.append(.foreignNumber(number)) }
    problems += promises(in: text, answer)
    problems += names(in: text, answer, catalog)
    let (small, own) = (text.lowercased(), answer.text.lowercased())
    for word in times where small.contains(word) && !own.contains(word) { problems.append(.foreignTime(word)) }
    for offer in offers where small.contains(offer) && !own.contains(offer) { problems.append(.foreignOffer(offer)) }
    for claim in claims where small.contains(claim) && !own.contains(claim) { problems.append(.claim(claim)) }
    if !isInLanguage(text, of: answer) { problems.append(.language) }
    return problems
  }

  /// An English answer may hold Chinese names of products and options, and need not.
  private static func isInLanguage(_ text: String, of answer: StockAnswer) -> Bool {
    switch answer.language {
    case .chinese: return text.unicodeScalars.contains(where: isHan)
    case .english:
      let own = Set(answer.text.unicodeScalars)
      return text.unicodeScalars.allSatisfy { !isHan($0) || own.contains($0) }
    }
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4e00...0x9fff).contains(scalar.value) }

  /// Clause by clause, because one sentence may say no to one option and yes to another.
  private static func promises(in text: String, _ answer: StockAnswer) -> [Problem] {
    var problems: [Problem] = []
    var denies = false
    for clause in StockClause.all(of: text) {
      denies = denies || clause.denies
      let offered = answer.offered.filter { clause.names($0) }
      if clause.promises {
        // Of an answer about one option, or one that denies, only what is offered by name may be promised.
        let isWhole = answer.promisesStock && answer.option == nil && answer.offered.isEmpty
        let isAnswered = answer.promisesStock && answer.kind == .answered && clause.options(of: answer).isEmpty
        if !isWhole, !isAnswered, offered.isEmpty { problems.append(.falsePromise) }
        if let option = answer.option, !answer.offered.contains(option), clause.names(option) {
          problems.append(.falsePromise)
        }
      }
      if clause.denies, !clause.promises, !offered.isEmpty { problems.append(.missingDenial) }
    }
    let mustDeny = StockClause.all(of: answer.text).contains(where: \.denies)
    // What is there must not be denied either.
    if denies, !mustDeny { problems.append(.missingDenial) }
    if answer.kind == .denied || answer.kind == .unknown, mustDeny, !denies { problems.append(.missingDenial) }
    return problems
  }

  private static func names(in text: String, _ answer: StockAnswer, _ catalog: Catalog) -> [Problem] {
    var problems: [Problem] = []
    for product in catalog.products {
      for name in [product.name] + product.aliases
      where product.sku != answer.sku && contains(text, name) && !contains(answer.text, name) {
        problems.append(.foreignProduct(name))
      }
      for option in product.options where contains(text, option) && !contains(answer.text, option) {
        problems.append(.foreignOption(option))
      }
    }
    return problems
  }

  /// Whether a text names something: Latin names as whole words, so that size S is not found in every word.
  static func contains(_ text: String, _ name: String) -> Bool {
    let words = FoldedText(name).tokens.map(\.text)
    let tokens = FoldedText(text, longest: longest).tokens.map(\.text)
    guard !words.isEmpty, words.count <= tokens.count else { return false }
    return (0...(tokens.count - words.count)).contains { tokens[$0..<($0 + words.count)].elementsEqual(words) }
  }

  private static func numbers(_ text: String) -> [String] {
    var found: [String] = []
    for token in FoldedText(text, longest: longest).tokens where token.isNumber && !found.contains(token.text) {
      found.append(token.text)
    }
    return found
  }
}
