import Foundation

/// Turns a document that holds a table into delimited UTF-8 text, or JSON Lines: a row of it is a line of that.
enum DocumentText {
  /// Columns of a table that are kept.
  static let maximumColumns = RowParser.maximumFields
  /// Rows of a worksheet.
  static let maximumRows = 1 << 20
  /// Bytes of a table's text: cells that point to the same long text, or stand far to the right, are larger than their file.
  static let maximumLength = 1 << 27

  static func lines(of bytes: [UInt8], _ kind: DocumentKind, file: String) throws(IntakeError) -> [UInt8] {
    switch kind {
    case .text: return bytes
    case .utf16(let isBigEndian): return try utf8(bytes, isBigEndian: isBigEndian, file: file)
    case .jsonArray: return JSONArrayLines.split(bytes)
    case .workbook: return try Workbook.table(bytes, file: file).text
    case .markup: return try MarkupTable.table(bytes, file: file).text
    case .other(let what): throw .notText(file: file, line: 1, remedy: what)
    }
  }

  private static func utf8(_ bytes: [UInt8], isBigEndian: Bool, file: String) throws(IntakeError) -> [UInt8] {
    let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    var units: [UInt16] = []
    var place = hasMark ? 2 : 0
    while place + 1 < bytes.count {
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      place += 2
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .notText(file: file, line: 1, remedy: "it begins as UTF-16 and is none; save it as CSV in UTF-8")
    }
    return Array(text.utf8)
  }
}

/// The cells of a table as they are collected, row by row.
struct DocumentTable {
  private(set) var text: [UInt8] = []
  private(set) var rows = 0
  private(set) var filledRows = 0
  /// No more rows should be added.
  var isFull: Bool { text.count > DocumentText.maximumLength }

  /// Empty rows whose lines are not written yet: a sheet may be formatted down to its last row, a million further down.
  private var emptyRows = 0

  /// Adds a row; a cell with a line break stays one line.
  mutating func add(_ cells: [String]) {
    guard cells.contains(where: { !$0.isEmpty }) else { return fill(to: rows + 1) }
    text.append(contentsOf: repeatElement(0x0A, count: emptyRows))
    emptyRows = 0
    rows += 1
    filledRows += 1
    var isFirst = true
    for cell in cells {
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      if cell.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) {
        text.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
          if byte == UInt8(ascii: "\"") { text.append(byte) }
          text.append(byte < 0x20 ? 0x20 : byte)
        }
        text.append(UInt8(ascii: "\""))
      } else {
        text += cell.utf8
      }
    }
    text.append(0x0A)
  }

  /// Adds empty rows until there are `count`.
  mutating func fill(to count: Int) {
    emptyRows += max(0, count - rows)
    rows = max(rows, count)
  }
}

/// The elements of a JSON array, one on each line.
enum JSONArrayLines {
  static func split(_ bytes: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    var (depth, inText, isEscaped) = (0, false, false)
    for byte in bytes {
      if inText {
        lines.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          inText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        inText = true
        lines.append(byte)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if depth > 0 { lines.append(byte) }
        depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth > 0 { lines.append(byte) }
      case UInt8(ascii: ","): lines.append(depth <= 1 ? 0x0A : byte)
      case 0x0A, 0x0D: lines.append(0x20)
      default: lines.append(byte)
      }
    }
    return lines
  }
}
