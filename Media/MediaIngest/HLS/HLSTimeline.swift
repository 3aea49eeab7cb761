package import LiveshelfCore

/// Puts the segments of an HLS stream on one time line.
///
/// Between discontinuities time stamps count, and a step in them is a gap. Where they begin anew, program date times say
/// how much lies between; without any, segments follow each other, and what the playlist says to be missing lies between
/// them. All times are microseconds.
package struct HLSTimeline: Sendable, Equatable {
  /// Time of the line minus the source's time stamps.
  package private(set) var offset: Int64 = 0
  /// Where the sound so far ends; nil before the first.
  package private(set) var end: Int64?
  /// A moment of the line whose wall time was stated.
  private var dated: (wall: WallTime, at: Int64)?
  /// The last segment that was begun.
  package var lastNumber: Int64?
  package var lastAddress: String?

  /// Time stamps within this of the count of sound go on.
  private static let tolerance: Int64 = 100_000
  /// Smaller gaps between the parts of a stream are the rounding of program date times.
  private static let smallestGap: Int64 = 40_000
  /// Time stamps that agree so well with other witnesses are the most exact of them.
  private static let agreement: Int64 = 100_000
  /// The same where the witnesses are whole seconds, or rounded lengths.
  private static let coarseAgreement: Int64 = 1_000_000
  /// The longest gap that time stamps alone are believed, and program date times.
  private static let longestGap: Int64 = 300_000_000
  /// Whole seconds that differ so much from the time stamps mean that the wall clock was set.
  private static let clockCorrection: Int64 = 300_000
  private static let longestDatedGap: Int64 = 6 * 3_600_000_000

  package init() {}

  package static func == (left: HLSTimeline, right: HLSTimeline) -> Bool {
    left.offset == right.offset && left.end == right.end && left.dated?.at == right.dated?.at
      && left.dated?.wall == right.dated?.wall && left.lastNumber == right.lastNumber
  }

  /// Places a segment.
  ///
  /// - Parameters:
  ///   - start: the least time stamp of the segment's first picture and sound.
  ///   - audio: the time stamp of its first sound.
  ///   - date: the wall time that the playlist states for its beginning.
  ///   - isNew: whether the time stamps may have begun anew.
  ///   - missing: the length of the segments that the playlist names but that were not there, just before this one.
  /// - Returns: by how much the time stamps jumped; nil: they go on.
  package mutating func place(
    start: Int64, audio: Int64, date: WallTime?, isNew: Bool, missing: Int64
  ) -> Int64? {
    defer { note(date, at: start &+ offset, isExact: isNew || dated == nil) }
    guard let end else {
      self.end = audio &+ offset
      return nil
    }
    let stated = audio &+ offset
    let step = stated &- end
    if !isNew, abs(step) <= Self.tolerance { return nil }
    let target = target(start: start, audio: audio, date: date, isNew: isNew, missing: missing, end: end)
    offset = target &- audio
    return target == stated ? nil : step
  }

  /// Where the first sound of a segment lies whose time stamps do not simply go on.
  private func target(
    start: Int64, audio: Int64, date: WallTime?, isNew: Bool, missing: Int64, end: Int64
  ) -> Int64 {
    let stated = audio &+ offset
    let step = stated &- end
    if let date, let dated {
      let target = dated.at &+ (date.microseconds &- dated.wall.microseconds) &+ (audio &- start)
      let gap = target &- end
      // Program date times that are whole seconds say nothing about less than one.
      let isCoarse = Self.isCoarse(date, dated.wall)
      let agreement = isCoarse ? Self.coarseAgreement : Self.agreement
      if abs(step &- gap) <= agreement, step >= -Self.tolerance { return max(stated, end) }
      if gap <= Self.longestDatedGap {
        return gap >= (isCoarse ? 1_000_000 : Self.smallestGap) ? target : end
      }
    }
    // Segments that are known to be missing, and time stamps that say the same, need no other witness.
    if missing > 0, abs(step &- missing) <= Self.coarseAgreement { return stated }
    if !isNew, step > 0, step <= Self.longestGap { return stated }
    return end &+ missing
  }

  private static func isCoarse(_ one: WallTime, _ other: WallTime) -> Bool {
    one.microseconds % 1_000_000 == 0 && other.microseconds % 1_000_000 == 0
  }

  /// Notes what the wall clock showed. The newest counts, for clocks are set and drift; of whole seconds the first, because time
  /// stamps are more exact than they.
  private mutating func note(_ date: WallTime?, at moment: Int64, isExact: Bool) {
    guard let date else { return }
    if let dated, !isExact, Self.isCoarse(date, dated.wall) {
      let deviation = (date.microseconds &- dated.wall.microseconds) &- (moment &- dated.at)
      guard abs(deviation) > Self.clockCorrection else { return }
    }
    dated = (date, moment)
  }

  /// Notes sound up to a time stamp of the source.
  package mutating func hear(upTo timestamp: Int64) {
    end = timestamp &+ offset
  }
}
