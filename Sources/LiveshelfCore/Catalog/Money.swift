/// An amount in hundredths of a currency's unit (fen, cents), so that sums are exact.
///
/// Amounts of an unspecified currency go with those of any other. Amounts of two currencies have no sum: who adds up what
/// may differ uses `MoneyTotal`.
public struct Money: Hashable, Comparable, Sendable {
  public var hundredths: Int64
  public var currency: Currency

  public init(hundredths: Int64, currency: Currency = .unspecified) {
    self.hundredths = hundredths
    self.currency = currency
  }

  public static let zero = Money(hundredths: 0)

  /// Reads a plain decimal number such as `59`, `59.9` or `1,299.00`, with an optional sign (`¥`, `￥`, `元`: yuan; `€`, `£`)
  /// or code (`USD 12.99`, `12.99 USD`) of its currency.
  /// More than two decimals round half up; nil for anything else, and beyond ± 90 trillion.
  ///
  /// - Parameter currency: of a text that names none.
  public init?(_ text: some StringProtocol, currency: Currency = .unspecified) {
    guard let (text, named) = Self.splitCurrency(text) else { return nil }
    var digits: [UInt8] = []
    var decimals: Int?
    var negative = false
    var roundsUp = false
    for (index, character) in text.filter({ !", ".contains($0) }).enumerated() {
      if index == 0, character == "-" || character == "+" {
        negative = character == "-"
      } else if character == ".", decimals == nil {
        decimals = 0
      } else if let value = character.wholeNumberValue, character.isASCII {
        if let count = decimals {
          if count == 2 { roundsUp = value >= 5 }
          if count < 2 { digits.append(UInt8(value)) }
          decimals = count + 1
        } else {
          digits.append(UInt8(value))
        }
      } else {
        return nil
      }
    }
    guard !digits.isEmpty, digits.count <= 16 else { return nil }
    for _ in min(decimals ?? 0, 2)..<2 { digits.append(0) }
    let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1) } + (roundsUp ? 1 : 0)
    hundredths = negative ? -value : value
    self.currency = named == .unspecified ? currency : named
  }

  private static let signs: [Character: Currency] = ["¥": .yuan, "￥": .yuan, "元": .yuan, "€": .euro, "£": .pound]

  /// The text without its currency's sign or code, before or after the number; nil: the letters are no code.
  private static func splitCurrency(_ text: some StringProtocol) -> (rest: String, Currency)? {
    var named = Currency.unspecified
    var (rest, letters) = ("", "")
    for character in text where character != " " {
      if let sign = signs[character] {
        named = sign
      } else if character.isASCII, character.isLetter {
        letters.append(character)
      } else {
        rest.append(character)
      }
    }
    guard let code = Currency(letters) else { return nil }
    return (rest, code == .unspecified ? named : code)
  }

  /// By amount; of equal ones by currency.
  public static func < (left: Money, right: Money) -> Bool {
    left.hundredths == right.hundredths ? left.currency < right.currency : left.hundredths < right.hundredths
  }

  /// The sum of two amounts of one currency; saturates instead of overflowing.
  public static func + (left: Money, right: Money) -> Money {
    assert(
      left.currency == right.currency || left.currency == .unspecified || right.currency == .unspecified,
      "use MoneyTotal to add up what may differ in currency")
    let (sum, overflow) = left.hundredths.addingReportingOverflow(right.hundredths)
    return Money(
      hundredths: overflow ? (right.hundredths < 0 ? .min : .max) : sum,
      currency: left.currency == .unspecified ? right.currency : left.currency)
  }

  public static prefix func - (amount: Money) -> Money {
    Money(hundredths: amount.hundredths == .min ? .max : -amount.hundredths, currency: amount.currency)
  }

  /// The price of `quantity` pieces; saturates instead of overflowing.
  public static func * (price: Money, quantity: Int) -> Money {
    let (product, overflow) = price.hundredths.multipliedReportingOverflow(by: Int64(quantity))
    return Money(
      hundredths: overflow ? ((price.hundredths < 0) == (quantity < 0) ? .max : .min) : product,
      currency: price.currency)
  }
}

extension Money: CustomStringConvertible {
  /// A decimal number without its currency, with as many decimals as it needs, such as `59`, `59.9`, `59.95`.
  public var description: String {
    let (units, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(units)" }
    return rest % 10 == 0 ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
  }
}
