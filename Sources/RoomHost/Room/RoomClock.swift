internal import Foundation
public import LiveshelfCore

/// The world's clock as a room sees it.
public struct RoomClock: Sendable {
  private let read: @Sendable () -> Int64

  /// The machine's clock.
  public static let system = RoomClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// - Parameter read: gives microseconds since 1970-01-01T00:00:00Z.
  public init(_ read: @escaping @Sendable () -> Int64) {
    self.read = read
  }

  public var now: WallTime { WallTime(microseconds: read()) }
}
