extension RowKind {
  /// The number of the field that holds a row of the kind. Part of the format.
  var field: Int {
    switch self {
    case .orders: 1
    case .stock: 2
    case .transactions: 3
    case .comments: 4
    case .clicks: 5
    }
  }
}

/// One field: the row under its kind's number.
extension Row: WireCodable {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .order(let event): writer.write(event, as: kind.field)
    case .stock(let snapshot): writer.write(snapshot, as: kind.field)
    case .transaction(let transaction): writer.write(transaction, as: kind.field)
    case .comment(let comment): writer.write(comment, as: kind.field)
    case .click(let click): writer.write(click, as: kind.field)
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var row: Row?
    while let field = try reader.next() {
      switch field.number {
      case RowKind.orders.field: row = .order(try field.value())
      case RowKind.stock.field: row = .stock(try field.value())
      case RowKind.transactions.field: row = .transaction(try field.value())
      case RowKind.comments.field: row = .comment(try field.value())
      case RowKind.clicks.field: row = .click(try field.value())
      default: break
      }
    }
    guard let row else { throw .unknown("kind of row") }
    self = row
  }
}
