internal import GRDB
public import InventoryEngine
public import LiveshelfCore

extension RoomStore {
  /// The ledger of a show as it was last stored, sorted by SKU and warehouse.
  public func stock(of show: String) throws(StoreError) -> [StockRow] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM stock WHERE show = ? ORDER BY sku, warehouse, option", arguments: [show]
      ).map(Self.stockRow)
    }
  }

  /// The cells of some products, likewise.
  public func stock(of show: String, skus: Set<SKU>) throws(StoreError) -> [StockRow] {
    try read { database in
      try skus.sorted().flatMap { sku in
        try Row.fetchAll(
          database, sql: "SELECT * FROM stock WHERE show = ? AND sku = ? ORDER BY warehouse, option",
          arguments: [show, sku.text]
        ).map(Self.stockRow)
      }
    }
  }

  private static func stockRow(_ row: Row) -> StockRow {
    let (sku, arrival): (String, Int64?) = (row["sku"], row["arrival"])
    var balance = StockBalance(
      onHand: row["on_hand"], reserved: row["reserved"], reservedElsewhere: row["reserved_elsewhere"],
      inTransit: row["in_transit"], arrival: arrival.map { WallTime(microseconds: $0) },
      safetyStock: row["safety_stock"], owed: row["owed"], returning: row["expected_back"],
      presaleAllowance: row["presale_allowance"])
    balance.allocated = AllocatedUnits.units(row["allocated"])
    return StockRow(
      cell: StockCell(sku: SKU(sku), option: row["option"], warehouse: row["warehouse"]), balance: balance)
  }

  /// The sums of a show's movements by cell: what the ledger must equal.
  public func movementSums(of show: String) throws(StoreError) -> [StockCell: (onHand: Int, reserved: Int)] {
    try read { database in
      var sums: [StockCell: (onHand: Int, reserved: Int)] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT sku, warehouse, sum(on_hand), sum(reserved), option FROM movement WHERE show = ?
          GROUP BY sku, warehouse, option
          """,
        arguments: [show])
      while let row = try rows.next() {
        let sku: String = row[0]
        sums[StockCell(sku: SKU(sku), option: row[4], warehouse: row[1])] = (row[2], row[3])
      }
      return sums
    }
  }
}

extension RoomStore {
  /// The movements of a show's ledger, oldest first.
  public func movements(of show: String) throws(StoreError) -> [StockMovement] {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT * FROM movement WHERE show = ? ORDER BY id", arguments: [show])
      var movements: [StockMovement] = []
      while let row = try rows.next() {
        let (kind, sku, time): (String, String, Int64) = (row["kind"], row["sku"], row["time"])
        guard let kind = StockMovement.Kind(rawValue: kind) else {
          throw StoreError.record(sequence: row["id"], reason: "an unknown kind of movement")
        }
        movements.append(
          StockMovement(
            kind: kind, cell: StockCell(sku: SKU(sku), option: row["option"], warehouse: row["warehouse"]),
            onHand: row["on_hand"], reserved: row["reserved"], causeID: row["cause"],
            time: WallTime(microseconds: time)))
      }
      return movements
    }
  }
}

/// Units by channel as text: a line for each, `UNITS NAME`.
enum AllocatedUnits {
  static func text(_ units: [String: Int]) -> String {
    units.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: "\n")
  }

  static func units(_ text: String) -> [String: Int] {
    var units: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, let number = Int(parts[0]) { units[String(parts[1])] = number }
    }
    return units
  }
}
