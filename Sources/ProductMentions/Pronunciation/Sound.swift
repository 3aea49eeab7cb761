/// One sound of a name or of speech: a syllable, or a letter of a Latin word.
struct Sound: Hashable, Sendable {
  /// The usual reading.
  var code: SoundInventory.Code
  /// Another reading of the same character; `code` again where there is none.
  var otherCode: SoundInventory.Code
  /// The tone, 1…4; 0 where it is unknown or does not matter.
  var tone: UInt8
  /// The character as text compares it: simplified, small letters.
  var character: Unicode.Scalar
  /// How much it counts in a name: 1 for a syllable or a letter that is spelled out, less for a letter in a word.
  var weight: Float

  static let letterWeight: Float = 0.4

  /// 0 (the same) to 1 (nothing in common); the nearest of the readings counts.
  func distance(to other: Sound, in inventory: SoundInventory = .standard) -> Float {
    if character == other.character { return 0 }
    return min(1, distanceWithoutTones(to: other, in: inventory) + toneDistance(to: other))
  }

  /// A wrong tone speaks a little against a name: recognisers keep tones better than characters.
  private func toneDistance(to other: Sound) -> Float {
    if tone == 0 || other.tone == 0 || tone == other.tone { return 0 }
    // The third tone is spoken as the second before another third.
    return tone + other.tone == 5 && (tone == 2 || tone == 3) ? 0.03 : 0.06
  }

  private func distanceWithoutTones(to other: Sound, in inventory: SoundInventory) -> Float {
    var least = inventory.distance(code, other.code)
    if otherCode != code { least = min(least, inventory.distance(otherCode, other.code)) }
    if other.otherCode != other.code {
      least = min(least, inventory.distance(code, other.otherCode))
      if otherCode != code { least = min(least, inventory.distance(otherCode, other.otherCode)) }
    }
    return least
  }
}
