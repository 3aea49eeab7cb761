internal import GRDB
public import InventoryEngine
internal import LiveshelfCore

extension RoomStore {
  /// The ledger of a show as it was last stored, sorted by SKU and warehouse.
  public func stock(of show: String) throws(StoreError) -> [StockRow] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM stock WHERE show = ? ORDER BY sku, warehouse", arguments: [show])
        .map { row in
          let (sku, arrival): (String, Int64?) = (row["sku"], row["arrival"])
          return StockRow(
            cell: StockCell(sku: SKU(sku), warehouse: row["warehouse"]),
            balance: StockBalance(
              onHand: row["on_hand"], reserved: row["reserved"], reservedElsewhere: row["reserved_elsewhere"],
              inTransit: row["in_transit"], arrival: arrival.map { WallTime(microseconds: $0) },
              safetyStock: row["safety_stock"]))
        }
    }
  }

  /// The sums of a show's movements by cell: what the ledger must equal.
  public func movementSums(of show: String) throws(StoreError) -> [StockCell: (onHand: Int, reserved: Int)] {
    try read { database in
      var sums: [StockCell: (onHand: Int, reserved: Int)] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT sku, warehouse, sum(on_hand), sum(reserved) FROM movement WHERE show = ? GROUP BY sku, warehouse",
        arguments: [show])
      while let row = try rows.next() {
        let sku: String = row[0]
        sums[StockCell(sku: SKU(sku), warehouse: row[1])] = (row[2], row[3])
      }
      return sums
    }
  }
}
