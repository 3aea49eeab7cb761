public import LiveshelfCore

/// Places the parts of a recording: by what the caller says, by their names, or by what they say about themselves.
public struct PartStarts: Sendable {
  /// When each part began; nil where nothing tells.
  public private(set) var times: [WallTime?]

  /// Starts nearer than this to the end of the part before follow it: names tell whole seconds.
  private static let rounding = 1.0
  private static let longestGap = 12.0 * 3600

  /// Looks at the parts, which may mean opening them. Synchronous.
  ///
  /// - Parameter stated: the starts that the caller knows, of the first parts.
  public init(_ parts: [MediaSource], stated: [WallTime], settings: MediaSettings, interrupt: MediaInterrupt) {
    let names = parts.map { RecorderName.start(of: $0.filePath ?? "", assuming: settings.assumedOffset) }
    if stated.count >= parts.count {
      times = stated
    } else if names.allSatisfy({ $0 != nil }) {
      times = names
    } else if parts.count > 1 {
      let told = parts.map { Self.told($0, settings, interrupt) }
      times = told.allSatisfy { $0 != nil } ? told : parts.map { _ in nil }
    } else {
      times = names
    }
    // What the caller says of some parts holds for the others as far as the distance to those is known.
    guard let first = stated.first, let named = times.first ?? nil, stated.count < parts.count else { return }
    let shift = first - named
    times = times.map { $0.map { $0 + shift } }
    for (index, time) in stated.enumerated() { times[index] = time }
  }

  /// Where a part lies in the show.
  public enum Place: Hashable, Sendable {
    /// It begins at a stream time, so many seconds after the end of the part before.
    case at(StreamTime, gapSeconds: Double)
    /// It follows the part before.
    case following
    /// It should begin so many seconds before that end, and follows it.
    case overlapping(seconds: Double)
    /// Nothing tells.
    case unknown
  }

  /// - Parameter end: where the part before ended.
  public func place(of part: Int, after end: StreamTime) -> Place {
    guard times.indices.contains(part), let start = times[part], let zero = times.first ?? nil else { return .unknown }
    let offset = start - zero
    let gap = offset - end.seconds
    guard gap <= Self.longestGap else { return .unknown }
    if abs(gap) < Self.rounding { return .following }
    return gap > 0
      ? .at(StreamTime(microseconds: Int64(offset * 1_000_000)), gapSeconds: gap) : .overlapping(seconds: -gap)
  }

  /// The start that a recording states in itself. One that cannot be read states none here, and fails when it is read.
  private static func told(_ source: MediaSource, _ settings: MediaSettings, _ interrupt: MediaInterrupt) -> WallTime? {
    guard let probe = try? MediaProbe(source, seconds: 0.1, settings: settings, interrupt: interrupt) else {
      return nil
    }
    let anchors = probe.anchors.filter { $0.origin != .arrival }.sorted {
      $0.uncertaintySeconds < $1.uncertaintySeconds
    }
    if let anchor = anchors.first, let time = WallTime.parse(anchor.wallTime)?.time {
      return WallTime(microseconds: time.microseconds &- anchor.streamTime.microseconds)
    }
    return probe.metadata["creation_time"].flatMap { WallTime.parse($0, assuming: .utc)?.time }
  }
}
