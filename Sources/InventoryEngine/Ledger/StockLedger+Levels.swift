public import LiveshelfCore

extension StockLedger {
  /// Sets a cell to what the shop's ledger says of it; the difference is a movement, so that balances stay sums of movements.
  /// For ledgers that are led; where options of a place are told, they come before its units without an option.
  public mutating func adopt(_ level: StockLevel) -> LedgerResult {
    var result = LedgerResult()
    let (cell, told) = (level.row.cell, level.row.balance)
    guard isLed else {
      result.isRefused = true
      return result
    }
    let known = places.opened(cell)
    guard let number = known ?? places.openCell(cell)?.number else {
      result.notices.append(.tooManyPlaces(causeID: "level", cell: cell))
      result.isRefused = true
      return result
    }
    let before = accounts[number]?.balance ?? StockBalance()
    var account = accounts[number] ?? Account(openedAt: level.time)
    account.balance = told
    account.isUsed = true
    accounts[number] = account
    guard known == nil || told.onHand != before.onHand || told.reserved != before.reserved else { return result }
    result.movements.append(
      StockMovement(
        kind: known == nil ? .opening : .shop, cell: places.cell(number), onHand: told.onHand - before.onHand,
        reserved: told.reserved - before.reserved, causeID: "shop", time: level.time))
    return result
  }
}
