/// When a delivery that failed is tried again, and when a sink gives up.
public struct RetrySchedule: Hashable, Sendable {
  public enum Exhaustion: Hashable, Sendable {
    /// The entry becomes a dead letter and the next one has its turn.
    case bury
    /// The last delay is repeated for ever, and the order holds without exception.
    case hold
  }

  /// Seconds from a failure to the next attempt: the first holds after the first failure.
  public var delays: [Double]
  /// A delay is made longer by up to this share, 0…1, so that rooms that failed together do not come back together.
  public var jitter: Double
  public var whenExhausted: Exhaustion
  /// The longest wait, in seconds, that a receiver's `Retry-After` can ask for.
  public var longestRetryAfter: Double

  public init(
    delays: [Double], jitter: Double = 0.1, whenExhausted: Exhaustion = .bury, longestRetryAfter: Double = 3600
  ) {
    self.delays = delays
    self.jitter = jitter
    self.whenExhausted = whenExhausted
    self.longestRetryAfter = longestRetryAfter
  }

  /// Retries after 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h: a receiver may be away for a day. The shape of the
  /// example in Standard Webhooks 1.0.0, "Deliverability and reliability".
  public static let webhook = RetrySchedule(delays: [0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000])

  /// For what lies on this machine: a full disk has no other remedy than waiting for room.
  public static let local = RetrySchedule(delays: [0.1, 1, 5, 15, 60], whenExhausted: .hold)

  /// Seconds to wait after the `count`th failure of an entry; nil to give up.
  ///
  /// The jitter follows from the entry, so that a run can be repeated exactly.
  ///
  /// - Parameters:
  ///   - count: failed attempts so far, at least 1.
  ///   - key: tells entries apart, such as room, sink and sequence.
  ///   - retryAfter: what the receiver asked for, in seconds.
  public func delay(after count: Int, key: String, retryAfter: Double? = nil) -> Double? {
    let planned: Double
    if delays.indices.contains(count - 1) {
      planned = delays[count - 1]
    } else if whenExhausted == .hold {
      planned = delays.last ?? 1
    } else {
      return nil
    }
    let jittered = planned * (1 + min(max(jitter, 0), 1) * Self.share(of: "\(key)#\(count)"))
    let asked = min(retryAfter ?? 0, longestRetryAfter)
    return asked.isFinite ? max(jittered, asked) : jittered
  }

  /// A number in 0..<1 that follows from the text (FNV-1a, then the finalizer of SplitMix64).
  private static func share(of text: String) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((hash ^ (hash >> 31)) >> 11) / Double(1 << 53)
  }
}
