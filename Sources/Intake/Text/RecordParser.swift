/// What a `RecordParser` hands out.
enum ParsedRecord: Sendable {
  case record(Record)
  case broken(FieldProblem)
}

/// Turns bytes into records, as they come: delimited text with a header (comma, tab, semicolon or bar, found from the
/// header), or JSON Lines (found from the first brace). Other documents that hold a table (`DocumentKind`) are read when they are
/// complete.
///
/// Lines above the header, repeated headers, and lines with totals are passed over.
struct RecordParser: Sendable {
  /// A header must show itself within this many bytes.
  static let maximumHeaderLength = 1 << 20
  /// Lines in which a header is looked for: exports have titles and periods above it.
  static let maximumPreamble = 30

  enum Format: Sendable {
    case delimited(positions: [Int?])
    case jsonLines
  }

  let file: String
  /// The columns of the file, as it writes them; empty for JSON Lines.
  var header: [String] = []
  /// Lines that hold no row: repeated headers, totals.
  private(set) var passedLines = 0
  var shape = TableShape([])
  let choose: @Sendable ([String]) -> TableShape
  var kind: DocumentKind?
  var pending: [UInt8] = []
  /// Line ends that had come when the header was last looked for.
  var linesTried = 0
  var rows: RowParser?
  var format: Format?
  var normalizedHeader: [String] = []

  private let settling: StyleSettling
  var survey = ValueSurvey([], delimiter: nil)
  private var style: ValueStyle?
  private var held: [ParsedRecord] = []
  private var heldIndex = 0

  /// - Parameter shape: the columns wanted, given the header (empty for JSON Lines).
  init(file: String, settling: StyleSettling = .usual, shape choose: @escaping @Sendable ([String]) -> TableShape) {
    self.file = file
    self.settling = settling
    self.choose = choose
  }

  /// - Parameter columns: the columns wanted, given the header (empty for JSON Lines).
  init(
    file: String, settling: StyleSettling = .usual, columns choose: @escaping @Sendable ([String]) -> [Column]
  ) {
    self.init(file: file, settling: settling) { TableShape(choose($0)) }
  }

  /// How values are written, as the rows so far tell.
  var surveyed: ValueStyle { shape.style(survey) }
  /// So many rows without anything that could be read in two ways: the rest will be like them.
  var isSurveyed: Bool { survey.records >= 20_000 && survey.isPlain }

  /// What the rows so far leave open, with the remedy.
  var doubts: [String] { shape.toldDates == nil ? survey.doubts(usual: shape.usualDates) : [] }

  /// Whether the file has a column.
  func has(_ column: Int) -> Bool {
    switch format {
    case .delimited(let positions): positions.indices.contains(column) && positions[column] != nil
    case .jsonLines: true
    case nil: false
    }
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
      if case .known(let known) = settling { style = known }
    }
    if case .ahead(let count) = settling, style == nil {
      while held.count < count, let parsed = read(atEnd: atEnd) {
        if case .record(let record) = parsed { survey.note(record) }
        held.append(parsed)
      }
      guard held.count >= count || atEnd else { return nil }
      style = shape.style(survey)
    }
    if heldIndex < held.count {
      heldIndex += 1
      return styled(held[heldIndex - 1])
    }
    held = []
    heldIndex = 0
    guard let parsed = read(atEnd: atEnd) else { return nil }
    if settling == .asItComes || settling == .open, case .record(let record) = parsed {
      survey.note(record)
      if settling == .asItComes { style = shape.style(survey) }
    }
    return styled(parsed)
  }

  private func styled(_ parsed: ParsedRecord) -> ParsedRecord {
    guard case .record(var record) = parsed, let style else { return parsed }
    record.style = style
    return .record(record)
  }

  private mutating func read(atEnd: Bool) -> ParsedRecord? {
    while let format, let parsed = rows?.next(atEnd: atEnd) {
      switch parsed {
      case .broken(let problem): return .broken(problem)
      case .row(let row):
        switch format {
        case .delimited(let positions):
          if isNoRow(row.fields) {
            passedLines += 1
            continue
          }
          let fields = positions.map { position in
            position.map { $0 < row.fields.count ? Self.cleaned(row.fields[$0]) : "" }
          }
          return .record(Record(line: row.line, fields: fields))
        case .jsonLines: return jsonRecord(row)
        }
      }
    }
    return nil
  }

  /// The header once more, where files were joined; a line of totals; nothing but separators.
  private func isNoRow(_ fields: [String]) -> Bool {
    guard let first = fields.first(where: { !$0.isEmpty }) else { return true }
    if first.trimmingBlanks() == normalizedHeader.first, fields.map({ $0.trimmingBlanks() }) == header { return true }
    let text = first.trimmingBlanks()
    guard text.utf8.count <= 64 else { return false }
    if text.isEmpty { return fields.allSatisfy { $0.trimmingBlanks().isEmpty } }
    guard let word = Self.totals.first(where: { text.lowercased().hasPrefix($0) }) else { return false }
    let rest = text.dropFirst(word.count)
    return (rest.isEmpty || ":： (（".contains(rest.first ?? " ")) && fields.count { $0.isEmpty } * 3 >= fields.count
  }

  /// What lines of totals begin with.
  private static let totals = [
    "合计", "总计", "小计", "共计", "汇总", "總計", "合計", "grand total", "total", "totals", "sum", "summe", "gesamt", "subtotal",
  ]

  /// Without what spreadsheets and exports put around ids to keep them text: blanks, tabs, `="…"`, a leading `'`.
  static func cleaned(_ field: String) -> String {
    var text = field.trimmingBlanks()
    if text.utf8.first == UInt8(ascii: "="), text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 2 {
      text = String(text.dropFirst(2).dropLast()).trimmingBlanks()
    } else if text.utf8.first == UInt8(ascii: "'") {
      text = String(text.dropFirst())
      if text.hasSuffix("'") { text.removeLast() }
      text = text.trimmingBlanks()
    }
    return text
  }
}
