public import LiveshelfCore

extension StockLedger {
  /// Tells the ledger that the world's clock reads `time`: shipments that are due arrive. Times may repeat and go back.
  public mutating func advance(to time: WallTime) -> LedgerResult {
    var result = LedgerResult()
    guard let due = nextArrival, due <= time else { return result }
    for cell in accounts.keys.sorted() {
      guard let account = accounts[cell], let arrival = account.balance.arrival, arrival <= time else { continue }
      let units = account.balance.inTransit
      accounts[cell]?.balance.inTransit = 0
      accounts[cell]?.balance.arrival = nil
      // A later count has said what was there, so that a receipt after it tells of other units.
      if account.count.map({ $0.time < arrival }) ?? true {
        accounts[cell]?.assumedReceipt = (units: (account.assumedReceipt?.units ?? 0) + units, time: arrival)
      }
      record(
        StockMovement(kind: .receipt, cell: cell, onHand: units, reserved: 0, causeID: "in_transit", time: arrival),
        into: &result)
    }
    nextArrival = accounts.values.compactMap(\.balance.arrival).min()
    return result
  }
}
