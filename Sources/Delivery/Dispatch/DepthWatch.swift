internal import CoreMetrics
internal import Synchronization

/// Knows how many entries a lane has still to deliver, also while a delivery is under way that takes long.
final class DepthWatch: Sendable {
  /// The outbox is asked at most so often.
  private static let interval = Duration.milliseconds(100)

  private let meter: Meter
  private let last = Mutex<Int?>(nil)
  private let changed = LaneSignal()

  init(_ meter: Meter) {
    self.meter = meter
  }

  /// Entries still to deliver, as last seen; nil: nobody has looked yet.
  var depth: Int? { last.withLock { $0 } }

  /// Entries came or went.
  func notify() { changed.entriesCame() }

  func note(_ depth: Int) {
    last.withLock { $0 = depth }
    meter.set(depth)
  }

  /// Looks after each change, until the task is cancelled.
  func run(_ look: () async -> Int?) async {
    while !Task.isCancelled {
      if let depth = await look() { note(depth) }
      do { try await Task.sleep(for: Self.interval) } catch { return }
      await changed.wait(onlyInterruption: false)
    }
  }

  /// The room is let go: what is left is no business of this process any more.
  func end() {
    last.withLock { $0 = nil }
    meter.destroy()
  }
}
