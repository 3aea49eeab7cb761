public import LiveshelfCore

/// Hears registered markers in a stream, while they play.
///
/// Landmarks (Wang 2003) nominate moments at which a marker may have begun; a matched filter on pieces of a fifth of a
/// second then decides, and places the start to a fraction of a millisecond. A hit is reported as soon as the evidence
/// suffices, normally long before the marker ends. Results depend on the samples only, not on how they are cut into
/// blocks. Use from one thread at a time.
public struct MarkerDetector: ~Copyable {
  private let library: MarkerLibrary
  private var picker: PeakPicker
  private var pairs = RecentPeaks()
  private var votes: OffsetVotes
  private var filter: MatchedFilter
  private var history: AudioHistory
  private var candidates: [Candidate] = []
  /// Of each marker: the sample before which no further one can begin, because it still plays.
  private var busyUntil: [Int]
  /// The stream's sample from which frames are counted.
  private var origin = 0
  private var started = false

  /// - Throws: `MarkerError.noTransform`.
  public init(library: MarkerLibrary) throws(MarkerError) {
    let picker = try PeakPicker(silence: 3e-5)
    let filter = try MatchedFilter()
    let longest = library.lengths.max() ?? 0
    self.library = library
    self.picker = picker
    self.filter = filter
    votes = OffsetVotes(markerCount: library.names.count, longest: longest / LandmarkScale.hop)
    history = AudioHistory(capacity: longest + AudioFormat.sampleRate)
    busyUntil = Array(repeating: .min, count: library.names.count)
  }

  /// Takes the next block and returns what it made certain, in the order of detection.
  ///
  /// A block that does not follow the last one is taken for the start of another recording; samples already heard are
  /// skipped.
  public mutating func consume(_ block: AudioBlock) -> [MarkerHit] {
    guard let first = Int(exactly: block.firstSample) else { return [] }
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
    hear([Float](repeating: 0, count: LandmarkScale.window + MatchedTemplate.slack))
    let hits = decide(detectedAt: end)
    started = false
    return hits
  }

  private mutating func restart(at sample: Int) {
    started = true
    origin = sample
    picker.reset()
    pairs = RecentPeaks()
    votes.reset()
    candidates.removeAll()
    history = AudioHistory(
      capacity: (library.lengths.max() ?? 0) + AudioFormat.sampleRate, first: sample)
    for marker in busyUntil.indices { busyUntil[marker] = .min }
  }
}

// MARK: - Nominating

extension MarkerDetector {
  /// Candidates examined at once; further ones wait until they have more votes.
  private static var mostCandidates: Int { 64 }

  private mutating func hear(_ samples: [Float]) {
    history.append(samples)
    var peaks: [SpectralPeak] = []
    picker.consume(samples, into: &peaks)
    votes.advance(to: picker.frameCount)
    for peak in peaks {
      pairs.forEachPartner(of: peak) { earlier in
        LandmarkKey.similar(earlier, peak) { key in
          library.index.forEachPlace(of: key) { place in
            let start = earlier.frame - Int(place.frame)
            let marker = Int(place.marker)
            if votes.add(marker: marker, start: start) { nominate(marker, start: start) }
          }
        }
      }
      pairs.append(peak)
    }
  }

  private mutating func nominate(_ marker: Int, start frame: Int) {
    let start = origin + frame * LandmarkScale.hop + MarkerLibrary.lead
    guard start >= origin - LandmarkScale.hop, start >= busyUntil[marker],
      start + library.lengths[marker] + MatchedTemplate.slack > history.end - LandmarkScale.window,
      !candidates.contains(where: { $0.marker == marker && abs($0.start - start) <= 2 * LandmarkScale.hop })
    else { return }
    if candidates.count < Self.mostCandidates {
      candidates.append(Candidate(marker: marker, start: start))
    }
  }
}

// MARK: - Deciding

extension MarkerDetector {
  /// The strength below which a candidate is dropped until it gets more votes. Unrelated sound reaches about 3.
  private static var promising: Float { 3.5 }
  /// The strength from which a candidate's agreement is worth computing.
  private static var leastStrength: Float { 5 }
  /// The agreement at which a candidate is believed. Unrelated sound reaches it with a probability of e^-30 a trial.
  private static var leastAgreement: Float { 5.5 }
  /// Samples by which the decision on a marker that resembles itself waits, so that a start at the last moment has
  /// a piece to show.
  private static var patience: Int { MatchedTemplate.piece + MatchedTemplate.slack }

  private mutating func decide(detectedAt now: Int) -> [MarkerHit] {
    var hits: [MarkerHit] = []
    for index in candidates.indices {
      var candidate = candidates[index]
      let before = candidate.evidence.pieces
      gather(&candidate)
      if candidate.evidence.pieces > before, candidate.believedAt == nil {
        candidate.fit = filter.fit(candidate.evidence)
        if candidate.fit.strength >= Self.leastStrength {
          candidate.agreement = filter.agreement(
            of: library.templates[candidate.marker], pieces: candidate.evidence.pieces,
            at: Double(candidate.start) + candidate.fit.lag, in: history)
          if candidate.agreement >= Self.leastAgreement { candidate.believedAt = now }
        }
      }
      candidates[index] = candidate
    }
    while let index = ripeCandidate(now) {
      hits.append(report(aligned(candidates[index]), detectedAt: now))
    }
    candidates.removeAll { candidate in
      let pieces = candidate.evidence.pieces
      guard pieces > 0, candidate.believedAt == nil else { return false }
      return candidate.fit.strength < Self.promising || pieces >= library.templates[candidate.marker].pieceCount
    }
    return hits
  }

  /// Adds the pieces that have been heard to the end.
  private mutating func gather(_ candidate: inout Candidate) {
    let template = library.templates[candidate.marker]
    while candidate.evidence.pieces < template.pieceCount,
      candidate.start + template.samplesNeeded(forPiece: candidate.evidence.pieces) <= history.end
    {
      filter.add(pieceOf: template, at: candidate.start, in: history, to: &candidate.evidence)
    }
  }

  private func ripeCandidate(_ now: Int) -> Int? {
    candidates.firstIndex { candidate in
      guard let believedAt = candidate.believedAt else { return false }
      return library.shifts[candidate.marker].isEmpty || now >= believedAt + Self.patience || now < history.end
    }
  }

  /// The candidate, or the start among those with which it can be confused that fits best.
  private mutating func aligned(_ candidate: Candidate) -> Candidate {
    var best = candidate
    best.fit = filter.fit(best.evidence)
    for shift in library.shifts[candidate.marker] {
      for start in [candidate.start - shift, candidate.start + shift] where start >= busyUntil[candidate.marker] {
        var other = Candidate(marker: candidate.marker, start: start + Int(candidate.fit.lag))
        gather(&other)
        other.fit = filter.fit(other.evidence)
        if other.fit.strength > best.fit.strength { best = other }
      }
    }
    best.agreement = max(candidate.agreement, Self.leastAgreement)
    return best
  }

  private mutating func report(_ candidate: Candidate, detectedAt now: Int) -> MarkerHit {
    let rate = Double(AudioFormat.sampleRate)
    let length = library.lengths[candidate.marker]
    let start = min(Double(now), max(Double(origin), Double(candidate.start) + candidate.fit.lag))
    let busyUntil = Int(start) + length * 9 / 10
    self.busyUntil[candidate.marker] = busyUntil
    candidates.removeAll { $0.marker == candidate.marker && $0.start < busyUntil }
    let margin = Self.leastAgreement / candidate.agreement
    return MarkerHit(
      marker: library.names[candidate.marker],
      start: StreamTime(seconds: start / rate), end: StreamTime(seconds: (start + Double(length)) / rate),
      score: Double(1 - 0.5 * margin * margin),
      detectedAt: StreamTime(sample: Int64(now), sampleRate: Int64(AudioFormat.sampleRate)))
  }
}

/// A start that landmarks nominated, and what the matched filter says about it so far.
private struct Candidate {
  var marker: Int
  /// The sample of the stream.
  var start: Int
  var evidence = MatchedFilter.Evidence()
  var fit = MatchedFilter.Fit(lag: 0, strength: 0, coherence: 0)
  /// `MatchedFilter.agreement` at the fit's start.
  var agreement: Float = 0
  /// The end of the audio with which it was first believed.
  var believedAt: Int?
}
