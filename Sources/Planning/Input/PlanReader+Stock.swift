import Foundation
import Intake
import LiveshelfCore

private let units = 0...1_000_000_000

extension PlanReader {
  /// What is on the shelves. A negative count is refused, and nothing is taken to be there.
  mutating func readStock(_ url: URL) throws(IntakeError) {
    var rows: [(item: Int, warehouse: Int, cell: StockCell)] = []
    var seen: Set<String> = []
    data.rejected += try TableReader.read(
      url, required: ["sku", "warehouse", "on_hand"], optional: ["option", "owed", "expires_on", "expires_qty"]
    ) { (row) throws(FieldProblem) in
      let (item, warehouse) = (try item(row, 0, 3), try warehouse(row, 1))
      guard seen.insert("\(item)/\(warehouse)").inserted else {
        throw row.problem(1, "has a row for this option already:", remedy: "keep the latest snapshot only")
      }
      // The cell exists even where its count cannot be used: it must be forecast and may be ordered for.
      rows.append((item, warehouse, StockCell()))
      let cell = StockCell(
        onHand: try row.integer(2, in: units), owed: try row.integer(4, in: units, empty: 0),
        expiresDay: try day(row, 5), expiresUnits: try row.integer(6, in: units, empty: 0))
      rows[rows.count - 1].cell = cell
    }
    completeLanes()
    data.cells = [StockCell](repeating: StockCell(), count: data.itemCount * data.warehouseCount)
    for row in rows { data.cells[data.cell(row.item, row.warehouse)] = row.cell }
  }

  mutating func readOpenOrders(_ url: URL) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["sku", "warehouse", "qty", "eta"], optional: ["option", "kind", "placed_at", "mode"]
    ) { (row) throws(FieldProblem) in
      guard let eta = try day(row, 3) else {
        throw row.problem(3, "is empty", remedy: "write the date that the supplier promised")
      }
      let placed = try row.time(6).map { data.day(of: $0) }
      data.lots.append(
        Lot(
          item: try item(row, 0, 4), warehouse: try warehouse(row, 1), units: try row.integer(2, in: units),
          placedDay: placed, promisedDay: eta, isRush: row.text(7) == "rush", isTransfer: row.text(5) == "transfer"))
    }
  }

  /// Announced and received returns; `placed` says when each order was made.
  mutating func readReturns(_ url: URL, placed: [String: Double]) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["sku", "qty", "requested_at"],
      optional: ["order_id", "option", "warehouse", "received_at", "resellable_qty"]
    ) { (row) throws(FieldProblem) in
      let requested = try row.requiredTime(2)
      let received = try row.time(6)
      let units = try row.integer(1, in: units)
      let order = placed[row.text(3)]
      data.orders.returns.append(
        ReturnedParcel(
          item: try item(row, 0, 4), warehouse: row.text(5).isEmpty ? 0 : try warehouse(row, 5), units: units,
          requestedDay: data.day(of: requested), receivedDay: received.map { data.day(of: $0) },
          resellable: min(units, try row.integer(7, in: 0...1_000_000_000, empty: 0)),
          requestDelay: order.map { (requested - data.now) / 86_400 - $0 },
          receiptDelay: received.flatMap { moment in order.map { (moment - data.now) / 86_400 - $0 } }))
    }
  }
}
