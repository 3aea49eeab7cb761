/// An amount in hundredths of the currency's unit (fen, cents), so that sums are exact.
public struct Money: Hashable, Comparable, Sendable {
  public var hundredths: Int64

  public init(hundredths: Int64) {
    self.hundredths = hundredths
  }

  public static let zero = Money(hundredths: 0)

  /// Reads a plain decimal number such as `59`, `59.9` or `1,299.00`, with an optional `¥`, `￥` or `元`.
  /// More than two decimals round half up; nil for anything else, and beyond ± 90 trillion.
  public init?(_ text: some StringProtocol) {
    var digits: [UInt8] = []
    var decimals: Int?
    var negative = false
    var roundsUp = false
    for (index, character) in text.filter({ !"¥￥元, ".contains($0) }).enumerated() {
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
    self.hundredths = negative ? -value : value
  }

  public static func < (left: Money, right: Money) -> Bool { left.hundredths < right.hundredths }
  public static func + (left: Money, right: Money) -> Money { Money(hundredths: left.hundredths + right.hundredths) }
  /// The price of `quantity` pieces; saturates instead of overflowing.
  public static func * (price: Money, quantity: Int) -> Money {
    let (product, overflow) = price.hundredths.multipliedReportingOverflow(by: Int64(quantity))
    return overflow
      ? Money(hundredths: (price.hundredths < 0) == (quantity < 0) ? .max : .min) : Money(hundredths: product)
  }
}

extension Money: CustomStringConvertible {
  /// A decimal number with as many decimals as it needs, such as `59`, `59.9`, `59.95`.
  public var description: String {
    let (units, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(units)" }
    return rest % 10 == 0 ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
  }
}
