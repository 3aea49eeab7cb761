import LiveshelfCore

extension MentionFinder {
  /// The claims that hold their stretch of time against all others, by time.
  func strongest(_ stretch: SpeechStretch) -> [(claim: NameClaim, rival: Float)] {
    let matches = stretch.readings.map { reading in
      index.search(reading.heard, in: reading.part).filter { match in
        reading.heard.elements[match.range.upperBound - 1].position >= reading.firstNewPosition
          && isSpeakable(match, in: reading) && (match.weight >= 1.5 || standsAlone(match, in: reading))
      }
    }
    let claims = NameClaim.gather(
      matches, in: stretch.readings.map(\.heard.elements),
      hypotheses: stretch.readings.map(\.hypothesis))
    let ranked = claims.map { (claim: $0, strength: strength($0, stretch)) }.sorted {
      ($1.strength, $0.claim.start, $0.claim.name) < ($0.strength, $1.claim.start, $1.claim.name)
    }
    var kept: [(claim: NameClaim, rival: Float)] = []
    var strengths: [Float] = []
    for (claim, strength) in ranked {
      let holders = kept.indices.filter {
        NameClaim.overlap(kept[$0].claim.start, kept[$0].claim.end, claim.start, claim.end, share: 0.2)
      }
      for holder in holders where !sameProducts(kept[holder].claim, claim) {
        kept[holder].rival = max(kept[holder].rival, strength)
      }
      if holders.isEmpty {
        kept.append((claim, 0))
        strengths.append(strength)
      }
    }
    return kept.sorted { ($0.claim.start, $0.claim.name) < ($1.claim.start, $1.claim.name) }
  }

  /// Whether a match lasts as long as anyone needs to say it. A recogniser that repeats itself writes words for which
  /// there is no sound; their times collapse.
  private func isSpeakable(_ match: NameMatch, in reading: SpeechStretch.Reading) -> Bool {
    let elements = reading.heard.elements[match.range]
    guard let first = elements.first, let last = elements.last else { return false }
    let spoken = elements.count { $0.end - $0.start > Self.collapsed }
    return 2 * spoken > elements.count && last.end - first.start >= Self.shortestSyllable * Double(match.weight)
  }

  /// Seconds; hosts in a hurry reach about 10 syllables a second.
  private static let shortestSyllable = 0.055
  /// Seconds; sounds that last no longer have collapsed.
  private static let collapsed = 0.005

  /// What a claim is worth in the competition for its stretch of time: the fit of the best match, less when few
  /// hypotheses agree.
  func strength(_ claim: NameClaim, _ stretch: SpeechStretch) -> Float {
    claim.best.match.score * Float(0.6 + 0.4 * stretch.weights.share(of: members(claim, stretch)))
  }

  private func sameProducts(_ left: NameClaim, _ right: NameClaim) -> Bool {
    index.names[left.name].products.contains { index.names[right.name].products.contains($0) }
  }

  /// The hypotheses that contain a claim's name.
  func members(_ claim: NameClaim, _ stretch: SpeechStretch) -> Set<Int> {
    Set(claim.supports.map { stretch.readings[$0.reading].hypothesis })
  }

  func evidence(
    for claim: NameClaim, rival: Float, cue: MentionRules.Fit?, in stretch: SpeechStretch
  ) -> MentionEvidence {
    let name = index.names[claim.name]
    let best = claim.best
    let exact = Set(claim.supports.filter(\.match.isExact).map { stretch.readings[$0.reading].hypothesis })
    let members = members(claim, stretch)
    let ratio = stretch.weights.logRatio(of: exact.isEmpty ? members : exact).map { $0 / Double(name.syllables) }
    let limit = MentionEvidence.ratioLimit
    let (everydayShare, crossesWord) = everydayWords(over: best.match, in: stretch.readings[best.reading].heard)
    let lead = (strength(claim, stretch) - rival) / best.match.weight
    return MentionEvidence(
      distance: Double(best.match.distance), worst: Double(best.match.worst), syllables: Double(name.syllables),
      isExactInFirst: exact.contains(0),
      isExactInOther: exact.contains { $0 > 0 }, share: stretch.weights.share(of: members),
      logRatio: min(limit, max(-limit, ratio ?? 0)), rescoredRatio: nil,
      lead: Double(min(1, max(0, rival == 0 ? 1 : lead))),
      everydayShare: everydayShare, crossesWord: crossesWord,
      isEverydayWord: name.isEverydayWord,
      cue: min(MentionEvidence.cueLimit, Double(cue?.worth ?? 0)),
      presence: name.products.map { recent.presence(of: catalog.products[$0].sku, at: best.start) }.max() ?? 0,
      catalogSize: index.logarithmOfSize, products: name.products.count)
  }

  /// How much of a match the recogniser wrote as everyday words: their share of its sounds, without the characters
  /// that the name has too, and whether one of them crosses its border.
  private func everydayWords(over match: NameMatch, in heard: HeardSounds) -> (share: Double, crosses: Bool) {
    guard let first = heard.elements[match.range].first, let last = heard.elements[match.range].last else {
      return (0, false)
    }
    let characters = Set(index.forms[match.form].sounds.map(\.character))
    var crosses = false
    var explained = 0
    for word in heard.words where word.lowerBound <= last.position && word.upperBound > first.position {
      crosses = crosses || word.lowerBound < first.position || word.upperBound > last.position + 1
      explained += heard.elements[match.range].count { element in
        word.contains(element.position) && !characters.contains(element.sound.character)
      }
    }
    return (Double(explained) / Double(match.range.count), crosses)
  }

  mutating func judge(
    _ contender: (claim: NameClaim, rival: Float), in stretch: SpeechStretch, rescorer: (any SpeechRescorer)?,
    questions: inout Int
  ) -> Judgement? {
    let claim = contender.claim
    let best = claim.best
    let reading = stretch.readings[best.reading]
    let cue = rules.fit(around: best.match.range, in: reading.heard)
    var evidence = evidence(for: claim, rival: contender.rival, cue: cue, in: stretch)
    let (product, share) = meant(by: index.names[claim.name], at: best.start)
    guard !recent.covers(product.sku, best.start, best.end, score: best.match.score) else { return nil }
    guard isMeant(claim, product, in: reading) else { return nil }
    var probability = MentionConfidence.fitted.probability(evidence)
    if let rescorer, questions > 0, options.doubtful.contains(probability) {
      questions -= 1
      evidence.rescoredRatio = rescoredRatio(of: claim, in: stretch, by: rescorer)
      if let ratio = evidence.rescoredRatio {
        probability = RescoredConfidence.fitted.probability(before: probability, evidence, ratio: ratio)
      }
    }
    let confidence = probability * share
    let detectedAt = stretch.utterance.detectedAt
    let judgement = Judgement(
      mention: Mention(
        sku: product.sku, heard: reading.heard.written(best.match.range), name: index.names[claim.name].text,
        kind: cue?.kind ?? .presenting, start: min(best.start, detectedAt),
        end: min(best.end, detectedAt), confidence: confidence, detectedAt: detectedAt), evidence: evidence)
    guard confidence >= options.minimumConfidence else {
      // What was heard with the names in mind is one hearing's fancy: two of them must not speak for each other.
      if stretch.utterance.end - stretch.utterance.start <= Self.longestStretch {
        doubtful.note(judgement, score: best.match.score)
      }
      return nil
    }
    remember(judgement, score: best.match.score)
    doubtful.noteReported(judgement, score: best.match.score)
    return judgement
  }

  mutating func remember(_ judgement: Judgement, score: Float) {
    let mention = judgement.mention
    recent.remember(
      RecentMentions.Entry(
        sku: mention.sku, start: mention.start, end: mention.end, score: score, confidence: mention.confidence))
  }

  /// Names that were doubtful when they were heard, and that what was said since makes probable.
  mutating func settleDoubtful(at now: StreamTime) -> [Judgement] {
    guard options.settlesDoubtful else { return [] }
    return doubtful.settle(above: options.minimumConfidence, at: now).map { settled in
      remember(settled.judgement, score: settled.score)
      return settled.judgement
    }
  }

  /// The product that a name means at a moment, and its share of the probability. Of several products with one name
  /// the one that was spoken of last is meant.
  private func meant(by name: CatalogName, at time: StreamTime) -> (product: Product, share: Double) {
    let products = name.products.map { catalog.products[$0] }
    guard products.count > 1 else { return (products[0], 1) }
    let weights = products.map { 0.05 + recent.presence(of: $0.sku, at: time) }
    let sum = weights.reduce(0, +)
    var best = 0
    for index in weights.indices where weights[index] > weights[best] { best = index }
    return (products[best], weights[best] / sum)
  }
}
