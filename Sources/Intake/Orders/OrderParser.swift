public import LiveshelfCore

/// A row of an order file.
public enum OrderRow: Hashable, Sendable {
  case event(OrderEvent)
  case rejected(RejectedRow)
}

/// Turns the bytes of an order file, or of a request's body, into order events as they come: CSV and its kin with a header,
/// JSON Lines, or a workbook. Memory is bounded by the rows that are looked at before the first is handed out.
///
/// A row that cannot be used is handed out as `rejected`, with its line, column and remedy; the rest goes on.
public struct OrderParser: RowParsing {
  /// What is known of a file before its rows are read.
  enum Knowledge: Sendable {
    /// Somebody has looked at all of it.
    case all(ValueStyle, OrderSurvey)
    /// Nothing: rows wait until enough of them have been seen.
    case none
    /// The file grows: each row is handed out when it comes.
    case grows
  }

  private var records: RecordParser
  let matcher: SKUMatcher?
  private let chosen: OrderColumns
  let orders: OrderList?
  private let grows: Bool
  private(set) var preset: OrderPreset?
  private(set) var names: [String] = []
  private var ready: [OrderRow] = []
  private var readyIndex = 0
  var book = StatusBook()

  /// Rows that wait for the survey.
  private var waiting: [ParsedRecord] = []
  private var isSurveyed: Bool
  private(set) var survey: OrderSurvey
  /// The rows of the order that is being read.
  private var group: [Record] = []
  public private(set) var tally = OrderTally()

  /// - Parameters:
  ///   - file: the name for messages.
  ///   - columns: what the user says of them; the rest is found from the header.
  ///   - catalog: SKUs that it does not know are matched by name where that is certain, and kept otherwise.
  public init(file: String, columns: OrderColumns? = nil, catalog: Catalog? = nil) {
    self.init(file: file, columns: columns, catalog: catalog, knowledge: .none)
  }

  /// - Parameter orders: what a second file tells of the orders.
  init(
    file: String, columns: OrderColumns?, catalog: Catalog?, knowledge: Knowledge, orders: OrderList? = nil
  ) {
    let chosen = columns ?? OrderColumns()
    self.chosen = chosen
    self.orders = orders
    matcher = catalog.map { SKUMatcher($0) }
    let settling: StyleSettling
    switch knowledge {
    case .all(let style, let survey):
      (settling, self.survey, isSurveyed, grows) = (.known(style), survey, true, false)
    case .none: (settling, survey, isSurveyed, grows) = (.usual, OrderSurvey(), false, false)
    case .grows: (settling, survey, isSurveyed, grows) = (.asItComes, OrderSurvey(), true, true)
    }
    records = Self.records(file, chosen, hasOrders: orders != nil, settling: settling)
  }

  /// The records of an order file.
  ///
  /// - Parameter hasOrders: a second file tells of the orders.
  static func records(
    _ file: String, _ columns: OrderColumns?, hasOrders: Bool, settling: StyleSettling = .open
  ) -> RecordParser {
    let (chosen, given) = (columns ?? OrderColumns(), hasOrders ? OrderList.fields : [])
    return RecordParser(file: file, settling: settling) { header in
      chosen.preset(for: header, given: given).shape(in: HeaderIndex(header))
    }
  }

  /// The preset in use, with what the user said of it; nil before the header has been read.
  public var columnsInUse: OrderPreset? { preset }
  /// The header as the file writes it; empty for JSON Lines, and before it has been read.
  public var header: [String] { records.header }
  var file: String { records.file }

  public mutating func append(_ bytes: [UInt8]) {
    records.append(bytes)
  }

  /// Whether the file has a column.
  func has(_ field: OrderField) -> Bool { records.has(field.index) }

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
      guard let parsed = try nextRecord(atEnd: atEnd) else {
        guard atEnd, !group.isEmpty else { return nil }
        endOrder()
        continue
      }
      switch parsed {
      case .broken(let problem): reject(problem)
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

  /// The next record, once enough of them have been seen.
  private mutating func nextRecord(atEnd: Bool) throws(IntakeError) -> ParsedRecord? {
    if isSurveyed {
      if let next = waiting.popLast() { return next }
      return try records.next(atEnd: atEnd)
    }
    while let parsed = try records.next(atEnd: atEnd) {
      let preset = usePreset()
      if preset.layout == .event {
        isSurveyed = true
        return parsed
      }
      if case .record(let record) = parsed { survey.note(record) }
      waiting.append(parsed)
      if waiting.count >= 4096 { break }
    }
    guard waiting.count >= 4096 || atEnd, !waiting.isEmpty else { return nil }
    survey.conclude()
    isSurveyed = true
    waiting.reverse()
    // The first is the last now: it is cheap to take.
    return waiting.popLast()
  }

  private mutating func usePreset() -> OrderPreset {
    if let preset { return preset }
    let found = chosen.preset(for: records.header, given: orders == nil ? [] : OrderList.fields)
    preset = found
    let index = HeaderIndex(records.header)
    names = found.columns(in: index).map { column in
      HeaderName.position(of: column.headers, in: index).map { records.header[$0] } ?? column.name
    }
    return found
  }

  private mutating func read(_ record: Record) {
    let preset = usePreset()
    tally.rows += 1
    var record = record
    if !preset.emptyTexts.isEmpty {
      for index in record.fields.indices where record.fields[index].map(preset.emptyTexts.contains) ?? false {
        record.fields[index] = ""
      }
    }
    switch preset.layout {
    case .event:
      do {
        let event = try FieldReader(record: record, names: names).orderEvent(preset, matcher)
        tally.note(event.orderID)
        ready.append(.event(event))
      } catch {
        reject(error)
      }
    case .lifecycle:
      if let orders, let problem = orders.complete(&record, names) {
        reject(problem)
        return
      }
      completeFromOrder(&record)
      // Lines that explain the columns or sum them up have neither a number nor a time.
      guard [OrderField.orderID, .createdTime].contains(where: { record.text($0.index).contains(where: \.isNumber) })
      else {
        tally.rows -= 1
        return
      }
      if let first = group.first,
        first.text(OrderField.orderID.index) != record.text(OrderField.orderID.index)
          || group.count >= 1000
      {
        endOrder()
      }
      group.append(record)
      if grows { endOrder() }
    }
  }

  /// Hands out the events of the order whose rows have been read.
  private mutating func endOrder() {
    if let last = group.last { previous = last }
    let rows = group
    group = []
    if let first = rows.first { tally.note(first.text(OrderField.orderID.index)) }
    for row in orderRows(rows) {
      if case .rejected = row { tally.refused += 1 }
      ready.append(row)
    }
  }

  private mutating func reject(_ problem: FieldProblem) {
    tally.refused += 1
    ready.append(.rejected(RejectedRow(file: records.file, problem: problem)))
  }

  mutating func note(_ note: OrderTally.Note) { tally.notes[note, default: 0] += 1 }

  /// The last row of the order before.
  private var previous: Record?

  /// Fills what a further product of the same order leaves empty: exports tell of the whole order on its first row only, and
  /// cells that were merged leave even its number out.
  private mutating func completeFromOrder(_ record: inout Record) {
    guard let first = group.first ?? (grows ? previous : nil) else { return }
    let (order, created) = (OrderField.orderID.index, OrderField.createdTime.index)
    let isFurther =
      record.text(order).isEmpty
      ? record.text(created).isEmpty
        && [OrderField.sku, .skuID, .productID].contains { !record.text($0.index).isEmpty }
      : record.text(order) == first.text(order) && record.text(created).isEmpty
    guard isFurther else { return }
    for field in OrderField.ofWholeOrder where record.text(field.index).isEmpty {
      record.fields[field.index] = first.fields[field.index]
    }
  }

  /// What the file leaves open, and what was decided for it, with the remedies.
  public var doubts: [String] {
    records.doubts + (preset.map { tally.texts(preset: $0) } ?? [])
  }
}
