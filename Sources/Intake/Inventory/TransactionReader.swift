public import Foundation
public import LiveshelfCore

/// Stock transactions of a file, in its order, and the rows that could not be used.
public struct TransactionFile: Sendable {
  public var transactions: [StockTransaction]
  public var rejected: [RejectedRow]

  public init(transactions: [StockTransaction], rejected: [RejectedRow]) {
    self.transactions = transactions
    self.rejected = rejected
  }
}

/// Reads what warehouses report (CSV or JSON Lines): id, type, sku, warehouse, qty, event_time; option, reason; for a transfer
/// to_warehouse and arrival (empty: at once); for a count, whose quantity is what could be promised as `on_hand` of a snapshot,
/// scope (`full` or `cycle`); for a return resellable_qty (empty: all) and order_id; for a pre-sale due.
public enum TransactionReader {
  /// More than a show's warehouses report.
  public static let maximumRows = 1_000_000
  /// Longer ids are refused: they are kept for as long as the show lasts.
  public static let maximumIDLength = 256

  private static let columns = [
    Column("id", or: ["transaction_id", "event_id"], required: true), Column("type", required: true),
    Column("sku", required: true), Column("warehouse", required: true),
    Column("qty", or: ["quantity", "units"], required: true),
    Column("event_time", or: ["time", "ts"], required: true), Column("to_warehouse", or: ["to"]),
    Column("option"), Column("reason"), Column("arrival", or: ["due"]), Column("scope"), Column("resellable_qty"),
    Column("order_id"),
  ]
  private static let types =
    "receipt, transfer, count, adjustment, damage, return_received, return_to_supplier, assembly or presale"

  /// - Parameter times: how the file writes its times.
  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> TransactionFile {
    let (rows, rejected) = try RecordReader.values(of: url, columns: columns, maximum: maximumRows) {
      fields throws(FieldProblem) in try transaction(fields, times)
    }
    return TransactionFile(transactions: rows, rejected: rejected)
  }

  /// Reads transactions that come in pieces, such as a request's body.
  ///
  /// - Parameter file: the name for messages.
  public static func stream(file: String, times: TimeStyle = .china) -> RowStream<StockTransaction> {
    RowStream(file: file, columns: columns) { fields throws(FieldProblem) in try transaction(fields, times) }
  }

  static let rows = RowText(
    parser: { RowsOfStream(stream: stream(file: $0)) { .transaction($0) } },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.transactions.map { .transaction($0) }, rejected: file.rejected)
    })

  private static func transaction(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> StockTransaction {
    let id = try fields.requiredText(0)
    guard id.count <= maximumIDLength else {
      throw fields.problem(0, "is longer than \(maximumIDLength) characters:", remedy: "use a shorter id")
    }
    guard let time = try fields.time(5, style: times) else {
      throw fields.problem(5, "is empty", remedy: "say when it happened")
    }
    let (sku, warehouse, destination) = (SKU(try fields.requiredText(2)), fields.text(3), fields.text(6))
    let units = 1...1_000_000_000
    let change: StockTransaction.Change
    switch try fields.requiredText(1).lowercased() {
    case "receipt": change = .receipt(warehouse: warehouse, quantity: try fields.integer(4, in: units))
    case "count":
      let scope = fields.text(10).lowercased()
      guard let scope = StockTransaction.CountScope(rawValue: scope.isEmpty ? "cycle" : scope) else {
        throw fields.problem(10, "is not known:", remedy: "write full or cycle")
      }
      change = .count(warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000), scope: scope)
    case "transfer":
      guard !destination.isEmpty else {
        throw fields.problem(6, "is empty", remedy: "name the warehouse to which the units went")
      }
      guard destination != warehouse else {
        throw fields.problem(6, "is the warehouse that they left:", remedy: "name another one")
      }
      change = .transfer(
        from: warehouse, to: destination, quantity: try fields.integer(4, in: units),
        arrival: try fields.time(9, style: times))
    case "adjustment":
      change = .adjustment(warehouse: warehouse, units: try fields.integer(4, in: -1_000_000_000...1_000_000_000))
    case "damage": change = .damage(warehouse: warehouse, quantity: try fields.integer(4, in: units))
    case "return_received":
      let quantity = try fields.integer(4, in: units)
      change = .returnReceived(
        warehouse: warehouse, quantity: quantity, resellable: try fields.integer(11, in: 0...quantity, empty: quantity),
        orderID: fields.text(12))
    case "return_to_supplier":
      change = .returnToSupplier(warehouse: warehouse, quantity: try fields.integer(4, in: units))
    case "assembly":
      change = .assembly(warehouse: warehouse, quantity: try fields.integer(4, in: -1_000_000_000...1_000_000_000))
    case "presale":
      change = .presaleAllowance(
        warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000), due: try fields.time(9, style: times)
      )
    default: throw fields.problem(1, "is not known:", remedy: "write \(types)")
    }
    return StockTransaction(id: id, time: time, sku: sku, option: fields.text(7), reason: fields.text(8), change)
  }
}
