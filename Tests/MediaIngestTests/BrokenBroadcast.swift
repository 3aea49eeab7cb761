import Foundation
import LiveshelfCore
import Synchronization
import TestSupport

/// A long HLS broadcast that lost segments, began its clock anew and set its wall clock, and what is true of it. Its segments are
/// the twenty seconds of a short one, again and again, under clocks of their own.
struct BrokenBroadcast {
  /// The source's segments, and where bursts lie in each, from its first sound, in microseconds; and how long its sound is.
  struct Source {
    var segments: [(stream: TransportStream, bursts: [Int64], length: Int64)]
  }

  struct Gap {
    var at: Int64
    var length: Int64
  }

  /// How much of the broadcast is dated.
  enum Dates: Sendable {
    case everySegment, afterDiscontinuities, none
  }

  private(set) var playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:0\n"
  /// Which source segment each name stands for, and by how many ticks its clock is moved.
  private(set) var pieces: [String: (segment: Int, ticks: Int64)] = [:]
  /// Truth, in microseconds from the first sound.
  private(set) var bursts: [Int64] = []
  private(set) var gaps: [Gap] = []
  private(set) var length: Int64 = 0
  private(set) var clockSteps = 0

  /// - Parameters:
  ///   - seconds: the length of the broadcast without what is lost.
  ///   - events: gaps, discontinuities and steps of clocks that are strewn over it.
  init(_ source: Source, seconds: Int, events: Int, dates: Dates, seed: UInt64) {
    var dice = Mutator(seed: seed)
    let count = seconds / 2
    // Stream time begins with the first picture when that comes before the sound.
    let first = source.segments.first?.stream
    let lead = max(0, (first?.firstSound ?? 0) - (first?.firstPicture ?? first?.firstSound ?? 0)) * 100 / 9
    var (truth, clock) = (lead, Int64.random(in: 0..<1 << 33, using: &dice))
    // The wall clock minus the truth.
    var wall: Int64 = 1_775_822_400_123_000
    for number in 0..<count {
      let index = number % source.segments.count
      let (stream, found, length) = source.segments[index]
      guard let sound = stream.firstSound else { continue }
      var (gap, isNew, isStep) = (Int64(0), false, false)
      if number > 0, Int.random(in: 0..<count, using: &dice) < events {
        let long = Int64.random(in: 300_000...90_000_000, using: &dice)
        switch Int.random(in: 0..<(dates == .everySegment ? 7 : dates == .none ? 4 : 6), using: &dice) {
        case 0: gap = long
        case 1:
          // Segments that the list names and the server has not.
          let lost = Int64.random(in: 1...4, using: &dice)
          for part in 0..<lost { playlist += "#EXTINF:2.000000,\nlost\(number)-\(part).ts\n" }
          gap = lost * 2_000_000
        case 2: (isNew, isStep) = (true, true)
        case 3:
          let lost = Int64.random(in: 1...9, using: &dice)
          for part in 0..<lost { playlist += "#EXT-X-GAP\n#EXTINF:2.000000,\ngone\(number)-\(part).ts\n" }
          (gap, isNew, isStep) = (lost * 2_000_000, true, true)
        case 4: (gap, isNew, isStep) = (long, true, true)
        case 5: (gap, isNew) = (long, true)
        default: wall += Int64.random(in: -3_000_000...3_000_000, using: &dice)
        }
      }
      truth += gap
      clock += gap * 9 / 100
      if isStep { clock = Int64.random(in: 0..<1 << 33, using: &dice) }
      if isNew || isStep { clockSteps += 1 }
      if gap > 0 { gaps.append(Gap(at: truth - gap, length: gap)) }
      if isNew { playlist += "#EXT-X-DISCONTINUITY\n" }
      let isDated = dates == .everySegment || dates == .afterDiscontinuities && (isNew || number == 0)
      if isDated {
        // Of the first picture or sound, in milliseconds.
        let lead = max(0, sound - (stream.firstPicture ?? sound)) * 100 / 9
        let moment = (wall + truth - lead + 500) / 1000 * 1000
        playlist += "#EXT-X-PROGRAM-DATE-TIME:\(WallTime(microseconds: moment).formatted(in: .utc))\n"
      }
      playlist += "#EXTINF:\(Double(length) / 1e6),\n\(number).ts\n"
      pieces["\(number).ts"] = (index, clock - sound)
      bursts += found.map { truth + $0 }
      truth += length
      clock += length * 9 / 100
    }
    playlist += "#EXT-X-ENDLIST\n"
    length = truth
  }

  /// The bytes of a segment; nil: the server has none of that name.
  func segment(_ name: String, of source: Source) -> [UInt8]? {
    pieces[name].map { source.segments[$0.segment].stream.shifted(by: $0.ticks) }
  }
}

/// Finds bursts in sound as it comes.
struct BurstFinder {
  /// Microseconds.
  private(set) var times: [Int64] = []
  private var quietUntil = 0

  mutating func add(_ samples: [Float], at first: Int) {
    for (index, sample) in samples.enumerated() where abs(sample) > 0.1 && first + index >= quietUntil {
      times.append(Int64(first + index) * 1_000_000 / 16_000)
      quietUntil = first + index + 4_000
    }
  }
}
