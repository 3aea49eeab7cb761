internal import LiveshelfCore

/// Says which sounds make unreliable markers: too short, too plain, or too much like another one or themselves.
///
/// It plays each of them to a detector that watches for all the others, and to one that watches for all.
public enum MarkerCheck {
  /// Sounds shorter than this are doubtful, seconds.
  private static let short = 0.8
  /// Fewer landmarks than this are.
  private static let plain = 100
  /// A start this far off is one of another stroke of the same sound, seconds.
  private static let tolerance = 0.02
  /// Silence at the beginning that matters, seconds, and the share of the highest amplitude below which it is silence.
  private static let silence = (seconds: 0.1, share: Float(0.01))
  /// Samples of quiet noise before and after the sound.
  private static let margin = 2 * AudioFormat.sampleRate

  /// The findings, by the order of the references.
  ///
  /// - Throws: `MarkerError.tooManyReferences` or `.noTransform`; what is wrong with a single reference is a finding.
  public static func findings(for references: [MarkerReference]) throws(MarkerError) -> [MarkerFinding] {
    var findings: [MarkerFinding] = []
    var usable: [MarkerReference] = []
    for reference in references {
      if let error = try defect(of: reference, after: usable) {
        findings.append(MarkerFinding(marker: reference.name, problem: .unusable(error)))
      } else {
        usable.append(reference)
      }
    }
    let library = try MarkerLibrary(references: usable)
    for (index, reference) in usable.enumerated() {
      var problems = try confusions(of: index, reference, in: library)
      if reference.duration < short { problems.append(.short(seconds: reference.duration)) }
      let landmarks = library.index.landmarkCounts[index]
      if landmarks < plain { problems.append(.plain(landmarks: landmarks)) }
      let silent = silentStart(of: reference.samples)
      if silent > silence.seconds { problems.append(.silentStart(seconds: silent)) }
      findings += problems.map { MarkerFinding(marker: reference.name, problem: $0) }
    }
    return findings
  }

  private static func defect(
    of reference: MarkerReference, after others: [MarkerReference]
  ) throws(MarkerError) -> MarkerError? {
    if others.contains(where: { $0.name == reference.name }) { return .duplicateName(reference.name) }
    do {
      _ = try MarkerLibrary(references: [reference])
      return nil
    } catch {
      if case .noTransform = error { throw error }
      return error
    }
  }

  private static func confusions(
    of index: Int, _ reference: MarkerReference, in library: MarkerLibrary
  ) throws(MarkerError) -> [MarkerFinding.Problem] {
    let sound = quietNoise(margin) + reference.samples + quietNoise(margin)
    var problems: [MarkerFinding.Problem] = []
    var own = try MarkerDetector(library: library)
    let hits = (own.consume(AudioBlock(firstSample: 0, samples: sound)) + own.finish())
      .filter { $0.marker == reference.name }
    if hits.isEmpty { problems.append(.unrecognized) }
    let start = Double(margin) / Double(AudioFormat.sampleRate)
    let misplaced = hits.map { $0.start.seconds - start }.first { abs($0) > tolerance }
    if let misplaced { problems.append(.repetitive(afterSeconds: abs(misplaced))) }
    var others = try MarkerDetector(library: library)
    others.ignored = index
    var seen: Set<String> = []
    for hit in others.consume(AudioBlock(firstSample: 0, samples: sound)) + others.finish() {
      if seen.insert(hit.marker).inserted { problems.append(.alike(other: hit.marker)) }
    }
    return problems
  }

  private static func silentStart(of samples: [Float]) -> Double {
    let limit = silence.share * samples.reduce(0) { max($0, abs($1)) }
    let first = samples.firstIndex { abs($0) > limit } ?? samples.count
    return Double(first) / Double(AudioFormat.sampleRate)
  }

  /// Noise of about −70 dB, always the same (a linear congruential generator).
  private static func quietNoise(_ count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (Float(state >> 8) / 16_777_216 - 0.5) * 0.001
    }
  }
}
