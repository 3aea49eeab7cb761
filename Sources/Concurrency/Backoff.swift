internal import Foundation

/// Waits twice as long after every failure in a row, up to a limit.
public struct Backoff: Hashable, Sendable {
  public var first: Duration
  public var limit: Duration
  /// A wait is made shorter at random by up to this share, 0…1, so that many that failed together do not come back together.
  public var jitter: Double
  /// Failures in a row so far.
  public private(set) var failures = 0

  public init(from first: Duration = .milliseconds(50), to limit: Duration = .seconds(1), jitter: Double = 0) {
    self.first = first
    self.limit = limit
    self.jitter = jitter
  }

  /// The wait after so many failures in a row, at least 1, without jitter.
  public func delay(after failures: Int) -> Duration {
    // The factor is bounded so that no duration overflows; the limit is reached long before.
    min(first * (1 << min(max(failures, 1) - 1, 20)), limit)
  }

  /// Something failed: how long to wait.
  public mutating func next() -> Duration {
    failures += 1
    return delay(after: failures) * (1 - min(max(jitter, 0), 1) * .random(in: 0..<1))
  }

  /// Something succeeded: the next wait is the first again.
  public mutating func reset() { failures = 0 }

  /// Waits in a task; returns early when it is cancelled.
  public mutating func wait() async { await pause(next()) }

  /// Waits on a thread.
  public mutating func waitBlocking() { Thread.sleep(forTimeInterval: next() / .seconds(1)) }
}

/// Lets time pass; returns early when the task is cancelled.
public func pause(_ duration: Duration) async {
  // A sleep throws only to say that the task was cancelled, which every caller looks at itself.
  try? await Task.sleep(for: duration)
}
