/// Words of everyday Mandarin and of live shows, to tell a name that the recogniser misspelled from ordinary speech
/// that happens to sound like one (湿巾 in 同事今天).
struct EverydayWords: Sendable {
  /// Immutable.
  static let standard = EverydayWords()

  private let costs: [String: Double]
  private let talk: Set<String>
  private static let maximumLength = 4
  /// The cost of a character that belongs to no word: about that of the rarest word for two of them.
  private static let characterCost = 5.5

  private init() {
    var costs: [String: Double] = [:]
    for list in [Self.hostWords, Self.frequent] {
      for (rank, word) in list.split(whereSeparator: \.isWhitespace).enumerated() where costs[String(word)] == nil {
        // Zipf's law: frequency falls with the rank; in bits, so that a sum is a probability.
        costs[String(word)] = 3 + Self.binaryLogarithm(rank + 8)
      }
    }
    self.costs = costs
    talk = Set(
      [Self.hostWords, Self.englishTalk].joined(separator: " ").split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// - Parameter word: simplified, in small letters.
  func contains(_ word: String) -> Bool { costs[word] != nil || isHostTalk(word) }

  /// Whether hosts say a word all the time, whatever is on stage.
  func isHostTalk(_ word: String) -> Bool { talk.contains(word) }

  /// In the order of their characters.
  var twoSyllableWords: [String] { costs.keys.filter { $0.unicodeScalars.count == 2 }.sorted() }

  /// The words of a text, as ranges of at least two characters: the cheapest way to cut it (unigram segmentation).
  /// Numbers count as words, together with the measure word after them.
  func words(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var best = [Double](repeating: .infinity, count: text.count + 1)
    var previous = [Int](repeating: 0, count: text.count + 1)
    best[0] = 0
    for start in text.indices {
      func reach(_ end: Int, _ cost: Double) {
        if best[start] + cost < best[end] {
          best[end] = best[start] + cost
          previous[end] = start
        }
      }
      reach(start + 1, Self.characterCost)
      let number = numberLength(text, at: start)
      if number > 0 { reach(start + number, 3) }
      var word = String.UnicodeScalarView()
      for end in (start + 1)...min(text.count, start + Self.maximumLength) {
        word.append(text[end - 1])
        if end - start >= 2, let cost = costs[String(word)] { reach(end, cost) }
      }
    }
    var words: [Range<Int>] = []
    var end = text.count
    while end > 0 {
      let start = previous[end]
      if end - start > 1 || isDigit(text[start]) { words.append(start..<end) }
      end = start
    }
    return words.reversed()
  }

  /// The length of a number in digits, or in Chinese numerals with a measure word; 0 where there is none.
  private func numberLength(_ text: [Unicode.Scalar], at start: Int) -> Int {
    if start > 0, isDigit(text[start]), isDigit(text[start - 1]) { return 0 }
    var end = start
    while end < text.count, isDigit(text[end]) || Numerals.isNumeral(text[end]) || text[end] == "." { end += 1 }
    guard end > start else { return 0 }
    let measured = end < text.count && Self.measures.contains(text[end])
    if isDigit(text[start]) { return end - start + (measured ? 1 : 0) }
    return measured ? end - start + 1 : 0
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static let measures = Set("斤元块号米件单个分天年月升克位折万百双包盒瓶片抽码".unicodeScalars)

  private static func binaryLogarithm(_ value: Int) -> Double {
    let bits = Int.bitWidth - 1 - value.leadingZeroBitCount
    return Double(bits) + Double(value) / Double(1 << bits) - 1
  }
}
