public import LiveshelfCore

/// Finds the products of a catalog that are named in recognised speech, by sound.
///
/// Feed it the utterances of one show in order; they may follow each other without a pause, even inside a name, and
/// overlap a little. Deterministic; its memory is bounded: the index of the catalog, the last seconds of speech,
/// the last mentions and the doubtful names of the last minutes. A value type for one thread at a time.
public struct MentionFinder: Sendable {
  public struct Options: Sendable {
    /// Mentions below this confidence are not returned.
    public var minimumConfidence = 0.5
    /// Hypotheses of an utterance that are searched; further ones are left out.
    public var maximumHypotheses = 8
    /// Of names this probable by their sound the recogniser is asked how they compare with what else may have been
    /// said; the others are clear without it.
    public var doubtful = 0.03...0.98
    /// How many names of an utterance it is asked about at most: each question costs about as much as ten words.
    public var maximumQuestions = 4
    /// Whether names that are doubtful by themselves are returned later, when what is said around them makes them
    /// probable.
    public var settlesDoubtful = true

    public init() {}
  }

  /// A mention and what its confidence rests on.
  public struct Judgement: Sendable {
    public var mention: Mention
    public var evidence: MentionEvidence
  }

  public var options: Options
  public let rules: MentionRules
  let catalog: Catalog
  let index: PronunciationIndex
  let links: LinkNumbers
  var tail = SpeechTail()
  var recent = RecentMentions()
  var doubtful = DoubtfulNames()
  /// Why the recogniser could not compare a name the last time it failed; such a name keeps the confidence that its
  /// sound gives it.
  public internal(set) var rescoringProblem: String?
  let reader = SoundReader()

  public init(catalog: Catalog, rules: MentionRules = .standard, options: Options = Options()) {
    self.catalog = catalog
    self.rules = rules
    self.options = options
    index = PronunciationIndex(catalog)
    links = LinkNumbers(catalog)
  }

  /// The products named in an utterance, in the order of their time, and names of before that have become probable with
  /// it.
  ///
  /// - Parameter rescorer: the recogniser that has just given the utterance; nil: names are judged by their sound alone.
  public mutating func consume(_ utterance: Utterance, rescorer: (any SpeechRescorer)? = nil) -> [Mention] {
    judge(utterance, rescorer: rescorer).map(\.mention)
  }

  /// Like `consume`, with the evidence.
  public mutating func judge(_ utterance: Utterance, rescorer: (any SpeechRescorer)? = nil) -> [Judgement] {
    rescoringProblem = nil
    guard !utterance.hypotheses.isEmpty else { return [] }
    let stretch = SpeechStretch(utterance, after: tail, maximumHypotheses: options.maximumHypotheses, reader: reader)
    var judgements = judge(
      strongest(stretch), in: stretch, rescorer: rescorer, questions: options.maximumQuestions)
    judgements += linkMentions(in: stretch)
    tail.append(utterance)
    judgements += settleDoubtful(at: utterance.detectedAt)
    judgements.sort { ($0.mention.start, $0.mention.end) < ($1.mention.start, $1.mention.end) }
    return judgements
  }

  /// The products named in speech that was consumed before and has been heard once more, without those that were found
  /// then: a name in a place that a mention holds already is left out. Names of before that have become probable with it
  /// are among them.
  public mutating func reconsider(_ utterance: Utterance, rescorer: (any SpeechRescorer)? = nil) -> [Judgement] {
    rescoringProblem = nil
    guard !utterance.hypotheses.isEmpty else { return [] }
    let stretch = SpeechStretch(
      utterance, after: SpeechTail(), maximumHypotheses: options.maximumHypotheses, reader: reader)
    let missed = strongest(stretch).filter { contender in
      let name = index.names[contender.claim.name]
      let skus = Set(name.products.map { catalog.products[$0].sku })
      return !recent.holds(skus, contender.claim.start, contender.claim.end)
    }
    // A hearing of a longer window proposes as many names as several utterances.
    let share = max(1, Int(min(60, utterance.end - utterance.start) / Self.utteranceSeconds))
    return judge(missed, in: stretch, rescorer: rescorer, questions: share * options.maximumQuestions)
      + settleDoubtful(at: utterance.detectedAt)
  }

  /// Seconds of an utterance of the usual length.
  private static let utteranceSeconds = 6.0
  /// What is longer is a window of several stretches, which was heard with the catalog's names in mind.
  static let longestStretch = 10.0

  private mutating func judge(
    _ contenders: [(claim: NameClaim, rival: Float)], in stretch: SpeechStretch, rescorer: (any SpeechRescorer)?,
    questions: Int
  ) -> [Judgement] {
    var judgements: [Judgement] = []
    var questions = questions
    for contender in contenders {
      guard let judgement = judge(contender, in: stretch, rescorer: rescorer, questions: &questions) else { continue }
      judgements.append(judgement)
    }
    return judgements
  }
}
