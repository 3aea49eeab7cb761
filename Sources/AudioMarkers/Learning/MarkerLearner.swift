public import LiveshelfCore

/// Finds sounds that a recording plays again and again, and proposes them as markers.
///
/// Every landmark is looked up among the earlier ones; a run of landmarks that were all heard the same time before is a
/// repetition. Memory is bounded: about 50 MB for landmarks, whatever the recording's length; repetitions more than
/// about two hours apart are not seen. Use from one thread at a time.
public struct MarkerLearner: ~Copyable {
  /// Proposals at most.
  private static let limit = 20

  private let leastOccurrences: Int
  private var picker: PeakPicker
  private var recent = RecentPeaks()
  private var log = LandmarkLog()
  private var finder = RepetitionFinder()
  /// The peaks of the stretch that is being heard.
  private var stretch: [SpectralPeak] = []
  private var position: Int64?
  private var origin: Int64 = 0

  /// - Parameter leastOccurrences: how often a sound must have been heard, at least 2.
  /// - Throws: `MarkerError.noTransform`.
  public init(leastOccurrences: Int = 3) throws(MarkerError) {
    let picker = try PeakPicker(silence: 3e-5)
    self.picker = picker
    self.leastOccurrences = max(2, leastOccurrences)
  }

  /// Takes the next block. Blocks must follow each other; samples already heard are skipped, and a gap counts as
  /// silence of at most ten seconds.
  public mutating func consume(_ block: AudioBlock) {
    guard StreamPosition.isPlausible(block) else { return }
    let expected = position ?? block.firstSample
    if position == nil { origin = block.firstSample }
    var samples = block.samples[...]
    if block.firstSample < expected {
      samples = samples.dropFirst(Int(expected - block.firstSample))
    } else if block.firstSample > expected {
      let silence = min(block.firstSample - expected, Int64(10 * AudioFormat.sampleRate))
      hear([Float](repeating: 0, count: Int(silence)))
      origin += block.firstSample - expected - silence
    }
    position = max(expected, block.firstSample + Int64(block.samples.count))
    hear(Array(samples))
  }

  /// Ends the recording: the sounds that were heard often enough, the best supported first.
  public mutating func finish() -> [LearnedMarker] {
    flush()
    finder.finish()
    let (origin, least) = (origin, leastOccurrences)
    let sounds = RepetitionGroups(finder.repetitions).sounds().filter { $0.occurrences.count >= least }
    return sounds.prefix(Self.limit).map { sound in
      LearnedMarker(
        occurrences: sound.occurrences.map { Self.occurrence($0, origin: origin) },
        clearest: Self.occurrence(sound.middle, origin: origin),
        support: RepetitionGroups.support(sound.occurrences))
    }
  }

  private static func occurrence(_ found: RepetitionGroups.Occurrence, origin: Int64) -> LearnedMarker.Occurrence {
    LearnedMarker.Occurrence(start: time(ofFrame: found.first, origin), end: time(ofFrame: found.last, origin))
  }

  /// The middle of a frame.
  private static func time(ofFrame frame: Int, _ origin: Int64) -> StreamTime {
    StreamTime(
      sample: origin + Int64(frame * LandmarkScale.hop + LandmarkScale.window / 2),
      sampleRate: Int64(AudioFormat.sampleRate))
  }

  private mutating func hear(_ samples: [Float]) {
    var peaks: [SpectralPeak] = []
    picker.consume(samples, into: &peaks)
    for peak in peaks {
      if let first = stretch.first, PeakThinning.stretch(of: first) != PeakThinning.stretch(of: peak) { flush() }
      stretch.append(peak)
    }
  }

  private mutating func flush() {
    for peak in PeakThinning.strongest(of: stretch) {
      recent.forEachPartner(of: peak) { earlier in
        LandmarkKey.similar(earlier, peak) { key in
          log.forEachFrame(of: key) { frame in finder.note(frame: earlier.frame, earlier: frame) }
        }
        log.append(key: LandmarkKey.exact(earlier, peak), frame: earlier.frame)
      }
      recent.append(peak)
      finder.advance(to: peak.frame)
    }
    stretch.removeAll(keepingCapacity: true)
  }
}
