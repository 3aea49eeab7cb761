internal import Synchronization

/// Leaves a model alone that fails again and again, and keeps requests from heaping up before it.
final class UpstreamBreaker: Sendable {
  private static let largestCount = 64
  private static let failuresUntilPause = 5
  private static let pause = Duration.seconds(10)

  private struct State {
    var underWay = 0
    var failures = 0
    var pausedUntil: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  /// Whether a request may go out; then `end` must follow.
  func begin() -> Bool {
    state.withLock { state in
      if let until = state.pausedUntil {
        guard ContinuousClock.now >= until else { return false }
        // One more failure pauses again.
        state.pausedUntil = nil
        state.failures = Self.failuresUntilPause - 1
      }
      guard state.underWay < Self.largestCount else { return false }
      state.underWay += 1
      return true
    }
  }

  func end(failed: Bool) {
    state.withLock { state in
      state.underWay -= 1
      state.failures = failed ? state.failures + 1 : 0
      if state.failures >= Self.failuresUntilPause { state.pausedUntil = .now + Self.pause }
    }
  }
}
