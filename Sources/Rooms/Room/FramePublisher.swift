internal import LiveshelfCore

/// Tells watchers how a room is: at most so often, and only when something has changed. Belongs to the room's thread.
struct FramePublisher {
  /// Seconds between two frames.
  private static let interval = 0.2

  private let hub: FrameHub
  private var sequence: Int64 = 0
  private var publishedAt = WallTime(microseconds: 0)
  /// Whether something has changed since the last frame.
  private(set) var isDirty = true

  init(_ hub: FrameHub) {
    self.hub = hub
  }

  mutating func markDirty() { isDirty = true }

  /// Seconds until a frame is due; nil: nothing has changed.
  func pause(at now: WallTime) -> Double? { isDirty ? Self.interval - (now - publishedAt) : nil }

  func isDue(at now: WallTime) -> Bool {
    isDirty && (now - publishedAt >= Self.interval || publishedAt > now)
  }

  /// Publishes a frame with the next number, which grows over restarts too.
  mutating func publish(at now: WallTime, _ frame: (_ sequence: Int64) -> RoomFrame) {
    sequence = max(sequence + 1, now.microseconds / 1000)
    publishedAt = now
    isDirty = false
    hub.publish(frame(sequence))
  }

  func close() { hub.close() }
}
