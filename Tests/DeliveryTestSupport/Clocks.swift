public import Delivery
internal import Foundation
public import LiveshelfCore
internal import Synchronization

/// A clock that stands still, and leaps to the moment that somebody sleeps for.
public final class LeapingClock: DeliveryClock {
  private let time: Mutex<WallTime>

  public init(at start: WallTime = WallTime(microseconds: 1_775_822_523_400_000)) {
    time = Mutex(start)
  }

  public func now() -> WallTime { time.withLock { $0 } }

  public func sleep(until moment: WallTime) async throws(CancellationError) {
    time.withLock { $0 = max($0, moment) }
    await Task.yield()
    if Task.isCancelled { throw CancellationError() }
  }
}

/// A clock that runs faster than the world's.
public struct FastClock: DeliveryClock {
  private let start: WallTime
  private let origin = ContinuousClock.now
  private let speed: Double

  /// - Parameter speed: seconds that pass in a second.
  public init(speed: Double, at start: WallTime = WallTime(microseconds: 1_775_822_523_400_000)) {
    self.start = start
    self.speed = speed
  }

  public func now() -> WallTime { start + (ContinuousClock.now - origin) / .seconds(1) * speed }

  public func sleep(until moment: WallTime) async throws(CancellationError) {
    let rest = (moment - now()) / speed
    guard rest > 0 else { return }
    do {
      try await Task.sleep(for: .seconds(rest))
    } catch {
      throw CancellationError()
    }
  }
}
