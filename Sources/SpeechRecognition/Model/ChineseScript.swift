internal import Foundation

/// Simplified and traditional Chinese characters, one for one (ICU's transliterators).
///
/// Whisper writes either script, even within a word. Transcripts are simplified; the catalog bias accepts both.
struct ChineseScript: Sendable {
  private static let block: ClosedRange<UInt32> = 0x4E00...0x9FFF
  private let simplified: [UInt16]
  private let variants: [UInt16: [Unicode.Scalar]]

  init() {
    let characters = Self.block.compactMap(Unicode.Scalar.init)
    let toSimplified = Self.table(of: characters, "Hant-Hans")
    let toTraditional = Self.table(of: characters, "Hans-Hant")
    var variants: [UInt16: [Unicode.Scalar]] = [:]
    for (index, character) in characters.enumerated() {
      if toSimplified[index] != character { variants[UInt16(toSimplified[index].value), default: []].append(character) }
      let traditional = toTraditional[index]
      if traditional != character, !variants[UInt16(character.value), default: []].contains(traditional) {
        variants[UInt16(character.value), default: []].append(traditional)
      }
    }
    self.simplified = toSimplified.map { UInt16($0.value) }
    self.variants = variants
  }

  /// The simplified form of a character; other scripts come back as they are.
  func simplify(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard Self.block.contains(scalar.value) else { return scalar }
    return Unicode.Scalar(simplified[Int(scalar.value - Self.block.lowerBound)]) ?? scalar
  }

  /// The traditional characters that a simplified one may stand for, without itself.
  func traditional(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    UInt16(exactly: scalar.value).flatMap { variants[$0] } ?? []
  }

  /// The transform of each character by itself; characters that leave the block stay as they are.
  private static func table(of characters: [Unicode.Scalar], _ name: String) -> [Unicode.Scalar] {
    var lines = String.UnicodeScalarView()
    for character in characters {
      lines.append(character)
      lines.append("\n")
    }
    let transformed = String(lines).applyingTransform(StringTransform(name), reverse: false) ?? String(lines)
    let results = transformed.unicodeScalars.split(separator: "\n")
    guard results.count == characters.count else { return characters }
    return zip(characters, results).map { character, result in
      guard result.count == 1, let only = result.first, block.contains(only.value) else { return character }
      return only
    }
  }
}
