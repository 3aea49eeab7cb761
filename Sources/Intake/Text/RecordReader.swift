import Foundation

/// Records of a file, read piece by piece.
struct RecordReader: ~Copyable {
  private static let pieceLength = 1 << 17

  private var source: ByteSource
  private var parser: RecordParser
  private var isAtEnd = false

  init(_ source: consuming ByteSource, columns: @escaping @Sendable ([String]) -> [Column]) throws(IntakeError) {
    try self.init(source) { TableShape(columns($0)) }
  }

  /// A file is looked through before its first record: all of it tells how its values are written.
  init(
    _ source: consuming ByteSource, shape: @escaping @Sendable ([String]) -> TableShape
  ) throws(IntakeError) {
    var source = source
    var settling = StyleSettling.usual
    if source.isRepeatable {
      var first = RecordParser(file: source.name, settling: .open, shape: shape)
      settling = .known(try Self.survey(&source, &first))
      doubts = first.doubts
    }
    parser = RecordParser(file: source.name, settling: settling, shape: shape)
    self.source = source
  }

  /// What the file leaves open, with the remedy.
  private(set) var doubts: [String] = []
  /// The header as the file writes it; empty before the first record.
  var header: [String] { parser.header }
  /// Whether the file has a column.
  func has(_ column: Int) -> Bool { parser.has(column) }

  /// How the values of a file are written, after a look at all of it. The file is at its beginning afterwards.
  ///
  /// - Parameter look: sees each record.
  static func survey(
    _ source: inout ByteSource, _ parser: inout RecordParser, _ look: (Record) -> Bool = { _ in false }
  ) throws(IntakeError) -> ValueStyle {
    var (isAtEnd, looks) = (false, true)
    while looks || !parser.isSurveyed {
      if let parsed = try parser.next(atEnd: isAtEnd) {
        if looks, case .record(let record) = parsed { looks = look(record) }
        continue
      }
      if isAtEnd { break }
      let bytes = try source.read(limit: pieceLength)
      isAtEnd = bytes.isEmpty
      parser.append(bytes)
    }
    source.rewind()
    return parser.surveyed
  }

  /// The next record; nil at the end.
  mutating func next() throws(IntakeError) -> ParsedRecord? {
    while true {
      if let record = try parser.next(atEnd: isAtEnd) { return record }
      if isAtEnd { return nil }
      let bytes = try source.read(limit: Self.pieceLength)
      isAtEnd = bytes.isEmpty
      parser.append(bytes)
    }
  }

  /// The values of a whole file, in its order, and the rows that could not be used.
  ///
  /// - Parameters:
  ///   - maximum: more rows than this are too many.
  ///   - remedy: what to do then.
  ///   - value: what a row is; nil: nothing that concerns anybody.
  static func values<Value>(
    of url: URL, shape: TableShape, maximum: Int, remedy: String = "cut the file to the show",
    _ value: (FieldReader) throws(FieldProblem) -> Value?
  ) throws(IntakeError) -> TableValues<Value> {
    var reader = try RecordReader(try ByteSource(url)) { _ in shape }
    let (names, file) = (shape.columns.map(\.name), url.lastPathComponent)
    var table = TableValues<Value>(doubts: reader.doubts)
    while let parsed = try reader.next() {
      table.rows += 1
      guard table.rows <= maximum else {
        throw .tooLarge(file: file, limit: "\(maximum) rows", remedy: remedy)
      }
      switch parsed {
      case .broken(let problem): table.rejected.append(RejectedRow(file: file, problem: problem))
      case .record(let record):
        do {
          if let value = try value(FieldReader(record: record, names: names)) { table.values.append(value) }
        } catch {
          table.rejected.append(RejectedRow(file: file, problem: error))
        }
      }
    }
    table.header = reader.header
    return table
  }
}

/// What a whole file holds.
struct TableValues<Value> {
  var values: [Value] = []
  var rejected: [RejectedRow] = []
  var rows = 0
  var header: [String] = []
  /// What the file leaves open, with the remedy.
  var doubts: [String]
}
