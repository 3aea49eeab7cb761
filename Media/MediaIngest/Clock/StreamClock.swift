/// Maps the source's time stamps to stream time, and decides what a step in them means.
///
/// All times are microseconds. Stream time zero is the first presentation time stamp. A frame whose time stamp is where
/// the count of samples expects it goes on; one that is elsewhere is held back until the next frame tells whether the
/// step is real. A real step forward in a recording is a gap up to a limit, and a jump of the encoder's clock beyond. In
/// a live stream the time of arrival decides: a step that agrees with it is a gap, one that does not is a jump.
struct StreamClock {
  /// What is known of a decoded frame.
  struct Frame {
    /// On the source's time line, wraps undone; nil when the container gives none.
    var timestamp: Int64?
    var duration: Int64
    /// When its packet arrived, on the machine's monotonic clock.
    var arrival: Int64
    /// A hash of the packet.
    var fingerprint: UInt64
  }

  enum Verdict: Equatable {
    /// Goes on; the time stamp deviates by so much from the count of samples.
    case continuous(deviation: Int64?)
    /// The time stamp is elsewhere: hold the frame until more have come, then ask `resolve`.
    case suspicious
    /// Sent before: drop it.
    case replay
    /// Belongs at a stream time ahead of what is expected; silence is to fill up to there.
    case step(to: Int64, kind: Discontinuity.Kind, timestampStep: Int64)
  }

  private let isLive: Bool
  private let mayReplay: Bool
  private let longestGap: Int64
  /// Stream time minus source time.
  private(set) var offset: Int64?
  private var earliestTimestamp: Int64?
  private var arrivals = ArrivalEstimator()
  private var recent = RecentFrames()
  private var replay = ReplayWatch()
  /// Whether the next frame comes over a new connection.
  private var isResuming = false
  private var isAfterDamage = false
  /// Set until the first frame of another part of a recording has come.
  private var part: Part?

  private struct Part {
    /// The stream time at which it begins; nil: unknown.
    var start: Int64?
  }

  /// How far arrival and time stamp may differ while the time stamp is still believed after a step.
  private static let trust: Int64 = 3_000_000
  private static let believedAfterDamage: Int64 = 150_000

  /// - Parameter mayReplay: whether the source can send again what it has sent, as servers with a cache do.
  init(isLive: Bool, mayReplay: Bool, longestGap: Double) {
    self.isLive = isLive
    self.mayReplay = mayReplay
    self.longestGap = Int64(min(max(longestGap, 0), 1e6) * 1_000_000)
  }

  /// Tells of a picture's presentation time stamp, until the first audio fixes stream time zero.
  mutating func note(presentation timestamp: Int64) {
    guard offset == nil || part != nil else { return }
    earliestTimestamp = min(earliestTimestamp ?? timestamp, timestamp)
  }

  /// The stream time of a moment of the source's time line; nil before the first audio.
  func streamTime(ofSource timestamp: Int64) -> Int64? {
    offset.map { timestamp &+ $0 }
  }

  /// Prepares for frames over a new connection.
  mutating func resume() {
    isResuming = offset != nil
    replay = ReplayWatch()
  }

  /// Prepares for another part of a recording, which begins at a stream time; nil: unknown.
  mutating func beginPart(at start: Int64?) {
    part = Part(start: start)
    earliestTimestamp = nil
  }

  /// Tells that a packet or some bytes before the next frame were of no use.
  mutating func noteDamage() {
    isAfterDamage = true
  }

  /// Judges a frame that has just been decoded. `expected`: the stream time that the count of samples gives it.
  mutating func judge(_ frame: Frame, expected: Int64) -> Verdict {
    guard let timestamp = frame.timestamp else { return .continuous(deviation: nil) }
    if let part {
      self.part = nil
      return begin(part, with: frame, timestamp, expected: expected)
    }
    guard let offset else {
      let origin = min(earliestTimestamp ?? timestamp, timestamp)
      let lead = timestamp - origin
      self.offset = -origin
      remember(frame, at: lead)
      if lead > longestGap { return step(frame, to: expected, expected: expected, kind: .timestampJump) }
      return lead > 0 ? .step(to: lead, kind: .lateStart, timestampStep: 0) : .continuous(deviation: 0)
    }
    let deviation = timestamp &+ offset &- expected
    if !isResuming, abs(deviation) <= tolerance(frame) {
      isAfterDamage = false
      remember(frame, at: timestamp &+ offset)
      return .continuous(deviation: deviation)
    }
    if deviation < 0, mayReplay, recent.contains(frame), replay.isReplay(frame, isLive: isLive) { return .replay }
    if isAfterDamage {
      isAfterDamage = false
      // What was lost is short; a longer step may be a damaged time stamp.
      if (1...Self.believedAfterDamage).contains(deviation) {
        return step(frame, to: timestamp &+ offset, expected: expected, kind: .gap)
      }
    }
    return .suspicious
  }

  /// Places the first frame of another part. Without a stated start, its time stamps may go on where the last part ended;
  /// else it follows without a gap.
  private mutating func begin(_ part: Part, with frame: Frame, _ timestamp: Int64, expected: Int64) -> Verdict {
    let origin = min(earliestTimestamp ?? timestamp, timestamp)
    let going = offset.map { timestamp &+ $0 &- expected }
    if let start = part.start {
      offset = start &- origin
    } else if going.map({ !(-tolerance(frame)...longestGap).contains($0) }) ?? true {
      offset = expected &- origin
    }
    let target = timestamp &+ (offset ?? 0)
    if target > expected &+ 1_000 { return step(frame, to: target, expected: expected, kind: .gap) }
    offset = expected &- timestamp
    remember(frame, at: expected)
    return .continuous(deviation: 0)
  }

  /// Decides on the first of the frames that were held back, the others having come after it. `suspicious`: hold `next`
  /// as well, and ask again.
  /// - Parameter next: the frame after them; nil at the end of the source.
  mutating func resolve(_ held: [Frame], next: Frame?, expected: Int64) -> Verdict {
    guard let first = held.first, let timestamp = first.timestamp, let offset else {
      return .continuous(deviation: nil)
    }
    if !isResuming, held.count == 1 {
      // When only this one frame was elsewhere, or nothing fits, the count of samples is the better witness.
      guard let following = next?.timestamp,
        abs(following &- timestamp &- first.duration) <= tolerance(first)
      else { return .continuous(deviation: nil) }
    }
    let stated = timestamp &+ offset
    guard isLive, let arrived = arrivals.streamTime(ofArrival: Self.earliestArrival(held)) else {
      let isGap = stated > expected && stated &- expected <= longestGap
      return conclude(
        first, to: isGap ? stated : expected, expected: expected, otherwise: isGap ? .gap : .timestampJump)
    }
    if stated >= expected - 100_000, abs(stated &- arrived) <= Self.trust + arrivals.spread {
      return conclude(first, to: max(stated, expected), expected: expected, otherwise: .gap)
    }
    // The first packets of a new publisher, or after a stall, come late; those of the next moments show by how much.
    if let next, held.count < Self.mostHeld, next.arrival - first.arrival < Self.settling { return .suspicious }
    let target = arrived - expected > arrivals.spread + 100_000 ? arrived : expected
    return conclude(first, to: target, expected: expected, otherwise: .timestampJump)
  }

  private static let settling: Int64 = 300_000
  /// Enough for the burst that ends a stall of some twenty seconds.
  private static let mostHeld = 1024

  /// When the first frame would have arrived without the delay that later ones did not have.
  private static func earliestArrival(_ frames: [Frame]) -> Int64 {
    let start = frames.first?.timestamp ?? 0
    return frames.map { $0.arrival &- (($0.timestamp ?? start) &- start) }.min() ?? 0
  }

  private mutating func conclude(
    _ frame: Frame, to target: Int64, expected: Int64, otherwise kind: Discontinuity.Kind
  ) -> Verdict {
    defer { isResuming = false }
    return step(frame, to: target, expected: expected, kind: isResuming ? .reconnection : kind)
  }

  private mutating func step(_ frame: Frame, to target: Int64, expected: Int64, kind: Discontinuity.Kind) -> Verdict {
    guard let timestamp = frame.timestamp, let offset else { return .continuous(deviation: nil) }
    let deviation = timestamp &+ offset &- expected
    self.offset = target &- timestamp
    remember(frame, at: target)
    return .step(to: target, kind: kind, timestampStep: deviation)
  }

  private mutating func remember(_ frame: Frame, at streamTime: Int64) {
    recent.insert(frame)
    if isLive { arrivals.add(arrival: frame.arrival, streamTime: streamTime) }
  }

  /// How far a time stamp may be from the count of samples and still be taken as jitter. After damage something is
  /// missing, and the time stamp says how much.
  private func tolerance(_ frame: Frame) -> Int64 {
    isAfterDamage ? 5_000 : max(40_000, frame.duration * 9 / 5)
  }
}
