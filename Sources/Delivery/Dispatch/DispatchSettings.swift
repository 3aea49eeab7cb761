internal import Concurrency

/// How lanes use their outbox.
public struct DispatchSettings: Hashable, Sendable {
  /// Entries read from the outbox at once.
  public var pageSize = 256
  /// Delivered entries are confirmed when there are so many …
  public var confirmEntries = 64
  /// … or the oldest is so many seconds old, or nothing else waits. After a crash so many may be delivered twice.
  public var confirmSeconds = 0.25

  public init() {}

  /// Seconds to wait after the outbox failed so many times in a row: 1, 2, 4 … 32, 60.
  func outboxDelay(after failures: Int) -> Double {
    Backoff(from: .seconds(1), to: .seconds(60)).delay(after: failures) / .seconds(1)
  }
}
