/// Whether the service can do its work.
public struct ServiceStatus: Hashable, Sendable {
  public struct Problem: Codable, Hashable, Sendable {
    /// Such as `storage`, `speech_model`, `room:main`.
    public var part: String
    /// What is wrong and the remedy.
    public var message: String

    public init(part: String, message: String) {
      self.part = part
      self.message = message
    }
  }

  /// Problems that keep it from taking in orders at all; empty: ready.
  public var problems: [Problem]
  /// Problems of single rooms and parts, with which the rest works.
  public var warnings: [Problem]

  public init(problems: [Problem] = [], warnings: [Problem] = []) {
    self.problems = problems
    self.warnings = warnings
  }
}

/// What a room measured, for metrics. Durations in seconds; counters never fall while the process runs.
public struct RoomMeasurements: Hashable, Sendable {
  public var room: String
  public var state: RoomState
  /// How far the stream is behind the world's clock, when known.
  public var streamLag: Double?
  public var recognitionLag: Double?
  /// How far the moment up to which bins are final is behind the stream.
  public var watermarkDelay: Double?
  /// Signals that wait for delivery, by sink.
  public var outboxDepth: [String: Int]
  /// Rows taken in, by kind (`orders`, `stock`, `comments`, `clicks`).
  public var rows: [String: Int]
  /// Rows, comments and audio that were thrown away or not counted, by reason.
  public var drops: [String: Int]
  /// Signals raised, by type.
  public var signals: [String: Int]
  /// From the reception of an order to the signal that it caused.
  public var orderToSignal: DistributionCounts?
  /// From the reception of a row to its durability.
  public var receivedToDurable: DistributionCounts?

  public init(
    room: String, state: RoomState, streamLag: Double? = nil, recognitionLag: Double? = nil,
    watermarkDelay: Double? = nil, outboxDepth: [String: Int] = [:], rows: [String: Int] = [:],
    drops: [String: Int] = [:], signals: [String: Int] = [:], orderToSignal: DistributionCounts? = nil,
    receivedToDurable: DistributionCounts? = nil
  ) {
    self.room = room
    self.state = state
    self.streamLag = streamLag
    self.recognitionLag = recognitionLag
    self.watermarkDelay = watermarkDelay
    self.outboxDepth = outboxDepth
    self.rows = rows
    self.drops = drops
    self.signals = signals
    self.orderToSignal = orderToSignal
    self.receivedToDurable = receivedToDurable
  }
}

/// How many observations fell into which bucket, since the process started.
public struct DistributionCounts: Hashable, Sendable {
  /// Bounds that suit from a millisecond to a minute.
  public static let durationBounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]

  /// Upper bounds of the buckets, rising; one more bucket takes what is above.
  public let bounds: [Double]
  /// One count for each bucket, not cumulative.
  public private(set) var counts: [Int]
  public private(set) var sum: Double

  public init(bounds: [Double] = Self.durationBounds) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
    sum = 0
  }

  /// - Parameter counts: one for each bound and one for what is above; others are taken for none.
  public init(bounds: [Double], counts: [Int], sum: Double) {
    self.init(bounds: bounds)
    guard counts.count == self.counts.count else { return }
    self.counts = counts
    self.sum = sum
  }

  /// Counts a value; one that is not finite is left out.
  public mutating func observe(_ value: Double) {
    guard value.isFinite else { return }
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
  }

  public var count: Int { counts.reduce(0, +) }
}
