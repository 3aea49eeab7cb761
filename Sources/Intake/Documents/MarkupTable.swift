import Foundation

/// Reads the largest table of a web page, or of Excel's XML of 2003: shops give both as .xls. Tolerant of tags that are not closed.
struct MarkupTable {
  private var tables: [DocumentTable] = []
  private var current = DocumentTable()
  private var cells: [String]?
  private var cell: String?
  private var span = 1

  static func table(_ bytes: [UInt8], file: String) throws(IntakeError) -> DocumentTable {
    guard let text = decoded(bytes) else {
      throw .notText(
        file: file, line: 1, remedy: "it is a web page in an unknown encoding; save its table as CSV in UTF-8")
    }
    var reader = MarkupTable()
    reader.read(text)
    guard let best = reader.tables.max(by: { $0.filledRows < $1.filledRows }), best.filledRows > 0 else {
      throw .notText(
        file: file, line: 1,
        remedy:
          "it is a web page without a table, such as a page that asks to log in; export the orders as CSV or .xlsx")
    }
    return best
  }

  private static func decoded(_ bytes: [UInt8]) -> String? {
    let body = bytes.starts(with: ByteOrderMark.utf8) ? bytes.dropFirst(3) : bytes[...]
    return TextEncoding.utf8.decode(body) ?? TextEncoding.gb18030.decode(body)
  }

  private mutating func read(_ text: String) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      take(rest[..<open])
      rest = rest[rest.index(after: open)...]
      if rest.hasPrefix("!--") {
        rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { break }
      let tag = rest[..<close]
      rest = rest[rest.index(after: close)...]
      let name = Self.name(tag)
      if name == "script" || name == "style" {
        rest = rest.firstRange(of: "</\(name)").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      take(name, tag)
    }
    take(rest)
    endTable()
  }

  /// The name of a tag in small letters without prefix, with a `/` before that of an end.
  private static func name(_ tag: Substring) -> String {
    let isEnd = tag.hasPrefix("/")
    let name = tag.dropFirst(isEnd ? 1 : 0).prefix { $0.isLetter || $0 == ":" }.lowercased()
    let local = name.split(separator: ":").last.map(String.init) ?? name
    return isEnd ? "/" + local : local
  }

  private mutating func take(_ name: String, _ tag: Substring) {
    switch name {
    case "table", "/table", "worksheet", "/worksheet": endTable()
    case "tr", "row":
      endRow()
      cells = []
    case "/tr", "/row": endRow()
    case "td", "th", "cell":
      endCell()
      if cells == nil { cells = [] }
      if let place = Self.number(tag, "ss:index"), place <= DocumentText.maximumColumns {
        while (cells?.count ?? 0) < place - 1 { cells?.append("") }
      }
      cell = ""
      span = min(Self.number(tag, "colspan") ?? 1, 64)
    case "/td", "/th", "/cell": endCell()
    case "br", "p", "/p": if cell?.isEmpty == false { cell? += " " }
    default: break
    }
  }

  private mutating func take(_ text: Substring) {
    guard cell != nil, !text.isEmpty, (cell?.utf8.count ?? 0) < 1 << 16 else { return }
    cell? += text.contains("&") ? MarkupText.decoded(text) : String(text)
  }

  private mutating func endCell() {
    guard let text = cell else { return }
    cell = nil
    let count = cells?.count ?? 0
    guard count < DocumentText.maximumColumns else { return }
    cells?.append(text.trimmingBlanks())
    for _ in 1..<max(1, span) { cells?.append("") }
  }

  private mutating func endRow() {
    endCell()
    guard let row = cells else { return }
    cells = nil
    if current.rows < DocumentText.maximumRows, !current.isFull { current.add(row) }
  }

  private mutating func endTable() {
    endRow()
    if current.rows > 0, tables.count < 1000 { tables.append(current) }
    current = DocumentTable()
  }

  /// The whole number of an attribute.
  private static func number(_ tag: Substring, _ attribute: String) -> Int? {
    let lower = tag.lowercased()
    guard let place = lower.firstRange(of: attribute + "=") else { return nil }
    return Int(
      lower[place.upperBound...].drop { $0 == "\"" || $0 == "'" }.prefix { $0.isASCII && $0.isNumber }.prefix(6))
  }
}

/// Signs of markup that stand for others.
enum MarkupText {
  private static let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "yen": "¥"]

  static func decoded(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      guard let end = rest.prefix(12).firstIndex(of: ";"), let sign = sign(rest[..<end]) else {
        result += "&"
        continue
      }
      result += sign
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func sign(_ name: Substring) -> String? {
    guard name.hasPrefix("#") else { return names[name.lowercased()] }
    let digits = name.dropFirst()
    let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }
}
