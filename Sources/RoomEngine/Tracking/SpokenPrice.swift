import LiveshelfCore

/// A price that was called: an amount and where it stands in the text.
///
/// Reads digits and Chinese numerals before 元 or 块, with the tenths that follow 块 ("三十九块九"). Recognisers write
/// 块 and the tenths with other characters of the same sound.
struct SpokenPrice: Hashable, Sendable {
  var amount: Money
  /// The indices of the first and the last character.
  var offset: Int
  var lastOffset: Int

  private static let digits: [Character: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
  private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1000]
  private static let tenths: [Character: Int] = ["久": 9, "酒": 9, "就": 9, "吧": 8, "巴": 8, "期": 7, "武": 5]
  /// Longer numbers are no prices.
  private static let maximumLength = 9

  /// The prices in a text, in order.
  static func find(in text: String) -> [SpokenPrice] {
    let characters = Array(text)
    var found: [SpokenPrice] = []
    var index = 0
    while index < characters.count {
      guard isNumeral(characters[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < characters.count, isNumeral(characters[end]) || isPoint(end, characters) { end += 1 }
      if end < characters.count, end - index <= maximumLength,
        let price = price(characters[index..<end], before: end, in: characters)
      {
        found.append(price)
        index = price.lastOffset + 1
      } else {
        index = end
      }
    }
    return found
  }

  private static func price(_ number: ArraySlice<Character>, before end: Int, in text: [Character]) -> SpokenPrice? {
    guard var hundredths = hundredths(number), hundredths > 0 else { return nil }
    var last = end
    switch text[end] {
    case "元", "圆": break
    case "块", "快":
      guard end + 1 < text.count else { break }
      let next = text[end + 1]
      if let digit = next.isASCII ? next.wholeNumberValue : digits[next] ?? tenths[next] {
        hundredths += 10 * Int64(digit)
        last = end + 1
      }
    default: return nil
    }
    return SpokenPrice(amount: Money(hundredths: hundredths), offset: number.startIndex, lastOffset: last)
  }

  private static func isNumeral(_ character: Character) -> Bool {
    (character.isASCII && character.isWholeNumber) || digits[character] != nil || units[character] != nil
  }

  private static func isPoint(_ index: Int, _ text: [Character]) -> Bool {
    text[index] == "." && index + 1 < text.count && text[index + 1].isASCII && text[index + 1].isWholeNumber
  }

  /// The value of a number in hundredths; nil for what is no number, such as digits and words mixed.
  private static func hundredths(_ number: ArraySlice<Character>) -> Int64? {
    if number.allSatisfy({ $0.isASCII }) { return Money(String(number))?.hundredths }
    var (sum, pending, size) = (0, 0, 10_000)
    for character in number {
      if let unit = units[character] {
        guard unit < size else { return nil }
        sum += max(1, pending) * unit
        (pending, size) = (0, unit)
      } else if let digit = digits[character] {
        guard pending == 0 else { return nil }
        pending = digit
        if digit == 0 { size = min(size, 10) }
      } else {
        return nil
      }
    }
    // 一百三 is 130, and 一百零三 is 103.
    let isShort = size >= 100 && size < 10_000
    return Int64(sum + pending * (isShort ? size / 10 : 1)) * 100
  }
}
