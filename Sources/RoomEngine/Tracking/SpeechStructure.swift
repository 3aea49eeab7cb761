import LiveshelfCore

/// Finds pauses, sales talk and prices in recognised speech, across utterances that follow each other without a pause.
struct SpeechStructure: Sendable {
  /// The beginning of a sentence.
  struct Onset: Sendable {
    var at: StreamTime
    /// When the speech before it ended.
    var before: StreamTime?
  }

  struct Findings: Sendable {
    var onsets: [Onset] = []
    var cues: [(cue: TalkCue, at: StreamTime)] = []
    var prices: [(amount: Money, at: StreamTime)] = []
    /// Seconds of speech that are new.
    var seconds = 0.0
  }

  static let pauseSeconds = 0.18
  private static let tailLimit = 12

  private var tail: [SpokenToken] = []
  private var lastEnd: StreamTime?

  mutating func consume(_ utterance: Utterance) -> Findings {
    var findings = Findings()
    let tokens = utterance.hypotheses.first?.tokens ?? []
    let joined = lastEnd.map { abs(utterance.start - $0) < Self.pauseSeconds } ?? false
    if !joined {
      findings.onsets.append(Onset(at: utterance.start, before: lastEnd))
      tail = []
    }
    findings.seconds = min(60, max(0, utterance.end - utterance.start))
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      if next.start - token.end >= Self.pauseSeconds || Self.isPunctuation(token.text) {
        findings.onsets.append(Onset(at: next.start, before: token.end))
      }
    }
    let all = tail + tokens
    let characters = all.flatMap { token in token.text.map { _ in token.start } }
    let old = tail.reduce(0) { $0 + $1.text.count }
    let text = all.map(\.text).joined()
    for (cue, offset, last) in TalkCue.find(in: text) where last >= old && offset < characters.count {
      findings.cues.append((cue, characters[offset]))
    }
    for price in SpokenPrice.find(in: text) where price.lastOffset >= old && price.offset < characters.count {
      findings.prices.append((price.amount, characters[price.offset]))
    }
    // Characters of a wording that was found must not be found again.
    tail = Array(all.suffix(Self.tailLimit))
    lastEnd = max(lastEnd ?? utterance.end, utterance.end)
    return findings
  }

  private static func isPunctuation(_ text: String) -> Bool {
    text.last.map { ",.!?;，。！？；、".contains($0) } ?? false
  }
}
