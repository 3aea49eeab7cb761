/// The frames of the last seconds, to recognise what is sent again after a reconnect.
struct RecentFrames {
  private var keys: Set<UInt64> = []
  private var order: [UInt64] = []
  private var oldest = 0
  private static let capacity = 2048

  mutating func insert(_ frame: StreamClock.Frame) {
    let key = Self.key(frame)
    guard keys.insert(key).inserted else { return }
    if order.count < Self.capacity {
      order.append(key)
    } else {
      keys.remove(order[oldest])
      order[oldest] = key
      oldest = (oldest + 1) % Self.capacity
    }
  }

  func contains(_ frame: StreamClock.Frame) -> Bool { keys.contains(Self.key(frame)) }

  private static func key(_ frame: StreamClock.Frame) -> UInt64 {
    frame.fingerprint ^ UInt64(bitPattern: frame.timestamp ?? 0) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// Tells a server that sends its cache again from a publisher that starts the same show anew: a cache comes in a burst,
/// a show at its own pace.
struct ReplayWatch {
  private var first: StreamClock.Frame?
  private var isShow = false

  /// Whether a frame with known contents and time stamp is a repetition.
  mutating func isReplay(_ frame: StreamClock.Frame, isLive: Bool) -> Bool {
    guard isLive, !isShow else { return !isShow }
    guard let first, let start = first.timestamp, let timestamp = frame.timestamp else {
      self.first = frame
      return true
    }
    let elapsed = frame.arrival - first.arrival
    isShow = elapsed > 250_000 && timestamp &- start < 2 * elapsed
    return !isShow
  }
}
