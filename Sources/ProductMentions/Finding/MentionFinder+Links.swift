import LiveshelfCore

extension MentionFinder {
  /// The products meant by link numbers in the best hypothesis.
  mutating func linkMentions(in stretch: SpeechStretch) -> [Judgement] {
    guard let reading = stretch.readings.first else { return [] }
    let elements = reading.heard.elements
    var judgements: [Judgement] = []
    for call in links.calls(in: elements)
    where elements[call.range.upperBound - 1].position >= reading.firstNewPosition {
      let product = catalog.products[call.product]
      let (start, end) = (elements[call.range.lowerBound].start, elements[call.range.upperBound - 1].end)
      let agreeing = stretch.readings.filter { other in
        links.calls(in: other.heard.elements).contains { same in
          same.product == call.product
            && NameClaim.overlap(
              other.heard.elements[same.range.lowerBound].start, other.heard.elements[same.range.upperBound - 1].end,
              start, end, share: 0.3)
        }
      }
      let share = stretch.weights.share(of: Set(agreeing.map(\.hypothesis)))
      let evidence = MentionEvidence(
        distance: Double(call.distance), worst: 0, syllables: Double(call.range.count),
        isExactInFirst: call.distance == 0,
        isExactInOther: agreeing.contains { $0.hypothesis > 0 }, share: share, logRatio: 0, rescoredRatio: nil, lead: 1,
        everydayShare: 0,
        crossesWord: false, isEverydayWord: false,
        cue: 0, presence: 0, catalogSize: index.logarithmOfSize, products: 1)
      let confidence = MentionConfidence.fitted.probability(evidence)
      let score = Float(call.range.count)
      guard confidence >= options.minimumConfidence, !recent.covers(product.sku, start, end, score: score) else {
        continue
      }
      let detectedAt = stretch.utterance.detectedAt
      let mention = Mention(
        sku: product.sku, heard: reading.heard.written(call.range), name: product.name, basis: .linkNumber,
        kind: rules.fit(around: call.range, in: reading.heard)?.kind ?? .presenting, start: min(start, detectedAt),
        end: min(end, detectedAt),
        confidence: confidence, detectedAt: detectedAt)
      let judgement = Judgement(mention: mention, evidence: evidence)
      remember(judgement, score: score)
      doubtful.noteReported(judgement, score: score)
      judgements.append(judgement)
    }
    return judgements
  }
}
