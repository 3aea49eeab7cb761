/// The names in a Chinese title.
struct ChineseTitle {
  /// What a thing is, and the words before it: 玻尿酸 · 补水 · 面膜.
  struct Phrase {
    var parts: [[Character]]
    /// Words further before it, which are parted from it by properties.
    var earlier: [[Character]]
    var kinds: [[Character]]
    /// The head as the list has it, where a character was added (扇贝 of 扇贝肉).
    var listed: [Character]?

    var head: [Character] { kinds[kinds.count - 1] }
  }

  private static let longestName = 10

  private(set) var names: [String] = []

  init(_ pieces: TitlePieces) {
    var phrases: [Phrase] = []
    var brand: String?
    var model: String?
    var hanBrand: [Character]?
    let list = pieces.pieces
    var skipsGift = false
    var loose: [[Character]] = []
    for (index, piece) in list.enumerated() {
      switch piece {
      case .gap, .cut: skipsGift = false
      case .word(let word):
        if brand == nil, phrases.isEmpty, word.count >= 3, !word.contains(where: \.isNumber) {
          brand = Self.asWritten(word)
        } else if model == nil, phrases.isEmpty, Self.isModel(word) {
          model = word
        }
      case .han(let run):
        guard !skipsGift else { continue }
        let isShortAndAlone = run.count <= 4 && index + 1 < list.count && phrases.isEmpty && hanBrand == nil
        let (found, rest, endsInGift) = TitleRun.phrases(in: run, isFirst: phrases.isEmpty)
        skipsGift = endsInGift
        if isShortAndAlone, run.count > 1, found.isEmpty, rest == [run] {
          hanBrand = run
          continue
        }
        phrases += found
        loose += rest
      }
    }
    guard let first = phrases.first else {
      if let brand, let model { names.append("\(brand) \(model)") }
      if let text = loose.first(where: { (2...12).contains($0.count) }) { names.append(String(text)) }
      if let hanBrand, names.isEmpty { names.append(String(hanBrand)) }
      return
    }
    add(first)
    if let brand, let model { names.append("\(brand) \(model)") }
    if let brand { names.append(brand + String(first.head)) }
    if let hanBrand, brand == nil { names.append(String(hanBrand + first.head)) }
    for phrase in phrases.dropFirst().prefix(2) { addShort(phrase) }
    if names.isEmpty { append(first.head) }
  }

  private mutating func add(_ phrase: Phrase) {
    let isVague = Self.isVague(phrase.head)
    var parts = phrase.parts
    let kinds = Array(phrase.kinds.joined())
    while !parts.isEmpty, parts.joined().count + kinds.count > Self.longestName { parts.removeFirst() }
    if !parts.isEmpty || phrase.kinds.count > 1 { append(Array(parts.joined()) + kinds) }
    if isVague { phrase.kinds.dropLast().forEach { append($0) } }
    if !isVague { append(phrase.head) }
    if let listed = phrase.listed { append(listed) }
    if let inner = Self.innerKind(phrase.head), !Self.isVague(inner) { append(inner) }
    if parts.count > 1, let last = parts.last, last.count > 1 { append(last + phrase.head) }
    let first = phrase.earlier.first ?? (parts.count > 1 ? parts.first : nil)
    if let first, first.count > 1 { append(first + (phrase.listed ?? phrase.head)) }
  }

  /// What a title says of the thing further on.
  private mutating func addShort(_ phrase: Phrase) {
    let whole = Array(phrase.parts.joined()) + Array(phrase.kinds.joined())
    if whole.count <= 6, whole != phrase.head { append(whole) }
    if !Self.isVague(phrase.head) { append(phrase.head) }
  }

  private static func isVague(_ kind: [Character]) -> Bool { TitleWords.vagueKinds.words.contains(String(kind)) }

  /// The longest thing at the end of another one: 咖啡粉 of 速溶咖啡粉.
  private static func innerKind(_ kind: [Character]) -> [Character]? {
    guard kind.count > 2 else { return nil }
    return (1..<(kind.count - 1)).lazy.map { Array(kind[$0...]) }.first { TitleWords.kinds.words.contains(String($0)) }
  }

  private mutating func append(_ name: [Character]) {
    if name.count >= 2, name.count <= Self.longestName { names.append(String(name)) }
  }

  /// A letter, then letters and digits: X9, V10.
  private static func isModel(_ word: String) -> Bool {
    (2...8).contains(word.count) && word.first.map { TitlePieces.isLatin($0) } ?? false
      && word.contains(where: \.isNumber)
      && word.allSatisfy { TitlePieces.isLatin($0) || $0.isNumber || $0 == "-" }
  }

  /// KOVA as Kova: capitals of more than three letters are a word, not letters.
  static func asWritten(_ word: String) -> String {
    word.count > 3 && word.allSatisfy { $0.isUppercase } ? word.prefix(1) + word.dropFirst().lowercased() : word
  }
}
