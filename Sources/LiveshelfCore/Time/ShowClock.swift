/// Ties the stream's clock to the world's.
public struct ShowClock: Hashable, Sendable {
  /// The wall time of stream time zero.
  public var start: WallTime
  /// The offset in which times of this show are written.
  public var offset: ZoneOffset

  public init(start: WallTime, offset: ZoneOffset) {
    self.start = start
    self.offset = offset
  }

  /// The wall time of a moment of the stream.
  public func wallTime(of time: StreamTime) -> WallTime {
    WallTime(microseconds: start.microseconds.saturatingAdd(time.microseconds))
  }

  /// The stream time of a moment of the world, negative before the show.
  public func streamTime(of time: WallTime) -> StreamTime {
    StreamTime(microseconds: time.microseconds.saturatingSubtract(start.microseconds))
  }

  /// A moment of the stream as RFC 3339 text.
  public func text(of time: StreamTime) -> String {
    wallTime(of: time).formatted(in: offset)
  }
}
