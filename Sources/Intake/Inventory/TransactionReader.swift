public import Foundation
public import LiveshelfCore

/// Stock transactions of a file, in its order, and the rows that could not be used.
public struct TransactionFile: Sendable {
  public var transactions: [StockTransaction]
  public var rejected: [RejectedRow]
  /// What was passed over, and what the file leaves open, with the remedies.
  public var notes: [String] = []

  public init(transactions: [StockTransaction], rejected: [RejectedRow]) {
    self.transactions = transactions
    self.rejected = rejected
  }
}

/// Reads what warehouses report (CSV and its kin, JSON Lines, workbooks): id, type, sku, warehouse, qty, event_time; option, reason;
/// for a transfer to_warehouse and arrival (empty: at once); for a count, whose quantity is what could be promised as `on_hand` of a
/// snapshot, scope (`full` or `cycle`); for a return resellable_qty (empty: all) and order_id; for a pre-sale due; for an allocation channel and until. The words of ERPs
/// for columns and types are in `TransactionVocabulary`; what an ERP sent to buyers is passed over, for orders tell of it.
public enum TransactionReader {
  /// More than a show's warehouses report.
  public static let maximumRows = 1_000_000
  /// Longer ids are refused: they are kept for as long as the show lasts.
  public static let maximumIDLength = 256

  /// The columns that a mapping may name.
  public static var columnNames: [String] { TransactionVocabulary.columns.map(\.name) }

  /// - Parameters:
  ///   - mapping: what the user says of the columns.
  ///   - times: how the file writes its times.
  public static func read(
    _ url: URL, mapping: ColumnMapping = ColumnMapping(), times: TimeStyle = .china
  ) throws(IntakeError) -> TransactionFile {
    let style = mapping.times(usual: times)
    var sales = 0
    let table = try RecordReader.values(
      of: url, shape: mapping.shape(TransactionVocabulary.columns), maximum: maximumRows
    ) { fields throws(FieldProblem) -> StockTransaction? in
      let row = try transaction(fields, style)
      if row == nil { sales += 1 }
      return row
    }
    var file = TransactionFile(transactions: table.values, rejected: table.rejected)
    file.notes = table.doubts
    if sales > 0 {
      file.notes.append("\(sales) rows are pieces that were sent to buyers: passed over, for orders tell of them")
    }
    return file
  }

  /// Reads transactions that come in pieces, such as a request's body.
  ///
  /// - Parameters:
  ///   - file: the name for messages.
  ///   - mapping: what is said of the columns.
  public static func stream(
    file: String, mapping: ColumnMapping = ColumnMapping(), times: TimeStyle = .china
  ) -> RowStream<StockTransaction> {
    let style = mapping.times(usual: times)
    return RowStream(file: file, shape: mapping.shape(TransactionVocabulary.columns)) { fields throws(FieldProblem) in
      try transaction(fields, style)
    }
  }

  static let rows = RowText(
    parser: { file, mapping in
      RowsOfStream(stream: stream(file: file, mapping: mapping?.table ?? ColumnMapping())) { .transaction($0) }
    },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.transactions.map { .transaction($0) }, rejected: file.rejected, notes: file.notes)
    })

  /// Nil: the row is of a sale.
  private static func transaction(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> StockTransaction? {
    guard let kind = TransactionVocabulary.kind(of: try fields.requiredText(1)) else {
      throw fields.problem(1, "is not known:", remedy: "write \(TransactionVocabulary.types)")
    }
    if kind == .sale { return nil }
    let id = try fields.requiredIdentifier(0)
    guard id.count <= maximumIDLength else {
      throw fields.problem(0, "is longer than \(maximumIDLength) characters:", remedy: "use a shorter id")
    }
    guard let time = try fields.time(5, style: times) else {
      throw fields.problem(5, "is empty", remedy: "say when it happened")
    }
    let sku = SKU(try fields.requiredIdentifier(2))
    guard let change = try change(kind, fields, times) else { return nil }
    return StockTransaction(
      id: id, time: time, sku: sku, option: OptionText.read(fields.text(7)), reason: fields.text(8), change)
  }

  /// Nil: nothing that the ledger has to know.
  private static func change(
    _ kind: TransactionVocabulary.Kind, _ fields: FieldReader, _ times: TimeStyle
  ) throws(FieldProblem) -> StockTransaction.Change? {
    let (warehouse, destination) = (fields.text(3), fields.text(6))
    let (units, signed) = (1...1_000_000_000, -1_000_000_000...1_000_000_000)
    /// What left is written with a minus by some.
    func leaving() throws(FieldProblem) -> Int {
      let quantity = abs(try fields.integer(4, in: signed))
      return quantity > 0 ? quantity : try fields.integer(4, in: units)
    }
    switch kind {
    case .receipt: return .receipt(warehouse: warehouse, quantity: try fields.integer(4, in: units))
    case .count:
      let scope = fields.text(10).lowercased()
      guard let scope = StockTransaction.CountScope(rawValue: scope.isEmpty ? "cycle" : scope) else {
        throw fields.problem(10, "is not known:", remedy: "write full or cycle")
      }
      return .count(warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000), scope: scope)
    case .transfer:
      guard !destination.isEmpty else {
        throw fields.problem(6, "is empty", remedy: "name the warehouse to which the units went")
      }
      guard destination != warehouse else {
        throw fields.problem(6, "is the warehouse that they left:", remedy: "name another one")
      }
      return .transfer(
        from: warehouse, to: destination, quantity: try leaving(), arrival: try fields.time(9, style: times))
    case .adjustment: return .adjustment(warehouse: warehouse, units: try fields.integer(4, in: signed))
    case .gain: return .adjustment(warehouse: warehouse, units: try leaving())
    case .loss: return .adjustment(warehouse: warehouse, units: -(try leaving()))
    case .damage: return .damage(warehouse: warehouse, quantity: try leaving())
    case .returnReceived:
      let quantity = try fields.integer(4, in: units)
      return .returnReceived(
        warehouse: warehouse, quantity: quantity, resellable: try fields.integer(11, in: 0...quantity, empty: quantity),
        orderID: fields.text(12))
    case .returnToSupplier: return .returnToSupplier(warehouse: warehouse, quantity: try leaving())
    case .assembly: return .assembly(warehouse: warehouse, quantity: try fields.integer(4, in: signed))
    case .presale:
      return .presaleAllowance(
        warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000), due: try fields.time(9, style: times)
      )
    case .allocation:
      let channel = fields.text(13)
      guard !channel.isEmpty else {
        throw fields.problem(13, "is empty", remedy: "name the room, or the source of orders, for which units are kept")
      }
      return .allocation(
        warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000), channel: channel,
        until: try fields.time(9, style: times))
    case .sale: return nil
    }
  }
}
