/// Text for a terminal: columns that stay in line with Chinese characters in them, and sparklines.
enum TerminalText {
  /// How many columns the text takes (Unicode Standard Annex #11: wide characters take two).
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// The text in a column: cut or filled with blanks. Control characters, which could steer the terminal, become blanks.
  static func column(_ text: String, _ columns: Int, right: Bool = false) -> String {
    var kept = ""
    var used = 0
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      let size = isControl ? 1 : width(of: scalar)
      guard used + size <= columns else { break }
      kept.unicodeScalars.append(isControl ? " " : scalar)
      used += size
    }
    let blanks = String(repeating: " ", count: columns - used)
    return right ? blanks + kept : kept + blanks
  }

  /// The values as bars of eight heights, in at most `columns` characters; each shows the largest of those it stands
  /// for. Zero is a dot.
  static func sparkline(_ values: [Double], columns: Int = 60) -> String {
    guard let most = values.max(), most > 0 else { return String(repeating: "·", count: min(columns, values.count)) }
    let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    let count = min(columns, values.count)
    return String(
      (0..<count).map { column -> Character in
        let part = values[(column * values.count / count)..<((column + 1) * values.count / count)]
        let value = part.max() ?? 0
        guard value > 0 else { return "·" }
        return bars[min(7, max(0, Int((value / most * 8).rounded(.up)) - 1))]
      })
  }
}
