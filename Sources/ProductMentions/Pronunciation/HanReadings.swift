internal import Foundation

/// How the characters of Chinese are read, and how traditional ones are written in simplified form.
///
/// Readings come from ICU's Han–Latin transliteration (Unicode's kMandarin), which gives each character one reading;
/// the characters that everyday words read in two ways have the other one in `HanReadings+Polyphones.swift`.
struct HanReadings: Sendable {
  /// Built once: 21,000 characters take about 0.2 s. Immutable.
  static let standard = HanReadings()

  private static let first: UInt32 = 0x4E00
  private static let last: UInt32 = 0x9FFF

  /// One or two syllables for each character of the block; none where Unicode knows no reading.
  private let readings: [[Syllable]]
  /// 1 to 4; 0 for a neutral or unknown tone, and for characters with two readings.
  private let tones: [UInt8]
  private let simplified: [UInt32]

  private init() {
    var block = ""
    for value in Self.first...Self.last {
      block.unicodeScalars.append(Unicode.Scalar(value) ?? " ")
      block.append("\n")
    }
    let latin = block.applyingTransform(.mandarinToLatin, reverse: false) ?? ""
    let spelled = latin.split(separator: "\n", omittingEmptySubsequences: false).map(Self.plain)
    let count = Int(Self.last - Self.first) + 1
    var readings = (0..<count).map { index in
      index < spelled.count ? Syllable(pinyin: spelled[index].letters).map { [$0] } ?? [] : []
    }
    for (character, other) in Self.polyphones {
      let index = Int(character.value) - Int(Self.first)
      guard readings.indices.contains(index), let syllable = Syllable(pinyin: other) else { continue }
      if !readings[index].contains(syllable) { readings[index].append(syllable) }
    }
    self.readings = readings
    tones = (0..<count).map { index in
      index < spelled.count && readings[index].count == 1 ? spelled[index].tone : 0
    }
    let folded = block.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? block
    let lines = folded.split(separator: "\n", omittingEmptySubsequences: false)
    self.simplified = (0..<count).map { index in
      let line = index < lines.count ? lines[index].unicodeScalars : Substring.UnicodeScalarView()
      return line.count == 1 ? line.first?.value ?? 0 : Self.first + UInt32(index)
    }
  }

  /// The readings of a character, the usual one first; empty when it is no Chinese character or has none.
  func readings(of character: Unicode.Scalar) -> [Syllable] {
    guard (Self.first...Self.last).contains(character.value) else { return [] }
    return readings[Int(character.value - Self.first)]
  }

  /// Every syllable that some character has.
  var allSyllables: Set<Syllable> { Set(readings.joined()) }

  /// The tone of a character, 1…4; 0 when it is neutral, unknown, or depends on the word.
  func tone(of character: Unicode.Scalar) -> UInt8 {
    guard (Self.first...Self.last).contains(character.value) else { return 0 }
    return tones[Int(character.value - Self.first)]
  }

  /// The simplified form of a traditional character; other characters stay as they are.
  func simplified(_ character: Unicode.Scalar) -> Unicode.Scalar {
    guard (Self.first...Self.last).contains(character.value) else { return character }
    return Unicode.Scalar(simplified[Int(character.value - Self.first)]) ?? character
  }

  /// Pinyin without its tone mark, ü as `v`, and the tone.
  private static func plain(_ pinyin: Substring) -> (letters: String, tone: UInt8) {
    var plain = ""
    var tone: UInt8 = 0
    for scalar in String(pinyin).decomposedStringWithCanonicalMapping.unicodeScalars {
      if let mark = [0x304: 1, 0x301: 2, 0x30C: 3, 0x300: 4][scalar.value] {
        tone = UInt8(mark)
      } else if scalar.value == 0x308 {
        if plain.last == "u" {
          plain.removeLast()
          plain.append("v")
        }
      } else if scalar.isASCII, scalar.properties.isAlphabetic {
        plain.unicodeScalars.append(scalar)
      }
    }
    return (plain, tone)
  }
}
