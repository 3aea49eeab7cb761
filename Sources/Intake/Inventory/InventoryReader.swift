public import Foundation
public import LiveshelfCore

/// Stock counts of a file, in its order, and the rows that could not be used.
public struct InventoryFile: Sendable {
  public var snapshots: [StockSnapshot]
  public var rejected: [RejectedRow]
}

/// Reads inventory files (CSV or JSON Lines): snapshot_time, sku, warehouse, on_hand, reserved, in_transit, eta,
/// safety_stock, option, owed. The first four must be there. A row that cannot be used is handed out, and the rest is read.
public enum InventoryReader {
  /// More rows than a show's snapshots make.
  public static let maximumRows = 5_000_000

  private static let columns = [
    Column("snapshot_time", required: true), Column("sku", required: true), Column("warehouse", required: true),
    Column("on_hand", required: true), Column("reserved"), Column("in_transit"), Column("eta"), Column("safety_stock"),
    Column("option"), Column("owed"),
  ]
  private static let pieces = -1_000_000_000...1_000_000_000

  /// - Parameter times: how the file writes its times. A date alone means the beginning of that day.
  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> InventoryFile {
    let (rows, rejected) = try RecordReader.values(of: url, columns: columns, maximum: maximumRows) {
      fields throws(FieldProblem) in try snapshot(fields, times)
    }
    return InventoryFile(snapshots: rows, rejected: rejected)
  }

  /// Reads stock counts that come in pieces, such as a request's body.
  ///
  /// - Parameter file: the name for messages.
  public static func stream(file: String, times: TimeStyle = .china) -> RowStream<StockSnapshot> {
    RowStream(file: file, columns: columns) { fields throws(FieldProblem) in try snapshot(fields, times) }
  }

  static let rows = RowText(
    parser: { RowsOfStream(stream: stream(file: $0)) { .stock($0) } },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.snapshots.map { .stock($0) }, rejected: file.rejected)
    })

  private static func snapshot(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> StockSnapshot {
    guard let time = try fields.time(0, style: times) else {
      throw fields.problem(0, "is empty", remedy: "say when the stock was counted")
    }
    return StockSnapshot(
      time: time, sku: SKU(try fields.requiredText(1)), option: fields.text(8), warehouse: fields.text(2),
      onHand: try fields.integer(3, in: pieces),
      reserved: try fields.integer(4, in: pieces, empty: 0),
      inTransit: try fields.integer(5, in: pieces, empty: 0), arrival: try fields.time(6, style: times),
      safetyStock: try fields.integer(7, in: pieces, empty: 0), owed: try fields.integer(9, in: pieces, empty: 0))
  }
}
