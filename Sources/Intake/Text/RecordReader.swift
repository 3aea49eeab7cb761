import Foundation

/// Records of a file, read piece by piece.
struct RecordReader: ~Copyable {
  private static let pieceLength = 1 << 17

  private var source: ByteSource
  private var parser: RecordParser
  private var isAtEnd = false

  init(_ source: consuming ByteSource, columns: @escaping @Sendable ([String]) -> [Column]) {
    parser = RecordParser(file: source.name, columns: columns)
    self.source = source
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
  static func values<Value>(
    of url: URL, columns: [Column], maximum: Int, remedy: String = "cut the file to the show",
    _ value: (FieldReader) throws(FieldProblem) -> Value
  ) throws(IntakeError) -> (values: [Value], rejected: [RejectedRow]) {
    var reader = RecordReader(try ByteSource(url)) { _ in columns }
    let (names, file) = (columns.map(\.name), url.lastPathComponent)
    var (values, rejected) = ([Value](), [RejectedRow]())
    while let parsed = try reader.next() {
      switch parsed {
      case .broken(let problem): rejected.append(RejectedRow(file: file, problem: problem))
      case .record(let record):
        do {
          values.append(try value(FieldReader(record: record, names: names)))
        } catch {
          rejected.append(RejectedRow(file: file, problem: error))
        }
      }
      guard values.count + rejected.count <= maximum else {
        throw .tooLarge(file: file, limit: "\(maximum) rows", remedy: remedy)
      }
    }
    return (values, rejected)
  }
}
