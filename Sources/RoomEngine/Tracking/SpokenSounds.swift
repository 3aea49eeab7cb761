internal import Foundation
import LiveshelfCore

/// Text as sounds: a syllable for each Chinese character and digit, a word for each run of Latin letters. Recognisers
/// write what they heard with other characters of the same sound, so wordings are compared by sound.
struct SpokenSounds: Sendable {
  struct Element: Hashable, Sendable {
    /// The consonant of a syllable; a whole Latin word.
    var initial: String
    /// The rest of a syllable; empty for a Latin word.
    var final: String

    /// 0 for the same sound, ½ when one half of a syllable agrees, else 1. Retroflex and dental consonants, n and l,
    /// and front and back nasals count as the same, as in many accents.
    func distance(to other: Element) -> Double {
      if self == other { return 0 }
      if final.isEmpty || other.final.isEmpty { return 1 }
      return initial == other.initial || final == other.final ? 0.5 : 1
    }
  }

  var elements: [Element] = []
  /// The index of the character at which each element begins.
  var offsets: [Int] = []

  private static let digits = ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"]

  /// - Parameter text: at most 2,000 characters are read.
  init(_ text: some StringProtocol) {
    let characters = Array(text.lowercased().prefix(2000))
    // ICU reads a lone character the same way wherever it stands, which both sides of a comparison need.
    let latin = characters.map(String.init).joined(separator: "\n").applyingTransform(.mandarinToLatin, reverse: false)
    let lines = (latin ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == characters.count else { return }
    var word = ""
    for (offset, character) in characters.enumerated() {
      if character.isASCII, character.isLetter {
        if word.isEmpty { offsets.append(offset) }
        word.append(character)
        continue
      }
      closeWord(&word)
      if character.isASCII {
        guard let digit = character.wholeNumberValue else { continue }
        append(Self.digits[digit], at: offset)
      } else if let plain = String(lines[offset]).applyingTransform(.stripDiacritics, reverse: false),
        plain.allSatisfy({ $0.isASCII && $0.isLetter }), !plain.isEmpty
      {
        append(plain, at: offset)
      }
    }
    closeWord(&word)
  }

  private mutating func closeWord(_ word: inout String) {
    guard !word.isEmpty else { return }
    elements.append(Element(initial: word, final: ""))
    word = ""
  }

  private mutating func append(_ pinyin: String, at offset: Int) {
    let split = pinyin.firstIndex { "aeiouv".contains($0) } ?? pinyin.endIndex
    var initial = String(pinyin[..<split])
    var final = String(pinyin[split...])
    if initial.count == 2 { initial.removeLast() }
    if initial == "n" { initial = "l" }
    if final.hasSuffix("ng") { final.removeLast() }
    elements.append(Element(initial: initial, final: final.isEmpty ? "-" : final))
    offsets.append(offset)
  }

  /// Whether `phrase` stands at `index`, with half a syllable wrong for every two, none in phrases of two.
  ///
  /// - Parameter isExact: nothing may be wrong.
  func matches(_ phrase: [Element], at index: Int, isExact: Bool) -> Bool {
    guard index + phrase.count <= elements.count else { return false }
    let allowed = isExact || phrase.count < 3 ? 0 : 0.25 * Double(phrase.count)
    var distance = 0.0
    for (position, element) in phrase.enumerated() {
      distance += element.distance(to: elements[index + position])
      if distance > allowed { return false }
    }
    return true
  }
}
