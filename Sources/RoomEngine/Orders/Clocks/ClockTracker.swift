public import LiveshelfCore

/// Estimates the clock of each source from the two times of its events.
///
/// `ingestTime − eventTime` is the way's delay minus the clock's offset. A delay is never negative and often close to zero,
/// so the lower edge of these differences, as a line over time, is the offset and its drift: the minimum-delay filter of
/// NTP (Mills, RFC 5905 §10) in the form of a line below all points (Moon, Skelly, Towsley, INFOCOM 1999). A delay that
/// every event has, however quick, cannot be told from an offset.
///
/// Memory is bounded: of every ten seconds only the events with the smallest differences are kept.
public struct ClockTracker: Sendable {
  /// Seconds; so short that even a clock with a bad drift hardly moves in it.
  private static let window: Int64 = 10
  private static let keptPerWindow = 8
  /// So many windows are looked at together where steps are searched.
  private static let windowsTogether: Int64 = 6
  private static let maximumSources = 4096
  /// Fewer events say too little about a clock.
  public static let minimumEvents = 10

  struct Point: Hashable, Sendable {
    /// By the source's clock.
    var time: WallTime
    /// Ingest time minus event time, in seconds.
    var difference: Double
  }

  private struct Source: Sendable {
    var windows: [Int64: [Point]] = [:]
    var events = 0
    /// Whether times with milliseconds, or finer ones, occur.
    var hasMilliseconds = false
  }
  private var sources: [String: Source] = [:]

  public init() {}

  /// Takes note of an event; one without an ingest time says nothing.
  public mutating func observe(_ event: OrderEvent) {
    guard let ingest = event.ingestTime, sources.count < Self.maximumSources || sources[event.warehouse] != nil
    else { return }
    let point = Point(time: event.eventTime, difference: ingest - event.eventTime)
    let index = event.eventTime.microseconds / (Self.window * 1_000_000)
    let isFine = event.eventTime.microseconds % 1_000_000 != 0
    let kept = Self.keptPerWindow
    Self.update(&sources[event.warehouse, default: Source()]) { source in
      source.events += 1
      source.hasMilliseconds = source.hasMilliseconds || isFine
      Self.update(&source.windows[index, default: []]) { points in
        guard points.count == kept else {
          points.append(point)
          return
        }
        let worst = points.indices.max { points[$0].difference < points[$1].difference }
        if let worst, points[worst].difference > point.difference { points[worst] = point }
      }
    }
  }

  private static func update<Value>(_ value: inout Value, _ body: (inout Value) -> Void) {
    body(&value)
  }

  /// The clocks as far as they are known.
  ///
  /// - Parameter reference: the moment for which offsets and intervals are stated, usually the middle of the show.
  public func alignment(at reference: WallTime) -> ClockAlignment {
    ClockAlignment(
      sources.keys.sorted().compactMap { name in
        guard let source = sources[name], source.events >= Self.minimumEvents else { return nil }
        var minutes: [[Point]] = []
        var last: Int64?
        for index in source.windows.keys.sorted() {
          let minute = index / Self.windowsTogether
          if minute != last { minutes.append([]) }
          last = minute
          minutes[minutes.count - 1] += source.windows[index] ?? []
        }
        return ClockFit(windows: minutes, resolution: source.hasMilliseconds ? 0.001 : 1)
          .estimate(source: name, events: source.events, at: reference)
      })
  }
}
