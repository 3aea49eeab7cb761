/// A moment of the world's clock, in microseconds since 1970-01-01T00:00:00Z, without a time zone.
public struct WallTime: Hashable, Comparable, Sendable {
  public var microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  public static func < (left: WallTime, right: WallTime) -> Bool { left.microseconds < right.microseconds }

  /// Seconds from `right` to `left`; times that lie too far apart for the clock's range saturate.
  public static func - (left: WallTime, right: WallTime) -> Double {
    Double(left.microseconds.saturatingSubtract(right.microseconds)) / 1_000_000
  }

  /// The beginning of its second. Shops tell the second of an order: without a stream whose clock has to be exact, a show
  /// begins with a second, and the orders of that second are its own.
  public var wholeSecond: WallTime {
    WallTime(microseconds: microseconds.saturatingSubtract(((microseconds % 1_000_000) + 1_000_000) % 1_000_000))
  }

  /// The moment `seconds` after `time`, or the clock's end where that lies beyond it.
  public static func + (time: WallTime, seconds: Double) -> WallTime {
    WallTime(microseconds: time.microseconds.saturatingAdd(Int64(clamping: (seconds * 1_000_000).rounded())))
  }
}

/// A fixed distance from UTC, as RFC 3339 writes it.
public struct ZoneOffset: Hashable, Sendable {
  /// Seconds east of Greenwich, −86,399…86,399.
  public var seconds: Int

  public init(seconds: Int) {
    self.seconds = seconds
  }

  public static let utc = ZoneOffset(seconds: 0)
  /// China Standard Time, the zone of local times in exports that state none.
  public static let china = ZoneOffset(seconds: 8 * 3600)
}
