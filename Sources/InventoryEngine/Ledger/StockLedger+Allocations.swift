internal import LiveshelfCore

/// Units that are kept for rooms and sources of orders.
extension StockLedger {
  struct Allocation: Sendable {
    var units: Int
    /// What orders of the channel have taken of it, those that were cancelled given back.
    var used = 0
    var since: WallTime
    var until: WallTime?
    var causeID: String

    var left: Int { min(units, max(0, units - used)) }
  }

  /// The most channels of a cell.
  static let mostChannels = 64

  /// Keeps units for a channel; false: it is left out. Of several allocations of a channel the newest holds.
  mutating func allocate(
    _ units: Int, to channel: String, until: WallTime?, at number: Int32, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) -> Bool {
    guard let account = accounts[number] else { return false }
    let known = account.allocations[channel]
    guard known != nil || account.allocations.count < Self.mostChannels else {
      result.notices.append(.tooManyPlaces(causeID: transaction.id, cell: places.cell(number)))
      return false
    }
    guard known.map({ transaction.time > $0.since }) ?? true else { return true }
    accounts[number]?.allocations[channel] = Allocation(
      units: units, since: transaction.time, until: until, causeID: transaction.id)
    show(transaction.id, at: number, transaction.time, into: &result)
    if let until {
      nextAllocationEnd = min(nextAllocationEnd ?? until, until)
      if let now, until <= now { endAllocations(by: now, into: &result) }
    }
    return true
  }

  /// Forgets what was kept until a moment that has come.
  mutating func endAllocations(by time: WallTime, into result: inout LedgerResult) {
    guard let due = nextAllocationEnd, due <= time else { return }
    for number in accounts.keys.sorted() {
      for (channel, allocation) in accounts[number]?.allocations.sorted(by: { $0.key < $1.key }) ?? [] {
        guard let until = allocation.until, until <= time else { continue }
        // One with nothing to keep stays, so that an older one does not come back.
        accounts[number]?.allocations[channel] = Allocation(
          units: 0, since: allocation.since, until: nil, causeID: allocation.causeID)
        show(allocation.causeID, at: number, until, into: &result)
      }
    }
    nextAllocationEnd = accounts.values.flatMap { $0.allocations.values.compactMap(\.until) }.min()
  }

  /// Orders of a channel took units of a cell, or gave them back (negative).
  mutating func use(_ units: Int, of number: Int32, at time: WallTime, by channels: [String]) {
    guard let allocations = accounts[number]?.allocations, !allocations.isEmpty,
      let channel = channels.first(where: { allocations[$0] != nil }), let allocation = allocations[channel],
      time >= allocation.since
    else { return }
    accounts[number]?.allocations[channel]?.used += units
    tell(number)
  }

  private mutating func show(
    _ causeID: String, at number: Int32, _ time: WallTime, into result: inout LedgerResult
  ) {
    tell(number)
    // Nothing moves, and who follows the ledger's entries hears of it.
    result.movements.append(
      StockMovement(
        kind: .allocation, cell: places.cell(number), onHand: 0, reserved: 0, causeID: causeID, time: time))
  }

  private mutating func tell(_ number: Int32) {
    let left = (accounts[number]?.allocations ?? [:]).mapValues(\.left).filter { $0.value > 0 }
    accounts[number]?.balance.allocated = left
  }
}
