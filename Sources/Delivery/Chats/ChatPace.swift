internal import LiveshelfCore

/// One chat's pace, whatever rooms write to it: one message after each interval. What comes meanwhile gathers in the outboxes
/// and is told together.
actor ChatPace {
  private let interval: Double
  private let clock: any DeliveryClock
  private var next: WallTime?
  private var kept = 0

  init(interval: Double, clock: any DeliveryClock) {
    self.interval = interval
    self.clock = clock
  }

  /// Returns when it is the caller's turn.
  ///
  /// - Returns: false: the task was cancelled.
  func pass() async -> Bool {
    let now = clock.now()
    let turn = max(next ?? now, now)
    next = turn + interval
    guard turn > now else { return true }
    do throws(CancellationError) { try await clock.sleep(until: turn) } catch { return false }
    return true
  }

  /// Signals that were not told.
  func keep(_ count: Int) { kept += count }

  /// How many were not told since somebody asked last.
  func takeKept() -> Int {
    defer { kept = 0 }
    return kept
  }
}
