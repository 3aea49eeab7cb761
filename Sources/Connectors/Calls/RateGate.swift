import Concurrency

/// Lets calls of a platform through at an even pace, and holds all of them while the platform asks for a pause.
actor RateGate {
  private let interval: Duration
  private var next = ContinuousClock.now

  /// - Parameter perSecond: calls, more than 0.
  init(perSecond: Double) {
    interval = .seconds(1 / max(perSecond, 0.001))
  }

  /// Returns when the next call may go, or the task is cancelled.
  func pass() async {
    let now = ContinuousClock.now
    let turn = max(next, now)
    next = turn + interval
    if turn > now { await Concurrency.pause(turn - now) }
  }

  /// No call goes for so many seconds.
  func hold(seconds: Double) {
    next = max(next, ContinuousClock.now + .seconds(min(max(seconds, 0), 3600)))
  }
}
