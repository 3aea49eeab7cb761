public import LiveshelfCore

extension StockLedger {
  /// Tells the ledger that the world's clock reads `time`: shipments that are due arrive. Times may repeat and go back.
  public mutating func advance(to time: WallTime) -> LedgerResult {
    var result = LedgerResult()
    guard let due = nextArrival, due <= time else { return result }
    for cell in accounts.keys.sorted() {
      guard let balance = accounts[cell]?.balance, let arrival = balance.arrival, arrival <= time else { continue }
      accounts[cell]?.balance.inTransit = 0
      accounts[cell]?.balance.arrival = nil
      record(
        StockMovement(
          kind: .receipt, cell: cell, onHand: balance.inTransit, reserved: 0, causeID: "in_transit", time: arrival),
        into: &result)
    }
    nextArrival = accounts.values.compactMap(\.balance.arrival).min()
    return result
  }

  /// Books units that arrived at a warehouse. They are taken from those in transit as far as there are any.
  public mutating func receive(_ quantity: Int, at cell: StockCell, id: String, time: WallTime) -> LedgerResult {
    var result = LedgerResult()
    guard accept(quantity, cells: [cell], id: id, into: &result) else { return result }
    if let inTransit = accounts[cell]?.balance.inTransit {
      accounts[cell]?.balance.inTransit = max(0, inTransit - quantity)
      if quantity >= inTransit { accounts[cell]?.balance.arrival = nil }
    }
    record(
      StockMovement(kind: .receipt, cell: cell, onHand: quantity, reserved: 0, causeID: id, time: time), into: &result)
    return result
  }

  /// Moves units of a SKU from one warehouse to another, at once.
  public mutating func transfer(
    _ quantity: Int, of sku: SKU, from source: String, to destination: String, id: String, time: WallTime
  ) -> LedgerResult {
    var result = LedgerResult()
    let (from, to) = (StockCell(sku: sku, warehouse: source), StockCell(sku: sku, warehouse: destination))
    guard accept(quantity, cells: [from, to], id: id, into: &result) else { return result }
    record(
      StockMovement(kind: .transferOut, cell: from, onHand: -quantity, reserved: 0, causeID: id, time: time),
      into: &result)
    record(
      StockMovement(kind: .transferIn, cell: to, onHand: quantity, reserved: 0, causeID: id, time: time), into: &result)
    return result
  }

  /// Applies a reported difference because somebody asked for it: the cell's available units rise by
  /// `difference.units`. The same difference is applied once.
  public mutating func applyCount(_ difference: StockDifference, id: String) -> LedgerResult {
    var result = LedgerResult()
    guard accept(1, cells: [difference.cell], id: id, into: &result) else { return result }
    accounts[difference.cell]?.difference = 0
    record(
      StockMovement(
        kind: .count, cell: difference.cell, onHand: difference.units, reserved: 0, causeID: id, time: difference.time),
      into: &result)
    return result
  }

  /// Checks what a correction names; false when it is to be left out.
  private mutating func accept(
    _ quantity: Int, cells: [StockCell], id: String, into result: inout LedgerResult
  ) -> Bool {
    guard (1...rules.largestQuantity).contains(quantity) else {
      result.notices.append(.quantityRefused(causeID: id, quantity: quantity, allowed: 1...rules.largestQuantity))
      return false
    }
    if let unknown = cells.first(where: { accounts[$0] == nil }) {
      result.notices.append(.unknownCell(causeID: id, cell: unknown))
      return false
    }
    guard isNew(id) else {
      result.isRepeat = true
      return false
    }
    return true
  }
}
