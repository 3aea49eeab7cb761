public import LiveshelfCore

/// The clock by which attempts are planned. It tells the world's time, because attempts outlive the program.
public protocol DeliveryClock: Sendable {
  func now() -> WallTime

  /// Returns when the moment has come.
  ///
  /// - Throws: when the task is cancelled.
  func sleep(until moment: WallTime) async throws(CancellationError)
}

/// The machine's clock.
public struct SystemDeliveryClock: DeliveryClock {
  public init() {}

  public func now() -> WallTime { WallClock.system.now }

  /// Sleeps a minute at most at a time, so that a clock that is set meanwhile is noticed.
  public func sleep(until moment: WallTime) async throws(CancellationError) {
    while true {
      let rest = moment - now()
      guard rest > 0 else { return }
      do {
        try await Task.sleep(for: .seconds(min(rest, 60)))
      } catch {
        throw CancellationError()
      }
    }
  }
}
