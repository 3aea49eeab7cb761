internal import Foundation

/// Toneless pinyin of Chinese characters, by ICU's Han–Latin transliteration (Unicode kMandarin).
enum Pinyin {
  /// One syllable for each character; the same sounds for the pairs that typing and dialects mix up.
  static func syllables(of characters: [String]) -> [String] {
    let joined = characters.joined(separator: "\n")
    let latin = joined.applyingTransform(.mandarinToLatin, reverse: false) ?? joined
    let plain = latin.applyingTransform(.stripDiacritics, reverse: false) ?? latin
    return plain.split(separator: "\n", omittingEmptySubsequences: false).map { merged(String($0)) }
  }

  /// zh/z, ch/c, sh/s, n/l, and final g: what southern speakers type alike.
  private static func merged(_ syllable: String) -> String {
    var text = syllable.lowercased()
    for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s")] where text.hasPrefix(from) {
      text = to + text.dropFirst(2)
    }
    for ending in ["ing", "eng", "ang"] where text.hasSuffix(ending) { text.removeLast() }
    return text
  }
}
