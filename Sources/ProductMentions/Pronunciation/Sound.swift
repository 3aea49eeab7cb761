/// One sound of a name or of speech: a syllable, or a letter of a Latin word.
struct Sound: Hashable, Sendable {
  /// The usual reading.
  var code: SoundInventory.Code
  /// Another reading of the same character; `code` again where there is none.
  var otherCode: SoundInventory.Code
  /// The character as text compares it: simplified, small letters.
  var character: Unicode.Scalar
  /// How much it counts in a name: 1 for a syllable or a letter that is spelled out, less for a letter in a word.
  var weight: Float

  static let letterWeight: Float = 0.4

  /// 0 (the same) to 1 (nothing in common); the nearest of the readings counts.
  func distance(to other: Sound, in inventory: SoundInventory = .standard) -> Float {
    if character == other.character { return 0 }
    var least = inventory.distance(code, other.code)
    if otherCode != code { least = min(least, inventory.distance(otherCode, other.code)) }
    if other.otherCode != other.code {
      least = min(least, inventory.distance(code, other.otherCode))
      if otherCode != code { least = min(least, inventory.distance(otherCode, other.otherCode)) }
    }
    return least
  }
}
