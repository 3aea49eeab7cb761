internal import InventoryEngine
internal import LiveshelfCore

/// Holds the times that rows tell against the moment at which they came: what happened cannot lie in the future. Clocks may be
/// off a little, and a source's known clock error is taken out; what is beyond that is not believed.
struct TimeGuard {
  /// Seconds.
  let tolerance: Double

  /// What a row says, as far as it is believed; nil: it is left out.
  typealias Verdict<Row> = (row: Row?, notice: LedgerNotice?)

  /// - Parameter offset: the error of the source's clock, in seconds, as far as it is known.
  func check(_ event: OrderEvent, received: WallTime, offset: Double) -> Verdict<OrderEvent> {
    let cell = StockCell(sku: event.sku, option: event.option, warehouse: event.warehouse)
    guard isBelieved(event.eventTime + -offset, received) else {
      return (nil, .timeInFuture(causeID: event.eventID, cell: cell, time: event.eventTime, received: received))
    }
    guard let ingest = event.ingestTime, ingest > received else { return (event, nil) }
    var event = event
    event.ingestTime = received
    return (
      event,
      isBelieved(ingest, received)
        ? nil : .ingestTimeInFuture(causeID: event.eventID, cell: cell, time: ingest, received: received)
    )
  }

  func check(_ snapshot: StockSnapshot, received: WallTime) -> Verdict<StockSnapshot> {
    guard isBelieved(snapshot.time, received) else {
      let cell = StockCell(sku: snapshot.sku, option: snapshot.option, warehouse: snapshot.warehouse)
      return (nil, .timeInFuture(causeID: "snapshot", cell: cell, time: snapshot.time, received: received))
    }
    var snapshot = snapshot
    snapshot.time = min(snapshot.time, received)
    return (snapshot, nil)
  }

  func check(_ transaction: StockTransaction, received: WallTime) -> Verdict<StockTransaction> {
    guard isBelieved(transaction.time, received) else {
      let cell = StockCell(sku: transaction.sku, option: transaction.option, warehouse: "")
      return (nil, .timeInFuture(causeID: transaction.id, cell: cell, time: transaction.time, received: received))
    }
    // Of several counts the newest holds: one that is a little ahead must not outdo a right one that follows.
    guard case .count = transaction.change else { return (transaction, nil) }
    var transaction = transaction
    transaction.time = min(transaction.time, received)
    return (transaction, nil)
  }

  private func isBelieved(_ time: WallTime, _ received: WallTime) -> Bool { time - received <= tolerance }
}
