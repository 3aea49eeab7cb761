internal import LiveshelfCore

/// What was sold since the show began, and lately. Memory is bounded: single seconds are kept for five minutes.
struct SalesLog: Sendable {
  private static let kept: Int64 = 300

  private(set) var total = SalesCount()
  /// Until when orders count for the show; nil: it goes on.
  private let end: StreamTime?
  /// Seconds in which something was sold, in order.
  private var seconds: [(second: Int64, sales: SalesCount)] = []

  /// - Parameter window: that of a show that is over.
  init(until window: SalesWindow? = nil) {
    end = window?.end
  }

  /// Counts an event in its second. What lies before the show, or after what counts for it, does not count, but for what
  /// comes in while the show goes on: whoever sends it now sees it in the total, and never in a rate.
  ///
  /// - Parameters:
  ///   - estimate: what a piece costs where the event does not tell.
  ///   - received: when the room learnt of it; nil: long ago.
  mutating func add(_ event: OrderEvent, estimate: Money?, at time: StreamTime, received: StreamTime? = nil) {
    guard end == nil ? max(time, received ?? time) >= .zero : time >= .zero, end.map({ time < $0 }) ?? true else {
      return
    }
    total.add(event, estimate: estimate)
    guard time >= .zero else { return }
    let second = time.microseconds / 1_000_000
    // Events come nearly in order; one that is older than what is kept is in the total alone.
    guard second > (seconds.last?.second ?? second) - Self.kept else { return }
    var place = seconds.count
    while place > 0, seconds[place - 1].second > second { place -= 1 }
    if place == 0 || seconds[place - 1].second != second {
      seconds.insert((second, SalesCount()), at: place)
      place += 1
    }
    seconds[place - 1].sales.add(event, estimate: estimate)
    // Seldom, so that each event costs the same on average.
    if seconds.count > 2 * Int(Self.kept), let last = seconds.last?.second {
      seconds.removeAll { $0.second <= last - Self.kept }
    }
  }

  /// What was sold in the last `length` seconds, at most 300.
  func sales(ofLast length: Int64, until time: StreamTime) -> SalesCount {
    var sum = SalesCount()
    let from = time.microseconds / 1_000_000 - min(length, Self.kept)
    for entry in seconds.reversed() where entry.second <= time.microseconds / 1_000_000 {
      guard entry.second > from else { break }
      sum.add(entry.sales)
    }
    return sum
  }
}

/// The sales of the room, in all and by product.
struct RoomSales: Sendable {
  private(set) var room: SalesLog
  private var products: [SKU: SalesLog] = [:]
  /// That of a show that is over; nil: it goes on.
  private let window: SalesWindow?

  init(until window: SalesWindow? = nil) {
    self.window = window
    room = SalesLog(until: window)
  }

  mutating func add(_ event: OrderEvent, estimate: Money?, at time: StreamTime, received: StreamTime? = nil) {
    room.add(event, estimate: estimate, at: time, received: received)
    products[event.sku, default: SalesLog(until: window)].add(event, estimate: estimate, at: time, received: received)
  }

  func log(of sku: SKU) -> SalesLog { products[sku] ?? SalesLog() }
}
