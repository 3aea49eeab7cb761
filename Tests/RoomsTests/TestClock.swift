import LiveshelfCore
import Rooms
import Synchronization

/// A clock that goes on when the test says so.
final class TestClock: Sendable {
  private let time: Mutex<WallTime>

  init(_ start: WallTime) { time = Mutex(start) }

  var now: WallTime { time.withLock { $0 } }
  var wall: WallClock { WallClock { self.now.microseconds } }

  func advance(by seconds: Double) { time.withLock { $0 = $0 + seconds } }
}
