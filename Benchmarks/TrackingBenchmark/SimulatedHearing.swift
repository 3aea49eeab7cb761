import LiveshelfCore
import RoomEngine

/// How well the simulated detectors hear.
struct HearingQuality {
  /// Shares of mentions missed, given to another product, and whose kind is taken for the ordinary one.
  var missed: Double
  var confused: Double
  var plainKind: Double
  /// Mentions that nobody made, per hour.
  var falsePerHour: Double
  /// Seconds from a mention's end to its detection.
  var delay: ClosedRange<Double>
  /// The share of characters that the recogniser gets wrong.
  var characterErrors: Double

  static let levels: [String: HearingQuality] = [
    "good": .init(
      missed: 0.1, confused: 0.02, plainKind: 0.05, falsePerHour: 10, delay: 0.6...1.4, characterErrors: 0.08),
    "fair": .init(
      missed: 0.2, confused: 0.05, plainKind: 0.15, falsePerHour: 30, delay: 0.6...3, characterErrors: 0.15),
    "poor": .init(
      missed: 0.3, confused: 0.1, plainKind: 0.3, falsePerHour: 60, delay: 1...5, characterErrors: 0.3),
  ]
}

/// Evidence and the stream time at which it becomes known.
struct TimedEvidence {
  var evidence: TrackerEvidence
  var knownAt: StreamTime
}

/// Makes evidence out of a show's truth, with the errors of real detectors, from a seed.
struct SimulatedHearing {
  var truth: ShowTruth
  var catalog: Catalog
  var quality: HearingQuality
  var random: RandomSource

  init(truth: ShowTruth, catalog: Catalog, quality: HearingQuality, seed: UInt64) {
    self.truth = truth
    self.catalog = catalog
    self.quality = quality
    self.random = RandomSource(seed: seed)
  }

  mutating func mentions() -> [TimedEvidence] {
    var mentions: [Mention] = []
    for named in truth.mentions where !random.chance(quality.missed) {
      var sku = named.sku
      if random.chance(quality.confused) { sku = anySKU() }
      let kind = random.chance(quality.plainKind) ? .presenting : kind(of: named)
      mentions.append(
        mention(sku, named.surface, kind, named.start, named.end, confidence: random.between(0.6, 0.99)))
    }
    let count = Int(quality.falsePerHour * truth.durationS / 3600 + random.between(0, 1))
    for _ in 0..<count {
      let start = random.between(0, truth.durationS - 1)
      mentions.append(mention(anySKU(), "?", .presenting, start, start + 0.6, confidence: random.between(0.3, 0.8)))
    }
    return mentions.map { TimedEvidence(evidence: .mention($0), knownAt: $0.detectedAt) }
  }

  mutating func markers() -> [TimedEvidence] {
    truth.stingers.compactMap { stinger in
      guard let marker = stinger.marker, !random.chance(0.02) else { return nil }
      let jitter = random.between(-0.01, 0.01)
      let (start, end) = (stinger.t + jitter, stinger.end + jitter)
      let known = StreamTime(seconds: min(start + random.between(0.7, 1.2), end + 0.3))
      let hit = MarkerHit(
        marker: marker, start: StreamTime(seconds: start), end: StreamTime(seconds: end), score: 0.9,
        detectedAt: known)
      return TimedEvidence(evidence: .marker(hit), knownAt: known)
    }
  }

  /// Operators click a few seconds late, and forget one in ten.
  mutating func clicks() -> [TimedEvidence] {
    truth.segments.compactMap { segment in
      guard !random.chance(0.1) else { return nil }
      let at = StreamTime(seconds: segment.start + random.between(-1, 6))
      return TimedEvidence(
        evidence: .click(ExplainClick(sku: segment.sku, starts: true, at: at, knownAt: at + 0.3)), knownAt: at + 0.3)
    }
  }

  /// What a recogniser with pauses of half a second between utterances would write.
  mutating func speech() -> [TimedEvidence] {
    var utterances: [TimedEvidence] = []
    var tokens: [SpokenToken] = []
    func close() {
      guard let first = tokens.first, let last = tokens.last else { return }
      let known = last.end + random.between(quality.delay.lowerBound, quality.delay.upperBound)
      let utterance = Utterance(
        start: first.start, end: last.end, detectedAt: known,
        hypotheses: [Hypothesis(tokens: tokens, logProbability: 0)])
      utterances.append(TimedEvidence(evidence: .speech(utterance), knownAt: known))
      tokens = []
    }
    for clause in truth.clauses {
      for (character, times) in zip(clause.text, clause.chars) where times.count == 2 {
        let (start, end) = (times[0], times[1])
        if let last = tokens.last, start - last.end.seconds > 0.5 || start - tokens[0].start.seconds > 12 { close() }
        let text = random.chance(quality.characterErrors) ? "嗯" : String(character)
        tokens.append(
          SpokenToken(
            text: text, start: StreamTime(seconds: start + random.between(-0.03, 0.03)),
            end: StreamTime(seconds: end + random.between(-0.03, 0.03))))
      }
    }
    close()
    return utterances
  }

  private func kind(of named: ShowTruth.Named) -> MentionKind {
    let role = named.clause < truth.clauses.count ? truth.clauses[named.clause].role : ""
    switch (named.kind, role) {
    case ("compare", _): return .comparing
    case ("passing", _):
      let text = truth.clauses[named.clause].text
      return text.contains("待会") || text.contains("一会") ? .announcing : text.contains("刚才") ? .recalling : .passing
    case (_, "price"): return .price
    case (_, "soldout"): return .soldOut
    case (_, "countdown"): return .countdown
    default: return .presenting
    }
  }

  private mutating func mention(
    _ sku: SKU, _ heard: String, _ kind: MentionKind, _ start: Double, _ end: Double, confidence: Double
  ) -> Mention {
    let delay = random.between(quality.delay.lowerBound, quality.delay.upperBound)
    return Mention(
      sku: sku, heard: heard, name: heard, kind: kind, start: StreamTime(seconds: start),
      end: StreamTime(seconds: end), confidence: confidence, detectedAt: StreamTime(seconds: end + delay))
  }

  private mutating func anySKU() -> SKU {
    catalog.products[Int.random(in: 0..<catalog.products.count, using: &random)].sku
  }
}
