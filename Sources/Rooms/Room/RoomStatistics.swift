internal import LiveshelfCore

/// What a room counts since the process started.
public struct RoomStatistics: Sendable {
  /// The last durations from the reception of rows to their durability, in seconds.
  public private(set) var receivedToDurable = RecentDurations()
  /// The last durations from the reception of an order to the durability of the signal that it caused, in seconds.
  public private(set) var orderToSignal = RecentDurations()
  /// Rows taken in, by kind.
  public internal(set) var rows: [String: Int] = [:]
  /// Rows that were not counted, by reason.
  public internal(set) var drops: [String: Int] = [:]
  /// Signals raised, by type.
  public internal(set) var signals: [String: Int] = [:]
  /// Order events that came more than this many seconds after they happened.
  public static let lateAfter = 60.0
  public internal(set) var lateOrders = 0
  public internal(set) var repeatedOrders = 0
  /// Seconds of the stream that were lost.
  public internal(set) var lostSeconds = 0.0
  /// How far the last finding of speech was behind the audio that had been received, in seconds; nil: nothing was heard.
  public internal(set) var recognitionLag: Double?

  mutating func count(_ row: Row) {
    rows[row.kind.rawValue, default: 0] += 1
    if case .order(let event) = row, let ingest = event.ingestTime, ingest - event.eventTime > Self.lateAfter {
      lateOrders += 1
    }
  }

  mutating func noteDurable(_ seconds: Double) { receivedToDurable.note(seconds) }
  mutating func noteSignal(after seconds: Double) { orderToSignal.note(seconds) }
}

/// The last 1,024 durations, and a histogram of all.
public struct RecentDurations: Sendable {
  private static let capacity = 1024

  private var recent: [Double] = []
  private var next = 0
  /// Upper bounds of the buckets, in seconds.
  public static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
  /// One count for each bound, and one for what is above; not cumulative.
  public private(set) var counts = Array(repeating: 0, count: bounds.count + 1)
  public private(set) var sum = 0.0

  mutating func note(_ seconds: Double) {
    guard seconds.isFinite else { return }
    if recent.count < Self.capacity { recent.append(seconds) } else { recent[next] = seconds }
    next = (next + 1) % Self.capacity
    counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    sum += seconds
  }

  /// A quantile of the last durations, 0…1; nil: there are none.
  public func quantile(_ share: Double) -> Double? {
    guard !recent.isEmpty else { return nil }
    let sorted = recent.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * min(max(share, 0), 1)))]
  }
}
