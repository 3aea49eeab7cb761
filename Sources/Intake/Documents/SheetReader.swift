import LiveshelfCore

/// Reads the cells of one worksheet.
final class SheetReader: XMLEventReading {
  private(set) var table = DocumentTable()
  private(set) var isTooLarge = false

  private let strings: [String]
  private let areDates: [Bool]
  private let from1904: Bool
  private var cells: [String] = []
  private var column = 0
  private var kind = ""
  private var style = 0
  private var text = ""

  init(strings: [String], areDates: [Bool], from1904: Bool) {
    (self.strings, self.areDates, self.from1904) = (strings, areDates, from1904)
  }

  func begin(_ name: String, _ attributes: [String: String]) {
    guard !isTooLarge else { return }
    switch name {
    case "row":
      let number = attributes["r"].flatMap { Int($0) } ?? table.rows + 1
      guard number <= DocumentText.maximumRows, table.rows < DocumentText.maximumRows else {
        isTooLarge = true
        return
      }
      table.fill(to: number - 1)
      (cells, column) = ([], 0)
    case "c":
      column = attributes["r"].flatMap(Self.column) ?? column + 1
      kind = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      text = ""
      if column > DocumentText.maximumColumns { isTooLarge = true }
    default: break
    }
  }

  func end(_ name: String, _ text: String) {
    guard !isTooLarge else { return }
    switch name {
    case "v": self.text = text
    case "t": self.text += text
    case "c":
      guard column >= 1 else { return }
      while cells.count < column - 1 { cells.append("") }
      if cells.count == column - 1 { cells.append(value) }
    case "row":
      table.add(cells)
      cells = []
      if table.isFull { isTooLarge = true }
    default: break
    }
  }

  private var value: String {
    switch kind {
    case "s": return Int(text).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
    // A formula that failed has no value.
    case "e": return ""
    case "n":
      guard areDates.indices.contains(style), areDates[style], let days = Double(text) else { return text }
      return time(days) ?? text
    default: return text
    }
  }

  /// Days since the end of 1899, or since 1904, as local time.
  private func time(_ days: Double) -> String? {
    let days = from1904 ? days + 1462 : days
    guard (1..<80_000).contains(days) else { return nil }
    let seconds = Int64(((days - 25_569) * 86_400).rounded())
    return String(WallTime(microseconds: seconds * 1_000_000).formatted(in: .utc).prefix(19))
  }

  /// The number of a column from a cell's name: 1 of `A7`, 28 of `AB7`.
  private static func column(_ name: String) -> Int? {
    var number = 0
    for byte in name.utf8 {
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
      number = number * 26 + Int(byte - UInt8(ascii: "A")) + 1
      if number > 20_000 { return nil }
    }
    return number > 0 ? number : nil
  }
}
