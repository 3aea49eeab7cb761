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

/// Reads receipts, transfers and counts (CSV or JSON Lines): id, type (`receipt`, `transfer` or `count`), sku, warehouse,
/// qty, event_time, and for transfers to_warehouse. The quantity of a count is what could be promised, as `on_hand` of a
/// snapshot.
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
  ]

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
    let change: StockTransaction.Change
    switch try fields.requiredText(1).lowercased() {
    case "receipt": change = .receipt(warehouse: warehouse, quantity: try fields.integer(4, in: 1...1_000_000_000))
    case "count": change = .count(warehouse: warehouse, units: try fields.integer(4, in: 0...1_000_000_000))
    case "transfer":
      guard !destination.isEmpty else {
        throw fields.problem(6, "is empty", remedy: "name the warehouse to which the units went")
      }
      guard destination != warehouse else {
        throw fields.problem(6, "is the warehouse that they left:", remedy: "name another one")
      }
      change = .transfer(
        from: warehouse, to: destination, quantity: try fields.integer(4, in: 1...1_000_000_000))
    default: throw fields.problem(1, "is not known:", remedy: "write receipt, transfer or count")
    }
    return StockTransaction(id: id, time: time, sku: sku, change)
  }
}
