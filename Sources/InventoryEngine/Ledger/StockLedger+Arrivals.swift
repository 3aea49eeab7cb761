public import LiveshelfCore

extension StockLedger {
  /// Tells the ledger that the world's clock reads `time`: shipments that are due arrive, reservations that nobody paid for
  /// expire. Times may repeat and go back.
  public mutating func advance(to time: WallTime) -> LedgerResult {
    var result = LedgerResult()
    guard now.map({ time > $0 }) ?? true else { return result }
    expire(until: time, into: &result)
    now = time
    endAllocations(by: time, into: &result)
    guard let due = nextArrival, due <= time else { return result }
    let numbers = accounts.filter { $0.value.shipments.first.map { $0.arrival <= time } ?? false }.keys
    for number in numbers.sorted(by: { places.cell($0) < places.cell($1) }) {
      takeArrivals(at: number, until: time, into: &result)
    }
    nextArrival = accounts.values.compactMap(\.shipments.first?.arrival).min()
    return result
  }

  /// Books the shipments of a cell that are due by `time`.
  mutating func takeArrivals(at number: Int32, until time: WallTime, into result: inout LedgerResult) {
    while let shipment = accounts[number]?.shipments.first, shipment.arrival <= time {
      accounts[number]?.shipments.removeFirst()
      arrive(shipment, at: number, into: &result)
    }
  }

  private mutating func arrive(_ shipment: Shipment, at number: Int32, into result: inout LedgerResult) {
    guard let account = accounts[number] else { return }
    accounts[number]?.balance.inTransit -= shipment.units
    accounts[number]?.balance.arrival = account.shipments.first?.arrival
    // A later count has said what was there, so that a receipt after it tells of other units; so does one after a transfer.
    if shipment.transfer == nil, account.count.map({ $0.time < shipment.arrival }) ?? true {
      accounts[number]?.assumedReceipt = (
        units: (account.assumedReceipt?.units ?? 0) + shipment.units, time: shipment.arrival
      )
    }
    let causeID = shipment.transfer ?? "in_transit"
    record(
      StockMovement(
        kind: shipment.transfer == nil ? .receipt : .transferIn, cell: places.cell(number), onHand: shipment.units,
        reserved: 0, causeID: causeID, time: shipment.arrival),
      at: number, into: &result)
    fill(number, causeID: causeID, into: &result) { $0.receive(shipment.units, at: shipment.arrival.microseconds) }
  }

  /// Units set out that are due at a cell.
  mutating func send(_ shipment: Shipment, to number: Int32) {
    guard var account = accounts[number] else { return }
    let place = account.shipments.firstIndex { $0.arrival > shipment.arrival } ?? account.shipments.endIndex
    account.shipments.insert(shipment, at: place)
    account.balance.inTransit += shipment.units
    account.balance.arrival = account.shipments.first?.arrival
    accounts[number] = account
    nextArrival = min(nextArrival ?? shipment.arrival, shipment.arrival)
  }
}
