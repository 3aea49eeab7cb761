internal import LiveshelfCore

/// What was sold since the show began, and lately. Memory is bounded: single seconds are kept for five minutes.
struct SalesLog: Sendable {
  private static let kept: Int64 = 300

  private(set) var total = SalesCount()
  /// Seconds in which something was sold, in order.
  private var seconds: [(second: Int64, sales: SalesCount)] = []

  /// Counts an event; times never go back. What comes before the show does not count.
  ///
  /// - Parameter estimate: what a piece costs where the event does not tell.
  mutating func add(_ event: OrderEvent, estimate: Money?, at time: StreamTime) {
    guard time >= .zero else { return }
    total.add(event, estimate: estimate)
    let second = time.microseconds / 1_000_000
    if let last = seconds.indices.last, seconds[last].second == second {
      seconds[last].sales.add(event, estimate: estimate)
      return
    }
    var sales = SalesCount()
    sales.add(event, estimate: estimate)
    seconds.append((second, sales))
    // Seldom, so that each event costs the same on average.
    if seconds.count > 2 * Int(Self.kept) { seconds.removeAll { $0.second <= second - Self.kept } }
  }

  /// What was sold in the last `length` seconds, at most 300.
  func sales(ofLast length: Int64, until time: StreamTime) -> SalesCount {
    var sum = SalesCount()
    let from = time.microseconds / 1_000_000 - min(length, Self.kept)
    for entry in seconds.reversed() {
      guard entry.second > from else { break }
      sum.add(entry.sales)
    }
    return sum
  }
}

/// The sales of the room, in all and by product.
struct RoomSales: Sendable {
  private(set) var room = SalesLog()
  private var products: [SKU: SalesLog] = [:]

  mutating func add(_ event: OrderEvent, estimate: Money?, at time: StreamTime) {
    room.add(event, estimate: estimate, at: time)
    products[event.sku, default: SalesLog()].add(event, estimate: estimate, at: time)
  }

  func log(of sku: SKU) -> SalesLog { products[sku] ?? SalesLog() }
}
