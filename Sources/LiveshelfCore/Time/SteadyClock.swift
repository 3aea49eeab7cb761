internal import Foundation
internal import Synchronization

/// A wall clock that never steps: it goes with the time since the machine's start, and is drawn towards the machine's wall clock
/// slowly. When somebody sets the machine's clock, shows neither jump nor stand still.
final class SteadyClock: Sendable {
  private struct State {
    /// What it said when it was read last, and at which monotonic time.
    var shown: Int64
    var elapsed: Int64
  }

  /// Of each second that passes, it may take back or add so much.
  private static let slew: Int64 = 100

  private let wall: @Sendable () -> Int64
  private let monotonic: @Sendable () -> Int64
  private let state: Mutex<State>

  /// - Parameters:
  ///   - wall: microseconds since 1970.
  ///   - monotonic: microseconds that only grow, and by which the clock goes.
  init(wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64) {
    self.wall = wall
    self.monotonic = monotonic
    state = Mutex(State(shown: wall(), elapsed: monotonic()))
  }

  func read() -> Int64 {
    let (wall, now) = (wall(), monotonic())
    return state.withLock { state in
      let passed = max(0, now - state.elapsed)
      let steady = state.shown.saturatingAdd(passed)
      let most = passed / Self.slew
      let off = wall.saturatingSubtract(steady)
      state.shown = steady.saturatingAdd(min(max(off, -most), most))
      state.elapsed = max(state.elapsed, now)
      return state.shown
    }
  }
}

extension WallClock {
  /// The machine's clock without its steps: one percent is the most by which it goes faster or slower than time does.
  public static func steady() -> WallClock {
    steady(wall: { WallClock.system.now.microseconds }) {
      var time = timespec()
      // Goes on while the machine sleeps.
      clock_gettime(CLOCK_BOOTTIME, &time)
      return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
  }

  /// The same of other clocks, in microseconds; for tests.
  public static func steady(
    wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64
  ) -> WallClock {
    let clock = SteadyClock(wall: wall, monotonic: monotonic)
    return WallClock { clock.read() }
  }
}
