/// A row that was read, or could not be.
public enum StreamedRow<Value: Sendable>: Sendable {
  case value(Value)
  case rejected(RejectedRow)
}

/// Turns bytes into values as they come: CSV and its kin with a header, or JSON Lines. Memory is bounded by the longest row.
///
/// A row that cannot be used is handed out as `rejected`, with its line, column and remedy; the rest goes on.
public struct RowStream<Value: Sendable>: Sendable {
  private var records: RecordParser
  private let names: [String]
  private let value: @Sendable (FieldReader) throws(FieldProblem) -> Value?

  /// - Parameter value: what a row is; nil: nothing that concerns anybody.
  init(file: String, shape: TableShape, value: @escaping @Sendable (FieldReader) throws(FieldProblem) -> Value?) {
    records = RecordParser(file: file) { _ in shape }
    names = shape.columns.map(\.name)
    self.value = value
  }

  public mutating func append(_ bytes: [UInt8]) {
    records.append(bytes)
  }

  /// The next row, or nil when more bytes are needed. With `atEnd` the last line needs no line end.
  ///
  /// - Throws: before the first row only: `missingColumn`, `notText`, `empty` (with `atEnd`), `tooLarge`.
  public mutating func next(atEnd: Bool) throws(IntakeError) -> StreamedRow<Value>? {
    while let parsed = try records.next(atEnd: atEnd) {
      switch parsed {
      case .broken(let problem): return .rejected(RejectedRow(file: records.file, problem: problem))
      case .record(let record):
        do {
          if let value = try value(FieldReader(record: record, names: names)) { return .value(value) }
        } catch {
          return .rejected(RejectedRow(file: records.file, problem: error))
        }
      }
    }
    return nil
  }
}
