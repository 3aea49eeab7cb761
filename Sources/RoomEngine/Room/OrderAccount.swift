internal import LiveshelfCore

/// All that the room has learnt about orders: each event once, and the clocks of their sources.
struct OrderAccount: Sendable {
  private(set) var book = OrderBook()
  private var clocks = ClockTracker()
  /// The events that took effect, as they came.
  private(set) var applied: [OrderEvent] = []

  /// Takes an event in. False: it was seen before, or says nothing new.
  mutating func apply(_ event: OrderEvent) -> Bool {
    guard book.apply(event) == .applied else { return false }
    clocks.observe(event)
    applied.append(event)
    return true
  }

  /// - Parameter middle: the middle of the show, for which clock errors are stated.
  func alignment(at middle: WallTime) -> ClockAlignment {
    clocks.alignment(at: middle)
  }

  /// The demand that the events tell of, at true times on the stream's clock.
  func demand(alignment: ClockAlignment, clock: ShowClock) -> [DemandEvent] {
    applied.compactMap { event in
      DemandEvent(
        event, at: clock.streamTime(of: alignment.trueTime(of: event)),
        isUndone: book.isUndone(orderID: event.orderID, sku: event.sku))
    }
  }
}
