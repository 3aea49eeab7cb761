public import Foundation
public import LiveshelfCore

/// Reads an order file row by row, with bounded memory: CSV, tab-separated, JSON Lines, a workbook or a web page with a table; in
/// Liveshelf's format or one of the presets of `OrderPreset`.
///
/// A file is looked through before its first row: all of it tells how its dates and numbers are written. A growing file is
/// followed instead: `next()` then returns nil at its present end and goes on when it is called again later; a file that was
/// emptied is read anew (events already seen are dropped by their ids in the order book).
public struct OrderReader: ~Copyable {
  private static let pieceLength = 1 << 17

  private var source: ByteSource
  private var parser: OrderParser
  private var follows: Bool
  private let columns: OrderColumns?
  private let catalog: Catalog?
  private var isAtEnd = false
  /// What the file leaves open, as the look through it showed.
  private var surveyedDoubts: [String] = []

  /// - Parameters:
  ///   - lines: a second file with the lines of the orders (or the orders of the lines), where an export has two; nil: one of
  ///     the names that shops give it, beside a file that lacks either.
  ///   - columns: what the user says of them; the rest is found from the header.
  ///   - catalog: SKUs that it does not know are matched by name where that is certain, and kept otherwise.
  ///   - follows: the file grows: a last line without line end is not yet complete.
  /// - Throws: every case of `IntakeError`.
  public init(
    _ url: URL, lines: URL? = nil, columns: OrderColumns? = nil, catalog: Catalog? = nil, follows: Bool = false
  ) throws(IntakeError) {
    var (file, orders) = (url, OrderList?.none)
    if !follows, let pair = try OrderFilePair.find(url, lines, columns) {
      file = pair.lines
      orders = try OrderList(pair.orders, columns: columns)
    }
    var source = try ByteSource(file)
    var grows = follows
    if follows { grows = try Self.isText(&source) }
    var knowledge = OrderParser.Knowledge.none
    if grows {
      knowledge = .grows
    } else if source.isRepeatable {
      var first = OrderParser.records(source.name, columns, hasOrders: orders != nil)
      var survey = OrderSurvey()
      let style = try RecordReader.survey(&source, &first) { record in
        // An event needs no look at the other rows of its order.
        guard record.fields[OrderField.eventType.index] == nil else { return false }
        survey.note(record)
        return true
      }
      survey.conclude()
      surveyedDoubts = first.doubts
      knowledge = .all(style, survey)
    }
    parser = OrderParser(
      file: source.name, columns: columns, catalog: catalog, knowledge: knowledge, orders: orders)
    self.source = source
    self.columns = columns
    self.catalog = catalog
    self.follows = grows
  }

  /// Reads standard input, to its end. Each call may block until a row comes.
  ///
  /// - Parameter grows: rows are handed out as they come, without a look at those after them.
  public static func standardInput(
    columns: OrderColumns? = nil, catalog: Catalog? = nil, grows: Bool = true
  ) -> OrderReader {
    OrderReader(
      source: ByteSource(borrowing: 0, name: "standard input"), columns: columns, catalog: catalog, grows: grows)
  }

  private init(source: consuming ByteSource, columns: OrderColumns?, catalog: Catalog?, grows: Bool) {
    parser = OrderParser(file: source.name, columns: columns, catalog: catalog, knowledge: grows ? .grows : .none)
    self.source = source
    self.columns = columns
    self.catalog = catalog
    follows = false
  }

  /// The preset in use, with what the user said of it; nil before the first row.
  public var columnsInUse: OrderPreset? { parser.columnsInUse }
  /// How much of the file has been read, 0…1; nil: that cannot be told.
  public var readShare: Double? { source.share }
  /// The header as the file writes it.
  public var header: [String] { parser.header }
  /// What was read so far.
  public var tally: OrderTally { parser.tally }
  /// What the file leaves open, and what was decided for it, with the remedies.
  public var doubts: [String] {
    surveyedDoubts + parser.doubts.filter { !surveyedDoubts.contains($0) }
  }

  /// What the file was read as, and how much of it, such as `orders.csv: read as an export of 抖店: 12 rows, 10 orders, 1 refused`.
  public var reading: String {
    guard let preset = columnsInUse else { return "\(parser.file): no rows yet" }
    let kind = preset.layout == .event ? "orders" : "an export of \(preset.title)"
    let zone = preset.layout == .lifecycle ? preset.times.zone : nil
    return "\(parser.file): read as \(kind): \(tally.rows) rows, \(tally.orders) orders, \(tally.refused) refused"
      + (zone.map { "; times that state no zone are those of \(Self.text($0)) (--order-columns zone=…)" } ?? "")
  }

  private static func text(_ zone: ZoneOffset) -> String {
    String(WallTime(microseconds: 0).formatted(in: zone).suffix(6))
  }

  /// The next event or rejected row; nil at the end.
  ///
  /// - Throws: `missingColumn`, `notText`, `empty`, `tooLarge` before the first row; `unreadable` at any time.
  public mutating func next() throws(IntakeError) -> OrderRow? {
    while true {
      if let row = try parser.next(atEnd: isAtEnd) { return row }
      if isAtEnd { return nil }
      if follows, source.wasTruncated() {
        source.rewind()
        parser = OrderParser(file: source.name, columns: columns, catalog: catalog, knowledge: .grows)
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

  /// The file grows no more: a last line without line end is complete, too.
  public mutating func finish() {
    follows = false
  }

  /// Only text grows row by row.
  private static func isText(_ source: inout ByteSource) throws(IntakeError) -> Bool {
    guard source.isRepeatable else { return true }
    let head = try source.read(limit: DocumentKind.markLength)
    source.rewind()
    return DocumentKind(head, atEnd: true) == .text
  }

  /// All rows of a file at once, for files that fit into memory.
  public static func readAll(
    _ url: URL, lines: URL? = nil, columns: OrderColumns? = nil, catalog: Catalog? = nil
  ) throws(IntakeError) -> (events: [OrderEvent], rejected: [RejectedRow]) {
    var reader = try OrderReader(url, lines: lines, columns: columns, catalog: catalog)
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
    parser: { OrderParser(file: $0, columns: $1?.orders) },
    file: { url throws(IntakeError) in
      let (events, rejected) = try readAll(url)
      return RowFile(rows: events.map { .order($0) }, rejected: rejected)
    })
}
