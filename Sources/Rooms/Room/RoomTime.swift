internal import LiveshelfCore

/// Where a room's show is: the stream tells it while it flows, and the machine's clock otherwise.
struct RoomTime {
  /// Without a stream that tells the time, the room's clock goes on in steps of so many seconds.
  static let tick = 1.0
  /// A stream that said nothing for so long does not tell the time, in seconds.
  private static let streamSilence = 3.0

  private var lastHeard = WallTime(microseconds: 0)
  private var lastTick = WallTime(microseconds: 0)

  /// The stream was heard.
  mutating func hear(at now: WallTime) { lastHeard = now }

  /// Another show begins: the stream of the last tells nothing about it.
  mutating func begin() { lastHeard = WallTime(microseconds: 0) }

  /// The show's time at a moment of the machine's clock.
  func position(in fold: RoomFold?, at now: WallTime) -> StreamTime {
    guard let fold else { return .zero }
    if now - lastHeard < Self.streamSilence { return fold.position }
    return max(fold.position, fold.show.streamTime(at: now))
  }

  /// Whether the machine's clock must tell the time now; then it has, until the next step.
  mutating func takeTick(at now: WallTime) -> Bool {
    guard now - lastHeard >= Self.streamSilence, now - lastTick >= Self.tick || lastTick > now else { return false }
    lastTick = now
    return true
  }
}
