public import LiveshelfCore

/// A clock was set, forwards or backwards.
public struct ClockStep: Hashable, Sendable {
  /// Between the events before and after it.
  public var at: WallTime
  /// Seconds; positive: the clock was put forward.
  public var size: Double
}

/// What is known of one source's clock.
public struct ClockEstimate: Hashable, Sendable {
  /// A warehouse, or whatever system stamps its events.
  public var source: String
  /// Its clock minus true time at the reference moment, in seconds.
  public var offset: Double
  /// The interval that holds the offset with 95 %.
  public var interval: ClosedRange<Double>
  /// Seconds that the offset grows in an hour.
  public var driftPerHour: Double
  /// Events that had both times.
  public var events: Int
  public var steps: [ClockStep]

  /// Straight lines through the offsets, one between any two steps, in order of time.
  struct Piece: Hashable, Sendable {
    var from: WallTime
    var origin: WallTime
    var offset: Double
    var slope: Double
  }
  var pieces: [Piece]

  /// The clock's error at the moment when it shows `time`.
  func offset(at time: WallTime) -> Double {
    guard let piece = pieces.last(where: { $0.from <= time }) ?? pieces.first else { return 0 }
    return piece.offset + piece.slope * (time - piece.origin)
  }
}

/// The clocks of all sources, with which event times become true times. True time is that of the machine that stamped
/// `ingestTime`.
public struct ClockAlignment: Sendable {
  /// Sources with enough events, by name.
  public let estimates: [ClockEstimate]
  private let bySource: [String: ClockEstimate]

  /// No source known: every clock is taken as right.
  public init() {
    self.init([])
  }

  init(_ estimates: [ClockEstimate]) {
    self.estimates = estimates
    bySource = Dictionary(estimates.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// By how much the clock of an event's source is off at its time, in seconds; 0 where nothing is known.
  func offset(of event: OrderEvent) -> Double {
    bySource[event.warehouse]?.offset(at: event.eventTime) ?? 0
  }

  /// When an event really happened: its time less its clock's error, and never after it reached us.
  public func trueTime(of event: OrderEvent) -> WallTime {
    guard let estimate = bySource[event.warehouse] else {
      return event.ingestTime.map { min($0, event.eventTime) } ?? event.eventTime
    }
    let time = event.eventTime + -estimate.offset(at: event.eventTime)
    return event.ingestTime.map { min($0, time) } ?? time
  }
}
