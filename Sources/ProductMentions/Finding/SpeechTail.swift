import LiveshelfCore

/// The last words before an utterance: a name may begin in one utterance and end in the next.
struct SpeechTail: Sendable {
  private var tokens: [SpokenToken] = []
  private static let maximumCount = 16

  mutating func append(_ utterance: Utterance) {
    guard let best = utterance.hypotheses.first, let start = best.tokens.first?.start else { return }
    tokens.removeAll { $0.start >= start }
    tokens += best.tokens.suffix(Self.maximumCount)
    if tokens.count > Self.maximumCount { tokens.removeFirst(tokens.count - Self.maximumCount) }
  }

  /// The words that directly precede `hypothesis`; none after a pause. Words that it hears again are left out.
  func words(before hypothesis: Hypothesis) -> [SpokenToken] {
    guard let start = hypothesis.tokens.first?.start else { return [] }
    let earlier = tokens.filter { $0.start < start && ($0.start + 0.5 * ($0.end - $0.start)) < start }
    guard let last = earlier.last, start - last.end <= HeardSounds.clausePause else { return [] }
    return earlier
  }
}
