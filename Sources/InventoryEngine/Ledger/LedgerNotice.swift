public import LiveshelfCore

/// Something about an input that somebody should look at. The ledger goes on in every case.
public enum LedgerNotice: Hashable, Sendable {
  /// The quantity is outside the range that the ledger takes; the input was left out. Correct it and send it under a
  /// new event id.
  case quantityRefused(causeID: String, quantity: Int, allowed: ClosedRange<Int>)
  /// No snapshot has opened this cell: the event waits for one.
  case waitsForOpening(causeID: String, cell: StockCell)
  /// More events wait for an opening snapshot than are kept; this one was left out. Send a snapshot of the cell.
  case waitingRoomFull(causeID: String, cell: StockCell)
  /// More units of an order were cancelled than it had; the surplus was not given back.
  case releaseBeyondOrder(causeID: String, cell: StockCell, surplus: Int)
  /// A count that differs from the ledger; reported, and applied only when a count asks for it.
  case countDiffers(StockDifference)
  /// The snapshot is older than the newest one of its cell; it was not compared.
  case snapshotOutdated(cell: StockCell, time: WallTime, newest: WallTime)
  /// Two snapshots of the same cell and moment disagree; the first one holds.
  case snapshotsDisagree(cell: StockCell, time: WallTime, first: Int, second: Int)
  /// The opening snapshot says that units are in transit and should have arrived before it: they are not counted until
  /// somebody reports their receipt.
  case shipmentOverdue(cell: StockCell, quantity: Int, arrival: WallTime)
  /// A receipt, transfer or count names a cell that no snapshot has opened; it was left out.
  case unknownCell(causeID: String, cell: StockCell)
  /// The id was used for another event of its source, or another transaction, before; this one was left out.
  case idReused(causeID: String)
  /// The transaction is older than the opening snapshot of the cell, which contains it: it changed nothing there.
  case precedesOpening(causeID: String, cell: StockCell, opened: WallTime)
  /// These units of a receipt had been booked when their shipment was due.
  case receiptWasExpected(causeID: String, cell: StockCell, quantity: Int)
  /// More units left the warehouse than the ledger had there; it was booked all the same.
  case belowZero(causeID: String, cell: StockCell, onHand: Int)
  /// A newer count of the cell was applied before; this one changed nothing.
  case countOutdated(causeID: String, cell: StockCell, time: WallTime, newest: WallTime)
  /// The count is older than the changes that the ledger still knows one by one; it was left out.
  case countTooOld(causeID: String, cell: StockCell, time: WallTime, earliest: WallTime)
  /// Stock is told by option there, and the row names none that is known: its units are subtracted from the product and from no
  /// option.
  case optionsUnassigned(causeID: String, cell: StockCell)
  /// A count without an option, where stock is told by option; it was left out.
  case optionNeeded(causeID: String, cell: StockCell)
  /// A snapshot by option, where stock was told without options before; it was left out.
  case toldWithoutOptions(cell: StockCell)
  /// Units were paid or sent and never ordered, as far as is known: they count as ordered.
  case orderImplied(causeID: String, cell: StockCell, units: Int)
  /// The order has more events than are followed; this one was left out.
  case orderTooLong(causeID: String, most: Int)
  /// More places or sources are named than any shop has; the row was left out.
  case tooManyPlaces(causeID: String, cell: StockCell)
  /// The catalog says of no parts of which the product is put together; the assembly was left out.
  case noKit(causeID: String, cell: StockCell)
  /// The row says that it happened after it was received, by more than the clocks explain; it was left out.
  case timeInFuture(causeID: String, cell: StockCell, time: WallTime, received: WallTime)
  /// The row says that it was received later than it was; the moment at which it was received holds.
  case ingestTimeInFuture(causeID: String, cell: StockCell, time: WallTime, received: WallTime)
  /// All the latest orders of a cell say that they were made before its first snapshot, which contains them.
  case ordersPrecedeOpening(causeID: String, cell: StockCell, orders: Int, opened: WallTime)
}

/// A later snapshot against the ledger.
public struct StockDifference: Hashable, Sendable {
  public var cell: StockCell
  public var time: WallTime
  /// Units on hand by the warehouse's count.
  public var counted: Int
  /// Units available by the ledger when the snapshot was read.
  public var expected: Int
  /// The part of the difference that the snapshot before it showed too, in units: what orders under way cannot explain.
  public var standing: Int

  public init(cell: StockCell, time: WallTime, counted: Int, expected: Int, standing: Int) {
    self.cell = cell
    self.time = time
    self.counted = counted
    self.expected = expected
    self.standing = standing
  }

  /// Counted minus expected, in units.
  public var units: Int { counted - expected }
}

/// What an input did to the ledger.
public struct LedgerResult: Hashable, Sendable {
  /// New entries, in order.
  public var movements: [StockMovement] = []
  public var notices: [LedgerNotice] = []
  /// The input had been seen before: nothing happened.
  public var isRepeat = false
  /// The input was left out; a notice says why.
  public var isRefused = false
}
