internal import Foundation

/// Text in simplified characters and letters of ordinary width, as names are compared.
enum FoldedText {
  static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if (0xFF01...0xFF5E).contains(scalar.value) {
        folded.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      } else {
        folded.append(scalar == "\u{3000}" ? " " : simplified[scalar] ?? scalar)
      }
    }
    return String(folded)
  }

  /// The traditional characters that have one simplified form. Made once, of ICU's Hant-Hans transliteration.
  private static let simplified: [Unicode.Scalar: Unicode.Scalar] = {
    let block = (UInt32(0x4E00)...0x9FFF).compactMap(Unicode.Scalar.init)
    let text = block.map { "\($0)" }.joined(separator: "\n")
    let folded = text.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? text
    let lines = folded.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == block.count else { return [:] }
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, line) in zip(block, lines) {
      if line.unicodeScalars.count == 1, let to = line.unicodeScalars.first, to != from { table[from] = to }
    }
    return table
  }()
}
