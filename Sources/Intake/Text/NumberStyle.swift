/// How a file writes its numbers.
public struct NumberStyle: Hashable, Sendable {
  /// What stands before the decimals.
  public enum DecimalMark: Character, Hashable, Sendable {
    case point = "."
    case comma = ","
  }

  public var decimalMark: DecimalMark

  public init(decimalMark: DecimalMark) {
    self.decimalMark = decimalMark
  }

  public static let point = NumberStyle(decimalMark: .point)
  public static let comma = NumberStyle(decimalMark: .comma)

  /// Takes an example with decimals, such as `1.299,00` or `1,299.00`; nil when it does not tell.
  public init?(example: String) {
    guard let mark = NumberShape(example).certainMark else { return nil }
    decimalMark = mark
  }

  /// The number as digits with at most a point before the decimals and a minus in front; nil: it is no number of this style.
  /// Thousands may be parted by the other mark, by blanks, or by apostrophes, in groups of three (in India of two).
  public func plain(_ text: String) -> String? {
    var digits: [UInt8] = []
    var groups: [Int] = []
    var (group, decimals, isNegative) = (0, -1, false)
    for (place, scalar) in text.unicodeScalars.enumerated() {
      let sign = Character(TextWidth.halved(scalar))
      switch sign {
      case "-", "−", "+":
        guard place == 0 else { return nil }
        isNegative = sign != "+"
      case "0"..."9":
        if decimals >= 0 { decimals += 1 } else { group += 1 }
        digits.append(sign.asciiValue ?? 0)
      case decimalMark.rawValue:
        guard decimals < 0, !digits.isEmpty || groups.isEmpty else { return nil }
        decimals = 0
        digits.append(UInt8(ascii: "."))
      case ".", ",", " ", "\u{A0}", "\u{202F}", "\u{2009}", "'", "’", "_":
        guard decimals < 0, group > 0 else { return nil }
        groups.append(group)
        group = 0
      default: return nil
      }
    }
    if !groups.isEmpty {
      // The first group has one to three digits, the last three, those between them two or three.
      guard group == 3, (1...3).contains(groups[0]), groups.dropFirst().allSatisfy({ $0 == 3 || $0 == 2 }) else {
        return nil
      }
    }
    guard digits.contains(where: { $0 != UInt8(ascii: ".") }) else { return nil }
    if digits.last == UInt8(ascii: ".") { digits.removeLast() }
    return (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
  }
}

/// What the marks in a number tell of its style.
struct NumberShape {
  /// The decimal mark, where the number leaves no doubt.
  let certainMark: NumberStyle.DecimalMark?
  /// One mark with three digits behind it: thousands, or decimals.
  let isAmbiguous: Bool
  /// The mark of an ambiguous number.
  let mark: NumberStyle.DecimalMark?

  init(_ text: String) {
    var (points, commas) = ([Int](), [Int]())
    var digits: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "."): points.append(digits.count)
      case UInt8(ascii: ","): commas.append(digits.count)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
      default: break
      }
    }
    (certainMark, mark, isAmbiguous) = Self.judge(digits, points, commas)
  }

  /// - Parameters:
  ///   - points: how many digits stand before each point.
  ///   - commas: how many digits stand before each comma.
  private static func judge(
    _ digits: [UInt8], _ points: [Int], _ commas: [Int]
  ) -> (certain: NumberStyle.DecimalMark?, mark: NumberStyle.DecimalMark?, isAmbiguous: Bool) {
    guard let first = digits.first else { return (nil, nil, false) }
    if let point = points.last, let comma = commas.last {
      // Both: the last one stands before the decimals, and only once.
      if point > comma { return (points.count == 1 ? .point : nil, nil, false) }
      return (commas.count == 1 ? .comma : nil, nil, false)
    }
    if points.count > 1 { return (.comma, nil, false) }
    if commas.count > 1 { return (.point, nil, false) }
    guard let place = points.first ?? commas.first else { return (nil, nil, false) }
    let own: NumberStyle.DecimalMark = points.isEmpty ? .comma : .point
    let isAmbiguous = digits.count - place == 3 && (1...3).contains(place) && first != UInt8(ascii: "0")
    return (isAmbiguous ? nil : own, own, isAmbiguous)
  }
}
