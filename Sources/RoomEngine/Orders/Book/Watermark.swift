public import LiveshelfCore

/// How far the sources of orders have come: nothing older than the watermark is expected any more.
///
/// Each source (warehouse) has its own: the latest event time that it has reported, minus the lateness that is allowed. The
/// watermark of all is that of the slowest source that is still alive; a source that has said nothing for `idleAfter`
/// seconds does not hold the others up (the model of Akidau et al., "The Dataflow Model", VLDB 2015).
public struct Watermark: Sendable {
  /// Seconds by which events may come out of order without being called late.
  public let allowedLateness: Double
  /// Seconds without an event after which a source is left out.
  public let idleAfter: Double

  private struct Source {
    var name: String
    var latest: WallTime
    var lastHeard: WallTime
  }
  private var sources: [Source] = []
  private var now: WallTime?
  /// Events that came after their time had been declared over, by source in the order of first appearance.
  public private(set) var lateEvents = 0

  public init(allowedLateness: Double = 10, idleAfter: Double = 60) {
    self.allowedLateness = max(0, allowedLateness)
    self.idleAfter = max(1, idleAfter)
  }

  /// Takes note of an event.
  ///
  /// - Parameters:
  ///   - time: the event's corrected time.
  ///   - knownAt: when it reached us.
  /// - Returns: true when it is late: it revises what was final.
  public mutating func observe(source: String, time: WallTime, knownAt: WallTime) -> Bool {
    let isLate = current.map { time < $0 } ?? false
    if isLate { lateEvents += 1 }
    now = max(now ?? knownAt, knownAt)
    if let index = sources.firstIndex(where: { $0.name == source }) {
      sources[index].latest = max(sources[index].latest, time)
      sources[index].lastHeard = max(sources[index].lastHeard, knownAt)
    } else if sources.count < 4096 {
      sources.append(Source(name: source, latest: time, lastHeard: knownAt))
    }
    return isLate
  }

  /// Everything before it is final until a late event says otherwise; nil before the first event.
  public var current: WallTime? {
    guard let now else { return nil }
    var (slowest, slowestAlive): (WallTime?, WallTime?) = (nil, nil)
    for source in sources {
      slowest = min(slowest ?? source.latest, source.latest)
      if now - source.lastHeard <= idleAfter { slowestAlive = min(slowestAlive ?? source.latest, source.latest) }
    }
    return (slowestAlive ?? slowest).map { $0 + -allowedLateness }
  }
}
