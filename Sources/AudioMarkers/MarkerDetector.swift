public import LiveshelfCore

/// Hears registered markers in a stream, while they play.
///
/// Landmarks (Wang 2003) nominate moments at which a marker may have begun; a matched filter on overlapping frames of
/// an eighth of a second then decides, and places the start to a fraction of a millisecond. A hit is reported as soon
/// as the evidence suffices, normally long before the marker ends. Results depend on the samples only, not on how they
/// are cut into blocks. Use from one thread at a time.
public struct MarkerDetector: ~Copyable {
  let library: MarkerLibrary
  private var picker: PeakPicker
  private var recent = RecentPeaks()
  private var votes: OffsetVotes
  var filter: MatchedFilter
  var history: SampleHistory
  var candidates: [Candidate] = []
  /// Of each marker: the sample before which no further one can begin, because it still plays.
  var busyUntil: [Int]
  /// Of each marker: the fit's strength of its last hit.
  var strengths: [Float]
  /// The stream's sample from which frames are counted.
  var origin = 0
  /// Samples of the stream for each sample of a reference, as the last hit had it: one mixer plays all of them.
  var stretch = 1.0
  /// A marker that is not to be reported, for `MarkerCheck`.
  var ignored: Int?
  private var started = false

  /// - Throws: `MarkerError.noTransform`.
  public init(library: MarkerLibrary) throws(MarkerError) {
    let picker = try PeakPicker(silence: 3e-5)
    let filter = try MatchedFilter()
    let longest = library.lengths.max() ?? 0
    self.library = library
    self.picker = picker
    self.filter = filter
    votes = OffsetVotes(weights: library.index.viewCounts, longest: longest / LandmarkScale.hop)
    history = SampleHistory(capacity: longest + AudioFormat.sampleRate)
    strengths = Array(repeating: 0, count: library.names.count)
    busyUntil = Array(repeating: .min, count: library.names.count)
  }

  /// Takes the next block and returns what it made certain, in the order of detection.
  ///
  /// A block that leaves a gap after the last one is taken for the start of another recording; samples already heard
  /// are skipped, and so is a block that claims to lie millions of years away.
  public mutating func consume(_ block: AudioBlock) -> [MarkerHit] {
    guard StreamPosition.isPlausible(block) else { return [] }
    let first = Int(block.firstSample)
    var samples = block.samples[...]
    if !started || first > history.end {
      restart(at: first)
    } else {
      samples = samples.dropFirst(history.end - first)
    }
    var hits: [MarkerHit] = []
    while !samples.isEmpty {
      // Cut at multiples of the hop, whatever the block's length.
      let position = history.end - origin
      let part = samples.prefix(LandmarkScale.hop - position % LandmarkScale.hop)
      samples = samples.dropFirst(part.count)
      hear(Array(part))
      hits += decide(detectedAt: history.end)
    }
    return hits
  }

  /// Ends the stream: returns what its last samples made certain.
  public mutating func finish() -> [MarkerHit] {
    guard started else { return [] }
    let end = history.end
    hear([Float](repeating: 0, count: 2 * MatchedTemplate.frame))
    let hits = decide(detectedAt: end)
    started = false
    return hits
  }

  private mutating func restart(at sample: Int) {
    started = true
    origin = sample
    stretch = 1
    picker.reset()
    recent = RecentPeaks()
    votes.reset()
    candidates.removeAll()
    history = SampleHistory(
      capacity: (library.lengths.max() ?? 0) + AudioFormat.sampleRate, first: sample)
    for marker in busyUntil.indices { busyUntil[marker] = .min }
  }

  private mutating func hear(_ samples: [Float]) {
    history.append(samples)
    var peaks: [SpectralPeak] = []
    picker.consume(samples, into: &peaks)
    votes.advance(to: picker.frameCount)
    for peak in peaks {
      recent.forEachPartner(of: peak) { earlier in
        LandmarkKey.similar(earlier, peak) { key in
          library.index.forEachPlace(of: key) { place in
            let (marker, start) = (Int(place.marker), earlier.frame - Int(place.frame))
            guard let support = votes.add(marker: marker, start: start) else { return }
            nominate(marker, start: start, support: support)
          }
        }
      }
      recent.append(peak)
    }
  }

  /// Candidates examined at once; further ones wait until they have more votes.
  private static var mostCandidates: Int { 64 }

  private mutating func nominate(_ marker: Int, start frame: Int, support: OffsetVotes.Support) {
    let start = origin + frame * LandmarkScale.hop + MarkerLibrary.lead
    guard marker != ignored, start >= origin - LandmarkScale.hop, start >= busyUntil[marker],
      start + library.lengths[marker] + LandmarkScale.window > history.end
    else { return }
    let known = candidates.firstIndex { $0.marker == marker && abs($0.start - start) <= 2 * LandmarkScale.hop }
    if let known {
      if support == .strong { candidates[known].support = .strong }
    } else if candidates.count < Self.mostCandidates {
      candidates.append(Candidate(marker: marker, start: start, stretch: stretch, support: support))
    }
  }
}
