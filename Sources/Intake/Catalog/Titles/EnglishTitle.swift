/// The names in an English title.
struct EnglishTitle {
  private(set) var names: [String] = []

  init(_ pieces: TitlePieces, brands: Set<String>) {
    let spoken = pieces.pieces.compactMap { if case .word(let word) = $0 { word } else { nil } }
    var brand: String?
    if let first = spoken.first, !Self.isKnown(first.lowercased()) {
      let isLoud = first.count > 3 && first.allSatisfy(\.isUppercase) && spoken.contains { $0 != $0.uppercased() }
      if isLoud || brands.contains(first.lowercased()) && !Self.isProperty(first) {
        brand = ChineseTitle.asWritten(first)
      }
    }
    var before: [String] = []
    var heads: [String] = []
    var phrases = 0
    for (place, piece) in pieces.pieces.enumerated() where phrases < 2 || !heads.isEmpty {
      guard case .word(let word) = piece else {
        if piece == .cut { before = [] }
        continue
      }
      let small = word.lowercased()
      if word == spoken.first, brand != nil, before.isEmpty, heads.isEmpty { continue }
      if TitleWords.englishKinds.contains(small) {
        heads.append(small)
        guard !Self.isKind(pieces.pieces[(place + 1)...].prefix(2)) else { continue }
        if !Self.isFit(pieces.pieces[(place + 1)...].prefix(2)) || phrases == 0 {
          add(before: before, heads: heads, brand: brand)
          phrases += 1
        }
        (before, heads) = ([], [])
      } else if TitleWords.englishNoise.contains(small) || small.contains(where: \.isNumber) {
        before = []
      } else {
        before.append(small)
      }
    }
    let model = spoken.dropFirst().first.flatMap {
      $0.contains(where: \.isNumber) && $0.first?.isLetter == true ? $0 : nil
    }
    if let brand, let model { names.insert("\(brand) \(model)", at: min(2, names.count)) }
  }

  private mutating func add(before: [String], heads: [String], brand: String?) {
    let near = before.suffix(2)
    let last = heads[heads.count - 1]
    let head = heads.joined(separator: " ")
    if !near.isEmpty { names.append((near + [head]).joined(separator: " ")) }
    if near.count > 1, let nearest = near.last { names.append("\(nearest) \(head)") }
    if heads.count > 1 {
      names.append(head)
      if let nearest = near.last { names.append("\(nearest) \(heads[0])") }
      names.append(heads.suffix(2).joined(separator: " "))
    }
    if before.count > 1 { names.append("\(before[0]) \(last)") }
    if before.count > 2 { names.append("\(before[0]) \(before[1]) \(last)") }
    if heads.count > 2 || heads.count == 2 && before.isEmpty { names.append("\(heads[0]) \(last)") }
    if let brand { names.append("\(brand) \(last)") }
    if !TitleWords.englishVague.contains(last), heads.count == 1 { names.append(last) }
  }

  private static func isKnown(_ word: String) -> Bool {
    TitleWords.englishKinds.contains(word) || TitleWords.englishNoise.contains(word)
  }

  /// "Oven safe": the product goes with it, and is none.
  private static func isFit(_ next: ArraySlice<TitlePieces.Piece>) -> Bool {
    guard case .word(let word)? = next.last else { return false }
    return ["safe", "compatible", "friendly", "ready"].contains(word.lowercased())
  }

  /// Cooling, quilted: no brand, although many titles begin with it.
  private static func isProperty(_ word: String) -> Bool {
    ["ing", "ed", "able", "less", "proof", "free"].contains { word.lowercased().hasSuffix($0) }
  }

  /// Whether a blank and a kind come next.
  private static func isKind(_ next: ArraySlice<TitlePieces.Piece>) -> Bool {
    guard next.first == .gap, case .word(let word)? = next.last else { return false }
    return TitleWords.englishKinds.contains(word.lowercased())
  }
}
