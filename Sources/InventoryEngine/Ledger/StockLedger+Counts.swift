internal import LiveshelfCore

extension StockLedger {
  /// Sets a cell to a count, and with a full count those options of its place to nothing that no count of that moment names;
  /// false: it is to be left out.
  mutating func count(
    _ units: Int, _ scope: StockTransaction.CountScope, at number: Int32, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) -> Bool {
    let cell = places.cell(number)
    guard !cell.option.isEmpty || !places.isByOption(cell) else {
      result.notices.append(.optionNeeded(causeID: transaction.id, cell: cell))
      return false
    }
    guard set(number, to: units, isImplied: false, transaction, into: &result) else { return false }
    guard scope == .full else { return true }
    for other in places.cells(of: cell.sku, in: cell.warehouse)
    where other != number && accounts[other].map({ isCounted($0, by: transaction.time) }) ?? false {
      _ = set(other, to: 0, isImplied: true, transaction, into: &result)
    }
    return true
  }

  /// Whether a full count of a moment tells of a cell.
  private func isCounted(_ account: Account, by time: WallTime) -> Bool {
    time >= account.openedAt && account.count.map { time > $0.time } ?? true
  }

  private mutating func set(
    _ number: Int32, to units: Int, isImplied: Bool, _ transaction: StockTransaction, into result: inout LedgerResult
  ) -> Bool {
    guard let account = accounts[number], follows(transaction, at: number, into: &result) else { return true }
    let cell = places.cell(number)
    if let newest = account.count,
      transaction.time < newest.time || (transaction.time == newest.time && !newest.isImplied)
    {
      result.notices.append(
        .countOutdated(causeID: transaction.id, cell: cell, time: transaction.time, newest: newest.time))
      return true
    }
    guard let since = account.recent.sum(from: transaction.time) else {
      result.notices.append(
        .countTooOld(causeID: transaction.id, cell: cell, time: transaction.time, earliest: account.recent.knownFrom))
      return false
    }
    // An implied count of the same moment set the cell to nothing, and everything before it is in that.
    let isReplacing = account.count.map { $0.time == transaction.time } ?? false
    let change = isReplacing ? units : units - (account.balance.available - since)
    accounts[number]?.count = (time: transaction.time, id: transaction.id, isImplied: isImplied)
    if let assumed = account.assumedReceipt, assumed.time <= transaction.time { accounts[number]?.assumedReceipt = nil }
    settle(number, countedAt: transaction.time, change: change)
    record(
      StockMovement(
        kind: .count, cell: cell, onHand: change, reserved: 0, causeID: transaction.id, time: transaction.time),
      at: number, into: &result)
    return true
  }

  /// A reported difference is answered by a count of the same moment or later; one of a later snapshot becomes another.
  private mutating func settle(_ number: Int32, countedAt time: WallTime, change: Int) {
    guard var difference = accounts[number]?.difference else { return }
    difference.expected += change
    difference.standing = 0
    // Times are written with milliseconds: a count of the difference's own moment may be a little before it.
    let isAnswered = difference.time.microseconds - time.microseconds < 1000
    accounts[number]?.difference = isAnswered || difference.units == 0 ? nil : difference
  }
}
