/// A title as words, runs of Chinese and breaks, without what stands in brackets and without sizes.
struct TitlePieces: Sendable {
  enum Piece: Hashable, Sendable {
    /// Chinese characters in simplified form, with short Latin words inside or before them (T恤).
    case han([Character])
    /// A Latin word or a model such as X9.
    case word(String)
    /// A blank.
    case gap
    /// Punctuation, a size, or a bracket that was left out.
    case cut
  }

  private(set) var pieces: [Piece] = []
  /// Whether the title states a size, a number of pieces or a year.
  private(set) var hasSize = false
  let isChinese: Bool

  init(_ text: String) {
    let all = Array(FoldedText.fold(String(text.prefix(ListingTitle.maximumLength))))
    var plain = Self.withoutBrackets(all)
    if plain.count(where: { $0.isLetter }) < 3 { plain = all }
    isChinese = plain.count(where: Self.isHan) >= 2
    var index = 0
    while index < plain.count {
      let character = plain[index]
      if Self.isHan(character) {
        append(han: character)
        index += 1
      } else if Self.isLatin(character) || character.isNumber {
        var end = index + 1
        while end < plain.count, Self.isWordPart(plain, at: end) { end += 1 }
        index = append(word: plain, index..<end)
      } else {
        append(character == " " ? .gap : .cut)
        index += 1
      }
    }
  }

  private mutating func append(han character: Character) {
    if case .han(let before) = pieces.last {
      pieces[pieces.count - 1] = .han(before + [character])
    } else {
      pieces.append(.han([character]))
    }
  }

  /// Of several gaps the one that parts more is kept.
  private mutating func append(_ gap: Piece) {
    guard let last = pieces.last else { return }
    if last == .gap {
      pieces[pieces.count - 1] = gap
    } else if last != .cut {
      pieces.append(gap)
    }
  }

  /// Takes in a word; a number takes the measure word behind it along.
  ///
  /// - Returns: the place after it.
  private mutating func append(word plain: [Character], _ range: Range<Int>) -> Int {
    let word = Array(plain[range])
    if word[0].isNumber || Self.isSize(word) {
      var end = range.upperBound
      if !isChinese { end = Self.endOfMeasure(plain, after: end) }
      if isChinese {
        if plain[end...].starts(with: Array("件套")), word.count == 1, let digit = word[0].wholeNumberValue, digit < 10 {
          // 4件套 is a thing, and said 四件套.
          append(han: Array("零一二三四五六七八九")[digit])
          return end
        }
        if end < plain.count, Self.measures.contains(plain[end]) { end += 1 }
        if end < plain.count, plain[end] == "装" || plain[end] == "款" { end += 1 }
      }
      hasSize = true
      append(.cut)
      return end
    }
    if isChinese, word.last?.isNumber ?? false, range.upperBound < plain.count,
      Self.measures.contains(plain[range.upperBound])
    {
      // L54片
      hasSize = true
      append(.cut)
      return range.upperBound + 1
    }
    if isChinese, word.count <= 2, word.allSatisfy(Self.isLatin) {
      let next = range.upperBound < plain.count ? plain[range.upperBound] : " "
      if Self.isHan(next) {
        for letter in word { append(han: letter) }
        return range.upperBound
      }
    }
    pieces.append(.word(String(word)))
    return range.upperBound
  }

  /// The place after the measure word behind a number, or after the number.
  private static func endOfMeasure(_ text: [Character], after number: Int) -> Int {
    let start = number < text.count && text[number] == " " ? number + 1 : number
    let word = text[start...].prefix { isLatin($0) }
    return TitleWords.englishMeasures.contains(String(word).lowercased()) ? start + word.count : number
  }

  /// Letters and digits, and what may stand between them.
  private static func isWordPart(_ text: [Character], at place: Int) -> Bool {
    let character = text[place]
    if isLatin(character) || character.isNumber || character == "%" || character == "+" { return true }
    guard "-'’.&".contains(character), place + 1 < text.count else { return false }
    return isLatin(text[place + 1]) || text[place + 1].isNumber
  }

  /// SPF50+ and the like, which are no models.
  private static func isSize(_ word: [Character]) -> Bool {
    let letters = word.prefix { isLatin($0) }
    return letters.count < word.count && ["SPF", "UPF", "PA", "NO"].contains(String(letters).uppercased())
  }

  private static func withoutBrackets(_ text: [Character]) -> [Character] {
    var plain: [Character] = []
    var index = 0
    while index < text.count {
      if let closing = TitleWords.brackets[text[index]], let end = text[index...].firstIndex(of: closing) {
        plain.append("\n")
        index = end + 1
      } else if TitleWords.brackets[text[index]] != nil, index > 3 {
        // A title that was cut inside a bracket.
        break
      } else {
        plain.append(text[index])
        index += 1
      }
    }
    return plain
  }

  static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { (0x3400...0x9FFF).contains($0.value) } ?? false
  }

  static func isLatin(_ character: Character) -> Bool {
    character.isLetter && !isHan(character) && character.unicodeScalars.first.map { $0.value < 0x250 } ?? false
  }

  private static let measures = Set<Character>("片支瓶盒袋包条件个颗粒枚只双斤克米寸码升度磅人岁年月代段级层档孔格卷抽提罐桶箱套对根块张份合")
}
