public import LiveshelfCore

extension StockLedger {
  /// Books what a warehouse reports. The same id again changes nothing. What is left out does not use its id up: it can be
  /// sent again when its cause is mended.
  ///
  /// - **Receipt.** Units that the ledger booked when their shipment was due are not booked again; other units in transit
  ///   become fewer.
  /// - **Transfer.** Where it precedes the opening of a cell, that cell's opening snapshot contains it already.
  /// - **Count.** Tells of the moment `time`, whatever came in since: orders after it still count, and events before it that
  ///   come late change nothing, because the count contains them. The balance therefore does not depend on the order in
  ///   which counts and events arrive. Of several counts of a cell the newest holds.
  public mutating func apply(_ transaction: StockTransaction) -> LedgerResult {
    var result = LedgerResult()
    if let known = transactions[transaction.id] {
      result.isRepeat = known == transaction
      if known != transaction { result.notices.append(.idReused(causeID: transaction.id)) }
      return result
    }
    let sku = transaction.sku
    switch transaction.change {
    case .receipt(let warehouse, let quantity):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      guard accept(quantity, 1...rules.largestQuantity, transaction, [cell], into: &result) else { return result }
      receive(quantity, at: cell, transaction, into: &result)
    case .transfer(let source, let destination, let quantity, _):
      let cells = [source, destination].map { StockCell(sku: sku, warehouse: $0) }
      guard accept(quantity, 1...rules.largestQuantity, transaction, cells, into: &result) else { return result }
      guard source != destination else { break }
      move(-quantity, .transferOut, at: cells[0], transaction, into: &result)
      move(quantity, .transferIn, at: cells[1], transaction, into: &result)
    case .count(let warehouse, let units, _):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      guard accept(units, 0...Self.largestCount, transaction, [cell], into: &result),
        count(units, at: cell, transaction, into: &result)
      else { return result }
    case .adjustment(let warehouse, let units):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      let limit = rules.largestQuantity
      guard accept(units, -limit...limit, transaction, [cell], into: &result) else { return result }
      move(units, .adjustment, at: cell, transaction, into: &result)
    case .damage(let warehouse, let quantity):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      guard accept(quantity, 1...rules.largestQuantity, transaction, [cell], into: &result) else { return result }
      move(-quantity, .damage, at: cell, transaction, into: &result)
    case .returnReceived(let warehouse, let quantity, let resellable, _):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      guard accept(quantity, 1...rules.largestQuantity, transaction, [cell], into: &result) else { return result }
      move(min(max(0, resellable), quantity), .returnReceived, at: cell, transaction, into: &result)
    case .returnToSupplier(let warehouse, let quantity):
      let cell = StockCell(sku: sku, warehouse: warehouse)
      guard accept(quantity, 1...rules.largestQuantity, transaction, [cell], into: &result) else { return result }
      move(-quantity, .returnToSupplier, at: cell, transaction, into: &result)
    case .assembly(let warehouse, _), .presaleAllowance(let warehouse, _, _):
      result.notices.append(
        .unknownCell(causeID: transaction.id, cell: StockCell(sku: sku, warehouse: warehouse)))
      return result
    }
    transactions[transaction.id] = transaction
    return result
  }

  /// Whether the ledger can book it at all.
  private func accept(
    _ quantity: Int, _ allowed: ClosedRange<Int>, _ transaction: StockTransaction, _ cells: [StockCell],
    into result: inout LedgerResult
  ) -> Bool {
    guard allowed.contains(quantity) else {
      result.notices.append(.quantityRefused(causeID: transaction.id, quantity: quantity, allowed: allowed))
      return false
    }
    if let unknown = cells.first(where: { accounts[$0] == nil }) {
      result.notices.append(.unknownCell(causeID: transaction.id, cell: unknown))
      return false
    }
    return true
  }

  private mutating func receive(
    _ quantity: Int, at cell: StockCell, _ transaction: StockTransaction, into result: inout LedgerResult
  ) {
    guard follows(transaction, at: cell, into: &result), var account = accounts[cell] else { return }
    var fresh = quantity
    if let assumed = account.assumedReceipt {
      let confirmed = min(quantity, assumed.units)
      fresh -= confirmed
      account.assumedReceipt = assumed.units > confirmed ? (assumed.units - confirmed, assumed.time) : nil
      result.notices.append(.receiptWasExpected(causeID: transaction.id, cell: cell, quantity: confirmed))
    }
    if fresh >= account.balance.inTransit { account.balance.arrival = nil }
    account.balance.inTransit = max(0, account.balance.inTransit - fresh)
    accounts[cell] = account
    record(
      StockMovement(
        kind: .receipt, cell: cell, onHand: fresh, reserved: 0, causeID: transaction.id, time: transaction.time),
      into: &result)
  }

  private mutating func move(
    _ quantity: Int, _ kind: StockMovement.Kind, at cell: StockCell, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) {
    guard follows(transaction, at: cell, into: &result) else { return }
    record(
      StockMovement(
        kind: kind, cell: cell, onHand: quantity, reserved: 0, causeID: transaction.id, time: transaction.time),
      into: &result)
    if quantity < 0, let onHand = accounts[cell]?.balance.onHand, onHand < 0 {
      result.notices.append(.belowZero(causeID: transaction.id, cell: cell, onHand: onHand))
    }
  }

  /// Sets a cell to a count; false: it is to be left out.
  private mutating func count(
    _ units: Int, at cell: StockCell, _ transaction: StockTransaction, into result: inout LedgerResult
  ) -> Bool {
    guard let account = accounts[cell] else { return false }
    guard follows(transaction, at: cell, into: &result) else { return true }
    if let newest = account.count, transaction.time <= newest.time {
      result.notices.append(
        .countOutdated(causeID: transaction.id, cell: cell, time: transaction.time, newest: newest.time))
      return true
    }
    guard let since = account.recent.sum(from: transaction.time) else {
      result.notices.append(
        .countTooOld(causeID: transaction.id, cell: cell, time: transaction.time, earliest: account.recent.knownFrom))
      return false
    }
    let change = units - (account.balance.available - since)
    accounts[cell]?.count = (time: transaction.time, id: transaction.id)
    if let assumed = account.assumedReceipt, assumed.time <= transaction.time { accounts[cell]?.assumedReceipt = nil }
    settle(cell, countedAt: transaction.time, change: change)
    record(
      StockMovement(
        kind: .count, cell: cell, onHand: change, reserved: 0, causeID: transaction.id, time: transaction.time),
      into: &result)
    return true
  }

  /// A reported difference is answered by a count of the same moment or later; one of a later snapshot becomes another.
  private mutating func settle(_ cell: StockCell, countedAt time: WallTime, change: Int) {
    guard var difference = accounts[cell]?.difference else { return }
    difference.expected += change
    difference.standing = 0
    // Times are written with milliseconds: a count of the difference's own moment may be a little before it.
    let isAnswered = difference.time.microseconds - time.microseconds < 1000
    accounts[cell]?.difference = isAnswered || difference.units == 0 ? nil : difference
  }

  /// Whether a transaction changes a cell: what precedes its opening is in the opening's count.
  private func follows(_ transaction: StockTransaction, at cell: StockCell, into result: inout LedgerResult) -> Bool {
    guard let opened = accounts[cell]?.openedAt, transaction.time < opened else { return true }
    result.notices.append(.precedesOpening(causeID: transaction.id, cell: cell, opened: opened))
    return false
  }
}
