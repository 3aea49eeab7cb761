public import Foundation
public import LiveshelfCore

/// Turns text into rows of one kind as its bytes come: CSV and its kin with a header, or JSON Lines. Memory is bounded by
/// the longest row.
///
/// A row that cannot be used is handed out as `rejected`, with its line, column and remedy; the rest goes on.
public struct RowReader: Sendable {
  private var parser: any RowParsing
  private init(_ parser: any RowParsing) {
    self.parser = parser
  }

  /// - Parameters:
  ///   - file: the name for messages.
  ///   - mapping: what is said of the columns; nil: their headers tell.
  public static func of(_ kind: RowKind, file: String, mapping: RowMapping? = nil) -> RowReader {
    RowReader(RowText.of(kind).parser(file, mapping))
  }

  public mutating func append(_ bytes: [UInt8]) { parser.append(bytes) }

  /// The next row, or nil when more bytes are needed. With `atEnd` the last line needs no line end.
  ///
  /// - Throws: before the first row only: `missingColumn`, `notText`, `empty` (with `atEnd`), `tooLarge`.
  public mutating func next(atEnd: Bool) throws(IntakeError) -> StreamedRow<Row>? {
    try parser.nextRow(atEnd: atEnd)
  }

  /// The rows of a file, in its order, and those that could not be used.
  public static func read(_ kind: RowKind, _ url: URL) throws(IntakeError) -> RowFile { try RowText.of(kind).file(url) }
}

/// Rows of a file, in its order, and those that could not be used.
public struct RowFile: Sendable {
  public var rows: [Row]
  public var rejected: [RejectedRow]
  /// What was taken for granted, and what the file leaves open, with the remedies.
  public var notes: [String]

  public init(rows: [Row], rejected: [RejectedRow], notes: [String] = []) {
    self.rows = rows
    self.rejected = rejected
    self.notes = notes
  }
}

/// How rows of a kind are read from text. Each kind's reader has one.
struct RowText: Sendable {
  /// Reads bytes that come in pieces.
  var parser: @Sendable (_ file: String, _ mapping: RowMapping?) -> any RowParsing
  /// Reads a whole file.
  var file: @Sendable (URL) throws(IntakeError) -> RowFile

  static func of(_ kind: RowKind) -> RowText {
    switch kind {
    case .orders: OrderReader.rows
    case .stock: InventoryReader.rows
    case .transactions: TransactionReader.rows
    case .comments: CommentReader.rows
    case .clicks: ExplainEventReader.rows
    }
  }
}

/// Text that becomes rows as it comes; see `RowReader`.
protocol RowParsing: Sendable {
  mutating func append(_ bytes: [UInt8])
  mutating func nextRow(atEnd: Bool) throws(IntakeError) -> StreamedRow<Row>?
}

/// A stream of one kind's values as rows.
struct RowsOfStream<Value: Sendable>: RowParsing {
  var stream: RowStream<Value>
  let row: @Sendable (Value) -> Row

  mutating func append(_ bytes: [UInt8]) { stream.append(bytes) }

  mutating func nextRow(atEnd: Bool) throws(IntakeError) -> StreamedRow<Row>? {
    switch try stream.next(atEnd: atEnd) {
    case nil: nil
    case .value(let value): .value(row(value))
    case .rejected(let row): .rejected(row)
    }
  }
}
