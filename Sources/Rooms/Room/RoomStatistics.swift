internal import LiveshelfCore

/// What a room counts since the process started.
public struct RoomStatistics: Sendable {
  /// The last durations from the reception of rows to their durability, in seconds.
  public private(set) var receivedToDurable = RecentDurations()
  /// The last durations from the reception of an order to the durability of the signal that it caused, in seconds.
  public private(set) var orderToSignal = RecentDurations()
  /// Order events taken in.
  public internal(set) var orders = 0
  /// Order events that came more than this many seconds after they happened.
  public static let lateAfter = 60.0
  public internal(set) var lateOrders = 0
  public internal(set) var repeatedOrders = 0
  /// How far the last finding of speech was behind the audio that had been received, in seconds; nil: nothing was heard.
  public internal(set) var recognitionLag: Double?

  mutating func count(_ event: OrderEvent) {
    orders += 1
    if let ingest = event.ingestTime, ingest - event.eventTime > Self.lateAfter { lateOrders += 1 }
  }

  mutating func noteDurable(_ seconds: Double) { receivedToDurable.note(seconds) }
  mutating func noteSignal(after seconds: Double) { orderToSignal.note(seconds) }
}

/// The last 1,024 durations.
public struct RecentDurations: Sendable {
  private static let capacity = 1024

  private var recent: [Double] = []
  private var next = 0
  /// How many there were in all.
  public private(set) var count = 0

  mutating func note(_ seconds: Double) {
    guard seconds.isFinite else { return }
    if recent.count < Self.capacity { recent.append(seconds) } else { recent[next] = seconds }
    next = (next + 1) % Self.capacity
    count += 1
  }

  /// A quantile of the last durations, 0…1; nil: there are none.
  public func quantile(_ share: Double) -> Double? {
    guard !recent.isEmpty else { return nil }
    let sorted = recent.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * min(max(share, 0), 1)))]
  }
}
