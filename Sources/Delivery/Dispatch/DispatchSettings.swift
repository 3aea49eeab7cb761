/// How lanes use their outbox.
public struct DispatchSettings: Hashable, Sendable {
  /// Entries read from the outbox at once.
  public var pageSize = 256
  /// Delivered entries are confirmed when there are so many …
  public var confirmEntries = 64
  /// … or the oldest is so many seconds old, or nothing else waits. After a crash so many may be delivered twice.
  public var confirmSeconds = 0.25

  public init() {}

  /// Seconds to wait after the outbox failed so many times in a row: 1, 2, 4 … 60.
  func outboxDelay(after failures: Int) -> Double {
    failures >= 6 ? 60 : Double(1 << max(0, failures - 1))
  }
}
