public import LiveshelfCore

extension StockLedger {
  /// Takes what a warehouse system says about a cell. The first snapshot of a cell opens it; later ones are compared:
  /// differences are reported, and never applied (a
  /// count of `apply(_:)` does). What is reserved for other channels and the
  /// safety stock are taken over, because only the warehouse system knows them.
  public mutating func record(_ snapshot: StockSnapshot) -> LedgerResult {
    var result = LedgerResult()
    let cell = StockCell(sku: snapshot.sku, warehouse: snapshot.warehouse)
    let range = -Self.largestCount...Self.largestCount
    guard range.contains(snapshot.onHand), range.contains(snapshot.inTransit) else {
      let outside = range.contains(snapshot.onHand) ? snapshot.inTransit : snapshot.onHand
      result.notices.append(.quantityRefused(causeID: "snapshot", quantity: outside, allowed: range))
      return result
    }
    if accounts[cell] == nil {
      openCell(cell, snapshot, into: &result)
    } else {
      compare(snapshot, with: cell, into: &result)
    }
    return result
  }

  /// Counts beyond this are taken for damaged input.
  static let largestCount = 1_000_000_000

  private mutating func openCell(_ cell: StockCell, _ snapshot: StockSnapshot, into result: inout LedgerResult) {
    var balance = StockBalance(
      onHand: snapshot.onHand, reservedElsewhere: snapshot.reserved, inTransit: max(0, snapshot.inTransit),
      arrival: snapshot.inTransit > 0 ? snapshot.arrival : nil, safetyStock: snapshot.safetyStock)
    if let arrival = balance.arrival, arrival <= snapshot.time {
      balance.arrival = nil
      result.notices.append(.shipmentOverdue(cell: cell, quantity: balance.inTransit, arrival: arrival))
    }
    result.movements.append(
      StockMovement(
        kind: .opening, cell: cell, onHand: snapshot.onHand, reserved: 0, causeID: "opening", time: snapshot.time))
    let account = Account(
      openedAt: snapshot.time, balance: balance, newestCount: (snapshot.time, snapshot.onHand),
      availableByOption: snapshot.onHandByOption.filter { (-Self.largestCount...Self.largestCount).contains($0.value) })
    open(cell, account, into: &result)
  }

  private mutating func compare(
    _ snapshot: StockSnapshot, with cell: StockCell, into result: inout LedgerResult
  ) {
    guard var account = accounts[cell] else { return }
    if snapshot.time < account.newestCount.time {
      result.notices.append(
        .snapshotOutdated(cell: cell, time: snapshot.time, newest: account.newestCount.time))
      return
    }
    if snapshot.time == account.newestCount.time {
      if snapshot.onHand != account.newestCount.onHand {
        result.notices.append(
          .snapshotsDisagree(
            cell: cell, time: snapshot.time, first: account.newestCount.onHand, second: snapshot.onHand))
      }
      return
    }
    let expected = account.balance.available
    let units = snapshot.onHand - expected
    let earlier = account.difference?.units ?? 0
    account.difference = nil
    if units != 0 {
      let standing = units.signum() == earlier.signum() ? min(abs(units), abs(earlier)) * units.signum() : 0
      let difference = StockDifference(
        cell: cell, time: snapshot.time, counted: snapshot.onHand, expected: expected, standing: standing)
      result.notices.append(.countDiffers(difference))
      account.difference = difference
    }
    account.newestCount = (snapshot.time, snapshot.onHand)
    account.balance.reservedElsewhere = snapshot.reserved
    account.balance.safetyStock = snapshot.safetyStock
    accounts[cell] = account
  }
}
