/// A part of a sentence between two signs, and whether it says that something is there, or that it is not.
struct StockClause {
  private static let denialWords = [
    "没有货", "没有库存", "没有现货", "不再有货", "没货", "无货", "无现货", "售罄", "缺货", "卖完", "断货", "抢光", "拍完", "没有了", "不能拍", "拍不了", "没剩",
    "没有",
    "没了", "查不到", "不清楚", "未确定", "没确定", "不确定", "还不知道", "不能", "没法", "not in stock", "isn't in stock", "aren't in stock",
    "no longer in stock", "out of stock", "not available", "isn't available", "aren't available", "no longer available",
    "unavailable", "sold out", "gone", "none left", "no stock", "not known", "unknown", "can't", "cannot", "not ",
    "no ",
    "n't",
  ]
  private static let promiseWords = [
    "有货", "充足", "可以拍", "放心拍", "能拍", "随便拍", "可拍", "可以买", "可以下单", "能下单", "可下单", "有库存", "库存还", "现货", "还有", "还剩", "只剩",
    "剩下", "能买",
    "in stock", "available", "you can order", "can still order", "order now", "plenty", "left", "we have", "still have",
  ]

  let text: String
  let promises: Bool
  let denies: Bool

  private init(_ text: String) {
    var rest = text.lowercased().replacing("’", with: "'")
    self.text = text
    denies = Self.denialWords.contains { rest.contains($0) }
    // 没有货 says no, though 有货 is in it.
    for word in Self.denialWords { rest = rest.replacing(word, with: "|") }
    promises = Self.promiseWords.contains { rest.contains($0) }
  }

  static func all(of text: String) -> [StockClause] {
    text.split { "，。；！？：,;!?:\n".contains($0) || $0 == "." }.map { StockClause(String($0)) }
  }

  func names(_ option: String) -> Bool { AnswerCheck.contains(text, option) }

  /// The answer's options that the clause names.
  func options(of answer: StockAnswer) -> [String] {
    ([answer.option].compactMap { $0 } + answer.offered).filter { names($0) }
  }
}
