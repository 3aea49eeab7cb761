/// How many columns text takes on a terminal: East Asian wide characters and emoji take two.
enum DisplayWidth {
  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x300..<0x370, 0x200B...0x200F, 0xFE00...0xFE0F: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The text cut, or padded with blanks, to exactly so many columns.
  static func fitted(_ text: String, to columns: Int) -> String {
    var (result, used) = ("", 0)
    for character in text {
      let width = of(character)
      if used + width > columns { break }
      result.append(character)
      used += width
    }
    return result + String(repeating: " ", count: max(0, columns - used))
  }

  /// The end of a text that fits into so many columns.
  static func tail(_ text: String, columns: Int) -> String {
    var (kept, used) = ([Character](), 0)
    for character in text.reversed() {
      let width = of(character)
      if used + width > columns { break }
      kept.append(character)
      used += width
    }
    return String(kept.reversed())
  }
}
