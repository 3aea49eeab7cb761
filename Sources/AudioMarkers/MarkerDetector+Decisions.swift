internal import LiveshelfCore

extension MarkerDetector {
  /// The strength below which a candidate is dropped until it gets more votes. Unrelated sound reaches about 3.
  private static var promising: Float { 3.5 }
  /// The strength from which a candidate's agreement, which is hardly ever higher, is worth computing.
  private static var leastStrength: Float { 6 }
  /// Frames to be heard before a candidate is believed, 0.7 s: markers of one family often begin with the same note.
  private static var leastFrames: Int { 10 }
  /// The agreement from which a candidate can be believed: among cells, which unrelated sound reaches with a
  /// probability of e^-36 a trial, and among rows.
  private static var leastAgreement: (cells: Float, rows: Float) { (6, 3) }
  /// The share of the expected energy that must be there. Sounds that share notes have up to 0.4.
  private static var leastPresence: Float { 0.45 }
  /// Frames after which a start that was nominated late must look promising, before the others are examined.
  private static var trialFrames: Int { 16 }
  /// A marker of which another one that plays at the time is so many times stronger is taken for a part of it.
  private static var dominance: Float { 2.5 }
  /// Samples by which the decision on a marker that resembles itself waits, so that a start at the last moment has
  /// something to show.
  private static var patience: Int { 3 * MatchedTemplate.hop }

  /// Examines the candidates with what has been heard, and reports those that are certain.
  mutating func decide(detectedAt now: Int) -> [MarkerHit] {
    // Taken out of the detector, so that each can be changed in place.
    var examined = candidates
    candidates.removeAll()
    for index in examined.indices where examined[index].believedAt == nil {
      let before = examined[index].evidence.frames
      gather(&examined[index], atMost: before < Self.trialFrames ? Self.trialFrames : .max)
      guard examined[index].evidence.frames > before else { continue }
      examined[index].fit = filter.fit(examined[index].evidence)
      believe(&examined[index], at: now)
    }
    for index in examined.indices where examined[index].believedAt == nil && examined[index].support == .strong {
      if !isExplained(examined[index], by: examined) { tryOtherSpeeds(&examined[index], at: now) }
    }
    candidates = examined
    for index in candidates.indices where candidates[index].believedAt == now && isDominated(candidates[index]) {
      candidates[index].believedAt = nil
    }
    var hits: [MarkerHit] = []
    while let index = candidates.firstIndex(where: { isRipe($0, at: now) }) {
      hits.append(report(aligned(candidates[index]), detectedAt: now))
    }
    candidates.removeAll { candidate in
      let frames = candidate.evidence.frames
      guard frames > 0, candidate.believedAt == nil else { return false }
      let isHopeless = candidate.support == .some && candidate.fit.strength < Self.promising
      return isHopeless || frames >= library.templates[candidate.marker].frameCount
    }
    return hits
  }

  /// Adds the frames that have been heard to the end.
  private mutating func gather(_ candidate: inout Candidate, atMost limit: Int = .max) {
    let template = library.templates[candidate.marker]
    let playback = candidate.evidence.playback
    while candidate.evidence.frames < min(limit, template.frameCount) {
      let needed = MatchedTemplate.samplesNeeded(forFrame: candidate.evidence.frames)
      guard playback.start + Double(needed) * playback.stretch <= Double(history.end) else { return }
      filter.add(frameOf: template, in: history, to: &candidate.evidence)
    }
  }

  private mutating func believe(_ candidate: inout Candidate, at now: Int) {
    let template = library.templates[candidate.marker]
    let frames = candidate.evidence.frames
    guard candidate.fit.strength >= Self.leastStrength, frames >= min(Self.leastFrames, template.frameCount)
    else { return }
    let agreement = filter.agreement(of: template, frames: frames, candidate.playback, in: history)
    candidate.agreement = agreement.cells
    guard agreement.cells >= Self.leastAgreement.cells, agreement.rows >= Self.leastAgreement.rows else { return }
    let presence = filter.presence(
      of: template, frames: frames, candidate.playback, phase: agreement.phase, in: history)
    guard presence >= Self.leastPresence else { return }
    candidate.believedAt = now
  }

  /// True if a much stronger marker plays: sounds of one family have notes in common.
  private func isDominated(_ candidate: Candidate) -> Bool {
    isAnyOther(than: candidate, strongerThan: Self.dominance * candidate.fit.strength, among: candidates)
  }

  /// True if another marker has been recognised whose landmarks may have nominated this one too.
  private func isExplained(_ candidate: Candidate, by examined: [Candidate]) -> Bool {
    isAnyOther(than: candidate, strongerThan: max(2 * Self.leastStrength, candidate.fit.strength), among: examined)
  }

  private func isAnyOther(than candidate: Candidate, strongerThan limit: Float, among candidates: [Candidate]) -> Bool {
    let start = Int(candidate.playback.start)
    let plays = busyUntil.indices.contains { other in
      other != candidate.marker && busyUntil[other] > start && strengths[other] > limit
    }
    return plays
      || candidates.contains { other in
        other.marker != candidate.marker && other.believedAt != nil && other.fit.strength > limit
      }
  }

  /// A believed candidate whose marker does not resemble itself is ripe at once.
  private func isRipe(_ candidate: Candidate, at now: Int) -> Bool {
    guard let believedAt = candidate.believedAt else { return false }
    let isOver = now < history.end
    return isOver || library.shifts[candidate.marker].isEmpty || now >= believedAt + Self.patience
  }

  /// The candidate, or the start among those with which it can be confused that fits best.
  private mutating func aligned(_ candidate: Candidate) -> Candidate {
    var best = candidate
    gather(&best)
    best.fit = filter.fit(best.evidence)
    let playback = candidate.playback
    for shift in library.shifts[candidate.marker] {
      for direction in [-1.0, 1.0] {
        let start = Int(playback.start + direction * Double(shift) * playback.stretch)
        guard start >= busyUntil[candidate.marker] else { continue }
        var other = Candidate(
          marker: candidate.marker, start: start, stretch: playback.stretch, support: candidate.support)
        gather(&other)
        other.fit = filter.fit(other.evidence)
        if other.fit.strength > best.fit.strength { best = other }
      }
    }
    best.agreement = candidate.agreement
    return best
  }

  private mutating func report(_ candidate: Candidate, detectedAt now: Int) -> MarkerHit {
    let rate = Double(AudioFormat.sampleRate)
    let length = library.lengths[candidate.marker]
    let playback = candidate.playback
    let start = min(Double(now), max(Double(origin), playback.start))
    let busyUntil = Int(start) + length * 9 / 10
    self.busyUntil[candidate.marker] = busyUntil
    strengths[candidate.marker] = candidate.fit.strength
    stretch = playback.stretch
    candidates.removeAll { $0.marker == candidate.marker && $0.start < busyUntil }
    let margin = Self.leastAgreement.cells / max(candidate.agreement, Self.leastAgreement.cells)
    return MarkerHit(
      marker: library.names[candidate.marker],
      start: StreamTime(seconds: start / rate), end: StreamTime(seconds: (start + Double(length)) / rate),
      score: Double(1 - 0.5 * margin * margin),
      detectedAt: StreamTime(sample: Int64(now), sampleRate: Int64(AudioFormat.sampleRate)))
  }
}

// MARK: - Speed

extension MarkerDetector {
  /// The changes of speed that are tried, and the finer ones around the best of them.
  private static var coarseSteps: [Double] { (-5...5).map { Double($0) * 0.001 } }
  private static var fineSteps: [Double] { [-0.0005, -0.00025, 0.00025, 0.0005] }
  /// Frames with which speeds are compared: more would need finer steps.
  private static var speedFrames: Int { 12 }

  /// Looks for a speed at which a candidate with many votes fits.
  private mutating func tryOtherSpeeds(_ candidate: inout Candidate, at now: Int) {
    let template = library.templates[candidate.marker]
    guard candidate.evidence.frames >= min(Self.speedFrames, template.frameCount) else { return }
    candidate.support = .some
    var best = candidate
    func isBetter(_ other: Candidate) -> Bool { other.fit.strength > best.fit.strength }
    for step in Self.coarseSteps where 1 + step != candidate.evidence.playback.stretch {
      let other = played(candidate, stretch: 1 + step)
      if isBetter(other) { best = other }
    }
    guard best.fit.strength >= Self.leastStrength else { return }
    let middle = best.evidence.playback.stretch
    for step in Self.fineSteps {
      let other = played(candidate, stretch: middle + step)
      if isBetter(other) { best = other }
    }
    believe(&best, at: now)
    if best.believedAt != nil { candidate = best }
  }

  private mutating func played(_ candidate: Candidate, stretch: Double) -> Candidate {
    var other = Candidate(
      marker: candidate.marker, start: candidate.start, stretch: stretch, support: candidate.support)
    gather(&other, atMost: Self.speedFrames)
    other.fit = filter.fit(other.evidence)
    return other
  }
}
