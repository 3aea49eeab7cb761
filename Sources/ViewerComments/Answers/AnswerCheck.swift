/// Checks a sentence that another program phrased from an answer's facts, before it goes out.
public enum AnswerCheck {
  public enum Problem: Hashable, Sendable {
    /// A number that the answer does not state.
    case foreignNumber(String)
    /// It says that something is there, and the answer does not.
    case falsePromise
    /// It leaves out that something is sold out or unknown.
    case missingDenial
    /// A medical or absolute claim.
    case claim(String)
    /// Personal data, or an address.
    case personalData
    /// Longer than three times the answer and 300 characters.
    case tooLong
  }

  private static let promises = [
    "有货", "充足", "可以拍", "放心拍", "能拍", "随便拍", "in stock", "available", "you can order", "plenty",
  ]
  private static let denials = [
    "没货", "无货", "售罄", "没有", "缺货", "卖完", "查不到", "不清楚", "未确定", "没确定", "不能", "sold out", "out of stock", "not ", "can't",
    "no ",
  ]
  private static let claims = [
    "最好", "第一", "全网最低", "最低价", "百分百", "100%", "绝对", "保证", "治", "疗效", "减肥", "永久", "国家级", "顶级", "the best", "guarantee",
    "cure", "number one", "cheapest",
  ]

  /// What is wrong with `text` as a phrasing of `answer`; empty when nothing is. The order is that of the checks.
  public static func problems(of text: String, phrasing answer: StockAnswer) -> [Problem] {
    var problems: [Problem] = []
    if text.count > max(300, answer.text.count * 3) { problems.append(.tooLong) }
    if PersonalData.redacted(text) != text { problems.append(.personalData) }
    let known = numbers(answer.text)
    for number in numbers(text) where !known.contains(number) { problems.append(.foreignNumber(number)) }
    let small = text.lowercased()
    let denies = denials.contains { small.contains($0) }
    let says = promises.contains { small.contains($0) }
    if says, !answer.promisesStock, answer.offered.isEmpty { problems.append(.falsePromise) }
    let mustDeny = denials.contains { answer.text.lowercased().contains($0) }
    if answer.kind == .denied || answer.kind == .unknown, mustDeny, !denies { problems.append(.missingDenial) }
    for claim in claims where small.contains(claim) && !answer.text.lowercased().contains(claim) {
      problems.append(.claim(claim))
    }
    return problems
  }

  private static func numbers(_ text: String) -> [String] {
    var found: [String] = []
    for token in FoldedText(text).tokens where token.isNumber && !found.contains(token.text) {
      found.append(token.text)
    }
    return found
  }
}
