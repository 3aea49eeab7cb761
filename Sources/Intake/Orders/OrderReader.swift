public import Foundation
public import LiveshelfCore

/// Reads an order file row by row, with bounded memory: CSV, tab-separated, JSON Lines; in Liveshelf's format or one of the
/// presets of `OrderColumns`.
///
/// A growing file is followed: `next()` then returns nil at its present end and goes on when it is called again later; a
/// file that was emptied is read anew (events already seen are dropped by their ids in the order book).
public struct OrderReader: ~Copyable {
  private static let pieceLength = 1 << 17

  private var source: ByteSource
  private var parser: OrderParser
  private let follows: Bool
  private let catalog: Catalog?
  private var isAtEnd = false

  /// - Parameters:
  ///   - columns: nil: found from the header.
  ///   - catalog: SKUs that it does not know are matched by name where that is certain, and kept otherwise.
  ///   - follows: the file grows: a last line without line end is not yet complete.
  /// - Throws: `unreadable`.
  public init(
    _ url: URL, columns: OrderColumns? = nil, catalog: Catalog? = nil, follows: Bool = false
  ) throws(IntakeError) {
    source = try ByteSource(url)
    parser = OrderParser(file: url.lastPathComponent, columns: columns, catalog: catalog)
    self.catalog = catalog
    self.follows = follows
  }

  /// Reads standard input, to its end. Each call may block until a row comes.
  public static func standardInput(columns: OrderColumns? = nil, catalog: Catalog? = nil) -> OrderReader {
    OrderReader(source: ByteSource(borrowing: 0, name: "standard input"), columns: columns, catalog: catalog)
  }

  private init(source: consuming ByteSource, columns: OrderColumns?, catalog: Catalog?) {
    parser = OrderParser(file: source.name, columns: columns, catalog: catalog)
    self.source = source
    self.catalog = catalog
    follows = false
  }

  /// The columns in use; nil before the first row.
  public var columnsInUse: OrderColumns? { parser.columnsInUse }
  /// The header as the file writes it.
  public var header: [String] { parser.header }

  /// The next event or rejected row; nil at the end.
  ///
  /// - Throws: `missingColumn`, `notText`, `empty`, `tooLarge` before the first row; `unreadable` at any time.
  public mutating func next() throws(IntakeError) -> OrderRow? {
    while true {
      if let row = try parser.next(atEnd: isAtEnd) { return row }
      if isAtEnd { return nil }
      if follows, source.wasTruncated() {
        source.rewind()
        parser = OrderParser(file: source.name, columns: parser.columnsInUse, catalog: catalog)
      }
      let bytes = try source.read(limit: Self.pieceLength)
      if bytes.isEmpty {
        if follows { return nil }
        isAtEnd = true
      } else {
        parser.append(bytes)
      }
    }
  }

  /// All rows of a file at once, for files that fit into memory.
  public static func readAll(
    _ url: URL, columns: OrderColumns? = nil, catalog: Catalog? = nil
  ) throws(IntakeError) -> (events: [OrderEvent], rejected: [RejectedRow]) {
    var reader = try OrderReader(url, columns: columns, catalog: catalog)
    var events: [OrderEvent] = []
    var rejected: [RejectedRow] = []
    while let row = try reader.next() {
      switch row {
      case .event(let event): events.append(event)
      case .rejected(let row): rejected.append(row)
      }
    }
    return (events, rejected)
  }

  static let rows = RowText(
    parser: { OrderParser(file: $0) },
    file: { url throws(IntakeError) in
      let (events, rejected) = try readAll(url)
      return RowFile(rows: events.map { .order($0) }, rejected: rejected)
    })
}
