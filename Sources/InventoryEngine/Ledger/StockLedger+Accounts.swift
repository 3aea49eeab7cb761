internal import LiveshelfCore

extension StockLedger {
  /// What the ledger keeps of an open cell.
  struct Account: Sendable {
    var openedAt: WallTime
    var balance = StockBalance()
    /// Time and count of the newest snapshot.
    var newestCount: (time: WallTime, onHand: Int)?
    /// What that snapshot differed by; nil: it agreed, or a count has answered it.
    var difference: StockDifference?
    /// The newest count that the cell was set to; implied: a full count of the warehouse did not name it.
    var count: (time: WallTime, id: String, isImplied: Bool)?
    /// Units that were booked when their shipment was due, and whose receipt nobody has reported yet.
    var assumedReceipt: (units: Int, time: WallTime)?
    /// Units that are on their way and have a date, the earliest first.
    var shipments: [Shipment] = []
    /// Units of refunded orders that the return rule gave back, and whose return nobody has reported yet.
    var assumedReturns = 0
    /// Units of refunded orders, and units that came back.
    var refunded = 0 { didSet { balance.returning = max(0, refunded - cameBack) } }
    var cameBack = 0 { didSet { balance.returning = max(0, refunded - cameBack) } }
    var presales = PresaleBook(owed: 0)
    var allowedAt: WallTime?
    /// By channel.
    var allocations: [String: Allocation] = [:]
    var recent = RecentChanges()
    /// Something was booked there.
    var isUsed = false

    init(openedAt: WallTime, balance: StockBalance = StockBalance()) {
      self.openedAt = openedAt
      self.balance = balance
    }
  }

  struct Shipment: Sendable {
    var arrival: WallTime
    var units: Int
    /// The transfer that sent them; nil: they come from outside.
    var transfer: String?
  }

  /// Adds a movement to the balance of its cell, which is open. What happened before a count that the cell was set to is
  /// taken back by another movement of that count, which contained it.
  mutating func record(_ movement: StockMovement, at number: Int32, into result: inout LedgerResult) {
    add(movement, at: number, into: &result)
    guard movement.available != 0, let count = accounts[number]?.count, movement.time < count.time else { return }
    add(
      StockMovement(
        kind: .count, cell: movement.cell, onHand: -movement.available, reserved: 0,
        causeID: "\(count.id)/\(movement.causeID)", time: count.time),
      at: number, into: &result)
  }

  private mutating func add(_ movement: StockMovement, at number: Int32, into result: inout LedgerResult) {
    accounts[number]?.balance.onHand += movement.onHand
    accounts[number]?.balance.reserved += movement.reserved
    accounts[number]?.isUsed = true
    if movement.available != 0 { accounts[number]?.recent.note(movement.available, at: movement.time) }
    result.movements.append(movement)
  }

  /// Changes what is promised out of receipts to come, or received, and books what that takes from the stock.
  mutating func fill(
    _ number: Int32, causeID: String, into result: inout LedgerResult, _ change: (inout PresaleBook) -> Void
  ) {
    guard var book = accounts[number]?.presales else { return }
    let before = book.settled()
    change(&book)
    let after = book.settled()
    accounts[number]?.presales = book
    accounts[number]?.balance.owed = after.owed
    var sums: [Int64: Int] = [:]
    for (time, units) in after.changes { sums[time, default: 0] += units }
    for (time, units) in before.changes { sums[time, default: 0] -= units }
    for (time, units) in sums.sorted(by: { $0.key < $1.key }) where units != 0 {
      record(
        StockMovement(
          kind: .presale, cell: places.cell(number), onHand: units, reserved: 0, causeID: causeID,
          time: WallTime(microseconds: time)),
        at: number, into: &result)
    }
  }
}
