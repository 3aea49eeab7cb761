import LiveshelfCore

/// Reads amounts of money with the signs and words of currencies around them.
enum MoneyText {
  /// Signs and words by what they mean; the longer ones first, for they contain others. A dollar sign alone names no currency.
  private static let signs: [(text: String, code: String)] = [
    ("人民币", "CNY"), ("RMB", "CNY"), ("CN¥", "CNY"), ("HK$", "HKD"), ("NT$", "TWD"), ("US$", "USD"), ("S$", "SGD"),
    ("A$", "AUD"), ("C$", "CAD"), ("R$", "BRL"), ("MX$", "MXN"), ("RM", "MYR"), ("RP", "IDR"), ("KČ", "CZK"),
    ("ZŁ", "PLN"),
    ("KR", ""), ("¥", "CNY"), ("￥", "CNY"), ("元", "CNY"), ("€", "EUR"), ("£", "GBP"), ("$", ""), ("₫", "VND"),
    ("฿", "THB"),
    ("₱", "PHP"),
    ("₩", "KRW"), ("₽", "RUB"), ("₹", "INR"), ("₺", "TRY"),
  ]

  /// Nil: it is no amount. Amounts in brackets are negative, as bookkeepers write them.
  static func read(_ text: String, style: NumberStyle) -> Money? {
    if style == .point, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }) { return Money(text) }
    guard text.utf8.count <= 64 else { return nil }
    var rest = TextWidth.halved(text).uppercased()
    var code = ""
    let isBracketed = rest.hasPrefix("(") && rest.hasSuffix(")")
    if isBracketed { rest = String(rest.dropFirst().dropLast()) }
    let letters = rest.filter { $0.isLetter && $0.isASCII }
    if letters.utf8.count == 3, letters != "RMB", rest.allSatisfy({ $0.isASCII }) {
      (code, rest) = (letters, rest.filter { !$0.isLetter })
    } else if let sign = signs.first(where: { rest.contains($0.text) }) {
      (code, rest) = (sign.code, rest.replacing(sign.text, with: ""))
    }
    guard let plain = style.plain(rest.trimmingBlanks()), let currency = Currency(code) else { return nil }
    return Money((isBracketed ? "-" : "") + plain, currency: currency)
  }
}
