/// Numbers as Mandarin speakers say them.
enum Numerals {
  enum Reading: Sendable {
    /// 316 as 三百一十六. Numbers of more than six digits, and those that begin with zero, are said digit by digit.
    case cardinal
    /// 316 as 三一六.
    case digitByDigit
  }

  private static let digits: [Unicode.Scalar] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

  /// The characters that say a number; `number` holds its decimal digits, 0…9 each.
  static func spoken(_ number: [Int], _ reading: Reading) -> [Unicode.Scalar] {
    guard reading == .cardinal, number.count <= 6, number.count == 1 || number.first != 0 else {
      return number.map { digits[$0] }
    }
    let value = number.reduce(0) { $0 * 10 + $1 }
    if value == 0 { return [digits[0]] }
    if value < 10_000 { return belowTenThousand(value) }
    let (upper, lower) = value.quotientAndRemainder(dividingBy: 10_000)
    return belowTenThousand(upper) + ["万"]
      + (lower == 0 ? [] : (lower < 1000 ? [digits[0]] : []) + belowTenThousand(lower, inner: true))
  }

  private static func belowTenThousand(_ value: Int, inner: Bool = false) -> [Unicode.Scalar] {
    let units: [(Int, Unicode.Scalar?)] = [(1000, "千"), (100, "百"), (10, "十"), (1, nil)]
    var spoken: [Unicode.Scalar] = []
    var skippedZero = false
    for (size, unit) in units {
      let digit = value / size % 10
      if digit == 0 {
        skippedZero = !spoken.isEmpty
      } else {
        if skippedZero { spoken.append(digits[0]) }
        skippedZero = false
        // 十二, but 一百一十二
        if !(size == 10 && digit == 1 && spoken.isEmpty && !inner) { spoken.append(digits[digit]) }
        if let unit { spoken.append(unit) }
      }
    }
    return spoken
  }

  /// The value of a number written in Chinese characters, such as 二十五, 一百零三 or 三一六; nil for anything else,
  /// and from 10,000.
  static func value(of characters: [Unicode.Scalar]) -> Int? {
    guard !characters.isEmpty, characters.count <= 9 else { return nil }
    let plain = characters.map { $0 == "两" ? "二" : $0 == "〇" ? "零" : $0 }
    let values = plain.map { digits.firstIndex(of: $0) }
    if values.allSatisfy({ $0 != nil }) {
      return plain.count <= 4 ? values.reduce(0) { $0 * 10 + ($1 ?? 0) } : nil
    }
    var total = 0
    var pending: Int?
    var lastUnit = 10_000
    for character in plain {
      if let digit = digits.firstIndex(of: character) {
        guard pending == nil || pending == 0 else { return nil }
        pending = digit
      } else {
        guard let unit = ["十": 10, "百": 100, "千": 1000][character], unit < lastUnit else { return nil }
        guard pending != 0 else { return nil }
        total += (pending ?? 1) * unit
        pending = nil
        lastUnit = unit
      }
    }
    return total + (pending ?? 0)
  }

  static func isNumeral(_ character: Unicode.Scalar) -> Bool {
    digits.contains(character) || "两〇十百千".unicodeScalars.contains(character)
  }
}
