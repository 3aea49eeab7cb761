import Foundation

/// What a `RecordParser` hands out.
enum ParsedRecord: Sendable {
  case record(Record)
  case broken(FieldProblem)
}

/// Turns bytes into records, as they come: delimited text with a header (comma, tab, semicolon or bar, found from the
/// header), or JSON Lines (found from the first brace).
struct RecordParser: Sendable {
  /// A header must show itself within this many bytes.
  static let maximumHeaderLength = 1 << 20

  private enum Format: Sendable {
    case delimited(positions: [Int?])
    case jsonLines
  }

  let file: String
  /// The columns of the file, as it writes them; empty for JSON Lines.
  private(set) var header: [String] = []
  private var columns: [Column]
  private let choose: @Sendable ([String]) -> [Column]
  private var pending: [UInt8] = []
  private var rows: RowParser?
  private var format: Format?

  /// - Parameter columns: the columns wanted, given the header (empty for JSON Lines).
  init(file: String, columns choose: @escaping @Sendable ([String]) -> [Column]) {
    self.file = file
    self.choose = choose
    self.columns = []
  }

  mutating func append(_ bytes: [UInt8]) {
    if rows == nil { pending += bytes } else { rows?.append(bytes) }
  }

  /// The next record, or nil when more bytes are needed.
  ///
  /// - Throws: `missingColumn`, `notText`, `empty` (with `atEnd`), `tooLarge`: all of them before the first record.
  mutating func next(atEnd: Bool) throws(IntakeError) -> ParsedRecord? {
    if format == nil {
      guard try begin(atEnd: atEnd) else { return nil }
    }
    guard let format, let parsed = rows?.next(atEnd: atEnd) else { return nil }
    switch parsed {
    case .broken(let problem): return .broken(problem)
    case .row(let row):
      switch format {
      case .delimited(let positions):
        let fields = positions.map { position in
          position.map { $0 < row.fields.count ? Self.cleaned(row.fields[$0]) : "" }
        }
        return .record(Record(line: row.line, fields: fields))
      case .jsonLines: return jsonRecord(row)
      }
    }
  }

  // MARK: - The beginning of a file

  /// Reads the header. False: more bytes are needed.
  private mutating func begin(atEnd: Bool) throws(IntakeError) -> Bool {
    if ByteOrderMark.utf16.contains(where: pending.starts(with:)) {
      throw .notText(file: file, line: 1, remedy: "it is UTF-16; save it as UTF-8")
    }
    let body = pending.starts(with: ByteOrderMark.utf8) ? pending.dropFirst(3) : pending[...]
    guard let first = body.first(where: { $0 > 0x20 }) else {
      if atEnd { throw .empty(file: file, remedy: "give it a header line and rows") }
      return false
    }
    if first == UInt8(ascii: "{") {
      var parser = RowParser()
      parser.append(pending)
      rows = parser
      columns = choose([])
      format = .jsonLines
      pending = []
      return true
    }
    guard atEnd || body.contains(0x0A) else {
      guard pending.count < Self.maximumHeaderLength else {
        throw .tooLarge(
          file: file, limit: "\(Self.maximumHeaderLength) bytes without a line end",
          remedy: "give a CSV file with a header line, or JSON Lines")
      }
      return false
    }
    var parser = RowParser(delimiter: Self.delimiter(of: body))
    parser.append(pending)
    guard case .row(let row)? = parser.next(atEnd: atEnd) else {
      if atEnd || pending.count > RowParser.maximumRowLength {
        throw .notText(
          file: file, line: 1, remedy: "the header line cannot be read; save the file as CSV in UTF-8 or GB18030")
      }
      return false
    }
    header = row.fields.map { $0.trimmingBlanks() }
    columns = choose(header)
    let names = header.map { Column.normalized($0) }
    var positions: [Int?] = []
    for column in columns {
      let position = column.headers.lazy.compactMap { names.firstIndex(of: Column.normalized($0)) }.first
      if position == nil, column.isRequired {
        throw .missingColumn(file: file, column: column.name, found: header)
      }
      positions.append(position)
    }
    format = .delimited(positions: positions)
    rows = parser
    pending = []
    return true
  }

  /// The separator that occurs most often in the first line, outside quotes; a comma when none does.
  private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var inQuotes = false
    for byte in bytes.prefix(while: { $0 != 0x0A }) {
      if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
      if !inQuotes { counts[byte, default: 0] += 1 }
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]
    let best = candidates.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
    return best.flatMap { counts[$0] == nil ? nil : $0 } ?? candidates[0]
  }

  /// Without what spreadsheets and exports put around ids to keep them text: blanks, tabs, `="…"`, a leading `'`.
  private static func cleaned(_ field: String) -> String {
    var text = field.trimmingBlanks()
    if text.utf8.first == UInt8(ascii: "="), text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 3 {
      text = String(text.dropFirst(2).dropLast())
    } else if text.utf8.first == UInt8(ascii: "'") {
      text = String(text.dropFirst())
    }
    return text
  }

  // MARK: - JSON Lines

  private func jsonRecord(_ row: TextRow) -> ParsedRecord {
    let text = row.fields[0]
    func broken(_ problem: String) -> ParsedRecord {
      .broken(
        FieldProblem(
          line: row.line, field: "", value: text, problem: problem, remedy: "write one JSON object on each line"))
    }
    let object: [String: Any]
    do {
      guard let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
        return broken("no JSON object:")
      }
      object = read
    } catch {
      return broken("no valid JSON:")
    }
    var fields: [String?] = []
    for column in columns {
      let value = column.headers.lazy.compactMap { object[$0] }.first
      let text = value.flatMap(Self.text)
      if text == nil, column.isRequired {
        return .broken(
          FieldProblem(
            line: row.line, field: column.name, value: "", problem: "is missing",
            remedy: "found: \(object.keys.sorted().prefix(40).joined(separator: ", "))"))
      }
      fields.append(text)
    }
    return .record(Record(line: row.line, fields: fields))
  }

  /// A JSON value as the text that a CSV field would hold; lists are joined by `|`.
  private static func text(_ value: Any) -> String? {
    switch value {
    case let text as String: text.trimmingBlanks()
    case let number as NSNumber: number.stringValue
    case let list as [Any]: list.compactMap(Self.text).joined(separator: "|")
    default: nil
    }
  }
}
