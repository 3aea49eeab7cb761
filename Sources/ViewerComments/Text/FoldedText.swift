internal import Foundation

/// A comment as comparisons see it: simplified, half width, small letters, numbers in digits, split into tokens.
///
/// A token is one Chinese character, one Latin word, one number or one other sign. Numbers that Chinese writes in
/// characters become digits where they are read as one (`一百三十` → 130, `三八` → 38, `1.5米` and `一米五` → `1米5`).
struct FoldedText: Sendable {
  struct Token: Hashable, Sendable {
    var text: String
    var isNumber: Bool

    /// Whether the token is one Chinese character.
    var isHan: Bool {
      guard let scalar = text.unicodeScalars.first else { return false }
      return text.unicodeScalars.count == 1 && (0x4E00...0x9FFF).contains(scalar.value)
    }

    /// Whether the token is a word of Latin letters.
    var isLatin: Bool { text.unicodeScalars.first.map { ("a"..."z").contains($0) } ?? false }
  }

  /// Longer comments are cut: what a viewer wants stands in the first words.
  static let longest = 200

  let tokens: [Token]

  /// - Parameter longest: characters beyond it are cut.
  init(_ text: some StringProtocol, longest: Int = Self.longest) {
    let plain = String(text.prefix(longest)).applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? ""
    let simple = plain.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? plain
    let scalars = Array(simple.lowercased().unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      let start = index
      let scalar = scalars[index]
      if ("a"..."z").contains(scalar) {
        while index < scalars.count, ("a"..."z").contains(scalars[index]) { index += 1 }
        tokens.append(Token(text: Self.string(scalars[start..<index]), isNumber: false))
      } else if let (value, end) = HanNumerals.number(scalars, from: index) {
        index = end
        tokens.append(Token(text: value, isNumber: true))
      } else {
        index += 1
        guard !scalar.properties.isWhitespace, scalar != "'", scalar.value != 0xFE0F else { continue }
        tokens.append(Token(text: String(scalar), isNumber: false))
      }
    }
    self.tokens = Self.metres(tokens)
  }

  /// Where `pattern` begins in the tokens from `start` on.
  func first(_ pattern: [Token], from start: Int = 0) -> Int? {
    guard !pattern.isEmpty, tokens.count >= pattern.count, start <= tokens.count - pattern.count else { return nil }
    return (start...(tokens.count - pattern.count)).first { begin in
      tokens[begin] == pattern[0] && tokens[begin..<begin + pattern.count].elementsEqual(pattern)
    }
  }

  /// `1.5 米` as `1 米 5`, which is how it is said.
  private static func metres(_ tokens: [Token]) -> [Token] {
    var result: [Token] = []
    for (index, token) in tokens.enumerated() {
      guard token.isNumber, let point = token.text.firstIndex(of: "."), index + 1 < tokens.count,
        tokens[index + 1].text == "米" || tokens[index + 1].text == "m"
      else {
        let follows = index > 0 && tokens[index - 1].isNumber && tokens[index - 1].text.contains(".")
        if follows, token.text == "米" || token.text == "m" { continue }
        result.append(token)
        continue
      }
      result.append(Token(text: String(token.text[..<point]), isNumber: true))
      result.append(Token(text: "米", isNumber: false))
      result.append(Token(text: String(token.text[token.text.index(after: point)...]), isNumber: true))
    }
    return result
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
