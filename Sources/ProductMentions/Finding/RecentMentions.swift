import LiveshelfCore

/// What was reported lately: guards against reporting a spoken name twice, and tells which product an ambiguous name
/// means.
struct RecentMentions: Sendable {
  struct Entry: Sendable {
    var sku: SKU
    var start: StreamTime
    var end: StreamTime
    /// What the match was worth in the competition.
    var score: Float
    var confidence: Double
  }

  private var entries: [Entry] = []
  private static let maximumCount = 64
  /// Seconds by which two utterances may disagree about where a word ends and the next one begins.
  private static let tolerance = 0.06
  /// Seconds by which two hearings of the same speech may disagree about the time of a word.
  private static let disagreement = 0.5
  /// Seconds after which a mention says little about what an ambiguous name means.
  static let memory = 120.0

  mutating func remember(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.maximumCount { entries.removeFirst(entries.count - Self.maximumCount) }
  }

  /// Whether a name in this stretch of time has been reported: the same product, or another one that fits no worse.
  func covers(_ sku: SKU, _ start: StreamTime, _ end: StreamTime, score: Float) -> Bool {
    entries.contains { entry in
      entry.sku == sku
        ? min(entry.end, end) - max(entry.start, start) > Self.tolerance
        : NameClaim.overlap(entry.start, entry.end, start, end, share: 0.35) && score < 1.5 * entry.score
    }
  }

  /// Whether a mention holds this stretch of time, or one of these products was reported close to it: two hearings of
  /// one word differ by a few tenths of a second.
  func holds(_ skus: Set<SKU>, _ start: StreamTime, _ end: StreamTime) -> Bool {
    entries.contains { entry in
      let common = min(entry.end, end) - max(entry.start, start)
      return common > Self.tolerance || skus.contains(entry.sku) && common > -Self.disagreement
    }
  }

  /// How present a product is at a moment: 1 just mentioned, 0 never or long ago. Doubtful mentions don't count.
  func presence(of sku: SKU, at time: StreamTime) -> Double {
    // Names that were doubtful at first come after later ones.
    entries.reduce(0) { presence, entry in
      guard entry.sku == sku, entry.confidence >= 0.5 else { return presence }
      return max(presence, 1 - abs(time - entry.end) / Self.memory)
    }
  }
}
