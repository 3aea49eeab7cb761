public import LiveshelfCore

/// A row of an order file.
public enum OrderRow: Hashable, Sendable {
  case event(OrderEvent)
  case rejected(RejectedRow)
}

/// Turns the bytes of an order file, or of a request's body, into order events as they come: CSV and its kin with a header,
/// or JSON Lines. Memory is bounded by the longest row.
///
/// A row that cannot be used is handed out as `rejected`, with its line, column and remedy; the rest goes on.
public struct OrderParser: RowParsing {
  /// More pieces in one order line than anybody sells.
  static let maximumQuantity = 1_000_000

  private var records: RecordParser
  private let matcher: SKUMatcher?
  private let chosen: OrderColumns?
  private var columns: OrderColumns?
  private var names: [String] = []
  private var ready: [OrderRow] = []
  private var readyIndex = 0
  /// The last row of a whole order, from which rows of its further products take what they leave empty.
  private var orderRecord: Record?

  /// - Parameters:
  ///   - file: the name for messages.
  ///   - columns: nil: found from the header.
  ///   - catalog: SKUs that it does not know are matched by name where that is certain, and kept otherwise.
  public init(file: String, columns: OrderColumns? = nil, catalog: Catalog? = nil) {
    chosen = columns
    matcher = catalog.map { SKUMatcher($0) }
    records = RecordParser(file: file) { header in (columns ?? .detect(header)).columns }
  }

  /// The columns in use; nil before the header has been read.
  public var columnsInUse: OrderColumns? { columns }
  /// The header as the file writes it; empty for JSON Lines, and before it has been read.
  public var header: [String] { records.header }

  public mutating func append(_ bytes: [UInt8]) {
    records.append(bytes)
  }

  /// The next row, or nil when more bytes are needed. With `atEnd` the last line needs no line end.
  ///
  /// - Throws: before the first row only: `missingColumn`, `notText`, `empty` (with `atEnd`), `tooLarge`.
  public mutating func next(atEnd: Bool) throws(IntakeError) -> OrderRow? {
    while true {
      if readyIndex < ready.count {
        readyIndex += 1
        return ready[readyIndex - 1]
      }
      ready.removeAll(keepingCapacity: true)
      readyIndex = 0
      guard let parsed = try records.next(atEnd: atEnd) else { return nil }
      switch parsed {
      case .broken(let problem): return .rejected(RejectedRow(file: records.file, problem: problem))
      case .record(let record): read(record)
      }
    }
  }

  mutating func nextRow(atEnd: Bool) throws(IntakeError) -> StreamedRow<Row>? {
    switch try next(atEnd: atEnd) {
    case nil: nil
    case .event(let event): .value(.order(event))
    case .rejected(let row): .rejected(row)
    }
  }

  private mutating func read(_ record: Record) {
    let columns = self.columns ?? (chosen ?? .detect(records.header))
    if self.columns == nil {
      self.columns = columns
      names = columns.columns.map(\.name)
    }
    var record = record
    if !columns.emptyTexts.isEmpty {
      for index in record.fields.indices where record.fields[index].map(columns.emptyTexts.contains) ?? false {
        record.fields[index] = ""
      }
    }
    do {
      switch columns.layout {
      case .event:
        ready.append(.event(try FieldReader(record: record, names: names).orderEvent(columns, matcher)))
      case .lifecycle:
        completeFromOrder(&record)
        // Lines that explain the columns or sum them up have no number in the place of the order's.
        guard record.text(OrderField.orderID.index).contains(where: \.isNumber) else { return }
        for part in Self.products(in: record) {
          ready += try FieldReader(record: part, names: names).lifecycle(columns, matcher).map { .event($0) }
        }
      }
    } catch {
      ready.append(.rejected(RejectedRow(file: records.file, problem: error)))
    }
  }

  /// Fills what a further product of the same order leaves empty.
  private mutating func completeFromOrder(_ record: inout Record) {
    let order = OrderField.orderID.index
    let times = OrderField.createdTime.index
    guard record.text(times).isEmpty, let previous = orderRecord, previous.text(order) == record.text(order) else {
      orderRecord = record
      return
    }
    let shared: [OrderField] = [.region, .warehouse, .source, .createdTime, .paidTime, .cancelledTime, .status]
    for field in shared where record.text(field.index).isEmpty {
      record.fields[field.index] = previous.fields[field.index]
    }
  }

  /// One record for each product of a row that joins the ids of several by `;`.
  private static func products(in record: Record) -> [Record] {
    let joined: [OrderField] = [.lineID, .sku, .productName, .option, .quantity, .unitPrice]
    let count = record.text(OrderField.sku.index).split(separator: ";", omittingEmptySubsequences: false).count
    guard count > 1, count <= RowParser.maximumFields else { return [record] }
    return (0..<count).map { place in
      var part = record
      for field in joined {
        let texts = record.text(field.index).split(separator: ";", omittingEmptySubsequences: false)
        if texts.count == count { part.fields[field.index] = texts[place].trimmingBlanks() }
      }
      return part
    }
  }
}
