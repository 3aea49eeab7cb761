internal import Foundation
import LiveshelfCore

/// Names that were heard too badly to be believed by themselves, until what is said around them makes them probable or
/// too much time has passed.
///
/// A product that is presented is named again and again. Each name near a doubtful one, certain or doubtful itself,
/// speaks for it as far as it is probable (a mean-field approximation, see docs/design/speech.md); what is said the
/// same way every time, as a phrase is that sounds like a name, counts once. Bounded by time and number; one thread at a
/// time.
struct DoubtfulNames: Sendable {
  private struct Entry: Sendable {
    var judgement: MentionFinder.Judgement
    var score: Float
    /// Whether it is reported.
    var isReported: Bool
    /// The probability by all that has been heard up to now.
    var probability: Double
  }

  private var entries: [Entry] = []

  /// What a name just heard adds to the logit of another one of its product; half of it at half the reach.
  private static let weight = MentionConfidence.fitted.presence
  /// Seconds; as for what speaks for a name when it is heard.
  private static let reach = RecentMentions.memory
  /// Less probable ones are forgotten at once.
  static let least = 0.02
  /// Above this share of everyday words a doubtful name is what was written, and not a name.
  private static let everyday = 0.3
  private static let (rounds, maximumCount) = (3, 200)
  /// Seconds that two names of one product are apart at least.
  private static let apart = 0.3

  /// Takes in a name that is reported.
  mutating func noteReported(_ judgement: MentionFinder.Judgement, score: Float) {
    let (start, end) = (judgement.mention.start, judgement.mention.end)
    entries.removeAll { !$0.isReported && Self.gap($0.judgement.mention, start, end) < 0 }
    add(
      Entry(judgement: judgement, score: score, isReported: true, probability: judgement.mention.confidence))
  }

  /// Takes in a name that is not believed. Of one saying the more probable hearing counts.
  mutating func note(_ judgement: MentionFinder.Judgement, score: Float) {
    let mention = judgement.mention
    guard mention.confidence >= Self.least, judgement.evidence.everydayShare <= Self.everyday else { return }
    let known = entries.firstIndex {
      $0.judgement.mention.sku == mention.sku && Self.gap($0.judgement.mention, mention.start, mention.end) < Self.apart
    }
    let entry = Entry(judgement: judgement, score: score, isReported: false, probability: mention.confidence)
    guard let known else { return add(entry) }
    if !entries[known].isReported, entries[known].judgement.mention.confidence < mention.confidence {
      entries[known] = entry
    }
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.maximumCount { entries.removeFirst() }
  }

  /// The doubtful names that have become more probable than `limit`; they count as reported from now on.
  mutating func settle(above limit: Double, at now: StreamTime) -> [(judgement: MentionFinder.Judgement, score: Float)]
  {
    entries.removeAll { now - $0.judgement.mention.end > 2 * Self.reach }
    guard entries.contains(where: { !$0.isReported }) else { return [] }
    // From the beginning each time, and few rounds: two doubtful names must not talk each other into certainty.
    for index in entries.indices { entries[index].probability = entries[index].judgement.mention.confidence }
    for _ in 0..<Self.rounds {
      let probabilities = entries.indices.map { probability(of: $0) }
      for index in entries.indices { entries[index].probability = probabilities[index] }
    }
    var settled: [(judgement: MentionFinder.Judgement, score: Float)] = []
    for index in entries.indices where !entries[index].isReported && entries[index].probability >= limit {
      let mention = entries[index].judgement.mention
      // Another product's name in the same place must be clearly behind.
      let isRivalled = entries.contains { other in
        other.judgement.mention.sku != mention.sku && Self.gap(other.judgement.mention, mention.start, mention.end) < 0
          && (other.isReported || Self.logit(other.probability) + Self.lead > Self.logit(entries[index].probability))
      }
      guard !isRivalled else { continue }
      entries[index].isReported = true
      var judgement = entries[index].judgement
      judgement.mention.confidence = entries[index].probability
      judgement.mention.detectedAt = max(now, mention.end)
      settled.append((judgement, entries[index].score))
    }
    return settled
  }

  /// The difference of logits by which a name must be ahead of another product's.
  private static let lead = 1.0

  private func probability(of index: Int) -> Double {
    let entry = entries[index]
    let (mention, evidence) = (entry.judgement.mention, entry.judgement.evidence)
    guard !entry.isReported else { return mention.confidence }
    // The best of what was heard in the same way.
    var phrases: [String: Double] = [mention.heard: 0]
    var absent = 1.0
    for other in entries where other.judgement.mention.sku == mention.sku {
      let gap = Self.gap(other.judgement.mention, mention.start, mention.end)
      guard gap >= Self.apart, gap < Self.reach else { continue }
      let support = other.probability * (1 - gap / Self.reach)
      if other.isReported {
        absent *= 1 - support
      } else if other.judgement.evidence.everydayShare <= Self.everyday, other.judgement.mention.heard != mention.heard
      {
        phrases[other.judgement.mention.heard] = max(phrases[other.judgement.mention.heard] ?? 0, support)
      }
    }
    for support in phrases.sorted(by: { $0.key < $1.key }).map(\.value) { absent *= 1 - support }
    let more = max(0, 1 - absent - evidence.presence)
    return 1 / (1 + exp(-Self.logit(mention.confidence) - Self.weight * more))
  }

  private static func logit(_ probability: Double) -> Double {
    let clipped = min(1 - 1e-6, max(1e-6, probability))
    return log(clipped / (1 - clipped))
  }

  /// Seconds between a mention and a stretch of time; negative when they overlap.
  private static func gap(_ mention: Mention, _ start: StreamTime, _ end: StreamTime) -> Double {
    max(start - mention.end, mention.start - end)
  }
}
