internal import InventoryEngine
internal import LiveshelfCore

extension RoomEngine {
  /// An order event: what the ledger counts, the rest of the room counts too.
  mutating func take(_ event: OrderEvent, at: StreamTime) -> [RoomEffect] {
    let received = clock.wallTime(of: at)
    let verdict = timeGuard.check(
      event, received: received, offset: orders.clockOffset(of: event, received: received))
    if let notice = verdict.notice { stock.note(notice, at: at) }
    guard let event = verdict.row else {
      stock.refusedOrders += 1
      return []
    }
    let (findings, counts) = stock.consume(.order(event), at: at)
    if counts { floor.note(event) }
    if counts, shop == nil || event.room == room.text {
      let time = orders.apply(event, at: at)
      sales.add(
        event, estimate: catalog[event.sku]?.livePrice ?? catalog[event.sku]?.listPrice, at: time,
        received: at)
    }
    return signals(for: findings, at: at)
  }

  mutating func take(_ snapshot: StockSnapshot, at: StreamTime) -> [RoomEffect] {
    let verdict = timeGuard.check(snapshot, received: clock.wallTime(of: at))
    if let notice = verdict.notice { stock.note(notice, at: at) }
    guard let snapshot = verdict.row else { return [] }
    return signals(for: stock.consume(.snapshot(snapshot), at: at).findings, at: at)
  }

  mutating func take(_ transaction: StockTransaction, at: StreamTime) -> [RoomEffect] {
    let verdict = timeGuard.check(transaction, received: clock.wallTime(of: at))
    if let notice = verdict.notice { stock.note(notice, at: at) }
    guard let transaction = verdict.row else { return [] }
    return signals(for: stock.consume(.transaction(transaction), at: at).findings, at: at)
  }

  private var timeGuard: TimeGuard { TimeGuard(tolerance: stock.rules.futureTolerance) }
}
