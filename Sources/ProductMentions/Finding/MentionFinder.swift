public import LiveshelfCore

/// Finds the products of a catalog that are named in recognised speech, by sound.
///
/// Feed it the utterances of one show in order; they may follow each other without a pause, even inside a name, and
/// overlap a little. Deterministic; its memory is bounded: the index of the catalog, the last seconds of speech and
/// the last mentions. A value type for one thread at a time.
public struct MentionFinder: Sendable {
  public struct Options: Sendable {
    /// Mentions below this confidence are not returned.
    public var minimumConfidence = 0.5
    /// Hypotheses of an utterance that are searched; further ones are left out.
    public var maximumHypotheses = 8

    public init() {}
  }

  /// A mention and what its confidence rests on.
  public struct Judgement: Sendable {
    public var mention: Mention
    public var evidence: MentionEvidence
  }

  public var options: Options
  public let rules: MentionRules
  private(set) var catalog: Catalog
  private(set) var index: PronunciationIndex
  var links: LinkNumbers
  var tail = SpeechTail()
  var recent = RecentMentions()
  let reader = SoundReader()

  public init(catalog: Catalog, rules: MentionRules = .standard, options: Options = Options()) {
    self.catalog = catalog
    self.rules = rules
    self.options = options
    index = PronunciationIndex(catalog)
    links = LinkNumbers(catalog)
  }

  /// Names that cannot be listened for, and why.
  public var unusableNames: [UnusableName] { index.unusable }

  /// Replaces the catalog; the next utterance is heard with the new one.
  public mutating func updateCatalog(_ catalog: Catalog) {
    self.catalog = catalog
    index = PronunciationIndex(catalog)
    links = LinkNumbers(catalog)
  }

  /// The products named in an utterance, in the order of their time.
  public mutating func consume(_ utterance: Utterance) -> [Mention] {
    judge(utterance).map(\.mention)
  }

  /// Like `consume`, with the evidence.
  public mutating func judge(_ utterance: Utterance) -> [Judgement] {
    guard !utterance.hypotheses.isEmpty else { return [] }
    let stretch = SpeechStretch(utterance, after: tail, maximumHypotheses: options.maximumHypotheses, reader: reader)
    var judgements: [Judgement] = []
    for claim in strongest(stretch) {
      guard let judgement = judge(claim, in: stretch) else { continue }
      judgements.append(judgement)
    }
    judgements += linkMentions(in: stretch)
    tail.append(utterance)
    judgements.sort { ($0.mention.start, $0.mention.end) < ($1.mention.start, $1.mention.end) }
    return judgements
  }
}
