internal import Foundation

/// The world's clock, for those who may read one: engines do not.
public struct WallClock: Sendable {
  private let read: @Sendable () -> Int64

  /// The machine's clock.
  public static let system = WallClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// - Parameter read: gives microseconds since 1970-01-01T00:00:00Z; called from any thread.
  public init(_ read: @escaping @Sendable () -> Int64) {
    self.read = read
  }

  public var now: WallTime { WallTime(microseconds: read()) }
}
