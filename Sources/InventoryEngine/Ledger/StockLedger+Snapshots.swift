public import LiveshelfCore

extension StockLedger {
  /// Takes what a warehouse system says about a cell. The first snapshot of a cell opens it; later ones are compared:
  /// differences are reported, and never applied (a count of `apply(_:)` does). What is reserved for other channels and the
  /// safety stock are taken over, because only the warehouse system knows them.
  public mutating func record(_ snapshot: StockSnapshot) -> LedgerResult {
    var result = LedgerResult()
    let cell = StockCell(sku: snapshot.sku, option: snapshot.option, warehouse: snapshot.warehouse)
    if let refusal = refusal(of: snapshot, cell) {
      result.notices.append(refusal)
      result.isRefused = true
      return result
    }
    guard let number = places.opened(cell) else {
      openCell(cell, snapshot, into: &result)
      return result
    }
    if cell.option.isEmpty, places.isByOption(cell) {
      compareWhole(snapshot, cell, number, into: &result)
    } else {
      compare(snapshot, cell, number, expected: accounts[number]?.balance.available ?? 0, into: &result)
    }
    return result
  }

  /// Counts beyond this are taken for damaged input.
  static let largestCount = 1_000_000_000

  /// Why a snapshot cannot be taken.
  private func refusal(of snapshot: StockSnapshot, _ cell: StockCell) -> LedgerNotice? {
    let range = 0...Self.largestCount
    // What was oversold before may be below zero at a later count; a beginning below zero is a mistake.
    let lowest = places.opened(cell) == nil ? 0 : -Self.largestCount
    for (number, allowed) in [
      (snapshot.onHand, lowest...Self.largestCount), (snapshot.inTransit, range), (snapshot.owed, range),
      (snapshot.reserved, -Self.largestCount...Self.largestCount),
      (snapshot.safetyStock, -Self.largestCount...Self.largestCount),
    ] where !allowed.contains(number) {
      return .quantityRefused(causeID: "snapshot", quantity: number, allowed: allowed)
    }
    if !cell.option.isEmpty, places.isKnown(cell), !places.isByOption(cell) { return .toldWithoutOptions(cell: cell) }
    return nil
  }

  private mutating func openCell(_ cell: StockCell, _ snapshot: StockSnapshot, into result: inout LedgerResult) {
    var account = Account(
      openedAt: snapshot.time,
      balance: StockBalance(
        onHand: snapshot.onHand, reservedElsewhere: snapshot.reserved, safetyStock: snapshot.safetyStock,
        owed: snapshot.owed))
    account.newestCount = (snapshot.time, snapshot.onHand)
    account.presales = PresaleBook(owed: snapshot.owed)
    var opening = LedgerResult()
    opening.movements.append(
      StockMovement(
        kind: .opening, cell: cell, onHand: snapshot.onHand, reserved: 0, causeID: "opening", time: snapshot.time))
    if snapshot.inTransit > 0 {
      if let arrival = snapshot.arrival, arrival > snapshot.time {
        account.shipments = [Shipment(arrival: arrival, units: snapshot.inTransit)]
        account.balance.arrival = arrival
        nextArrival = min(nextArrival ?? arrival, arrival)
      } else if let arrival = snapshot.arrival {
        opening.notices.append(.shipmentOverdue(cell: cell, quantity: snapshot.inTransit, arrival: arrival))
      }
      account.balance.inTransit = snapshot.inTransit
    }
    guard open(cell, account, into: &opening) else {
      result.notices.append(.tooManyPlaces(causeID: "snapshot", cell: cell))
      result.isRefused = true
      return
    }
    result.movements += opening.movements
    result.notices += opening.notices
  }

  /// A snapshot of a whole product against its options' cells together.
  private mutating func compareWhole(
    _ snapshot: StockSnapshot, _ cell: StockCell, _ number: Int32, into result: inout LedgerResult
  ) {
    let expected = places.cells(of: cell.sku, in: cell.warehouse).reduce(0) {
      $0 + (accounts[$1]?.balance.available ?? 0)
    }
    compare(snapshot, cell, number, expected: expected, into: &result)
  }

  private mutating func compare(
    _ snapshot: StockSnapshot, _ cell: StockCell, _ number: Int32, expected: Int, into result: inout LedgerResult
  ) {
    guard var account = accounts[number] else { return }
    if let newest = account.newestCount {
      guard snapshot.time >= newest.time else {
        result.notices.append(.snapshotOutdated(cell: cell, time: snapshot.time, newest: newest.time))
        return
      }
      guard snapshot.time > newest.time else {
        if snapshot.onHand != newest.onHand {
          result.notices.append(
            .snapshotsDisagree(cell: cell, time: snapshot.time, first: newest.onHand, second: snapshot.onHand))
        }
        return
      }
    }
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
    accounts[number] = account
  }
}
