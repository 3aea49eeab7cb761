public import LiveshelfCore

/// What viewers talk about: the most asked questions, sentiment over time, and trends.
///
/// Comments are given in the order of their time; one that is late by less than a minute is counted in its own minute.
public struct CommentAnalytics: Sendable {
  /// One minute of comments about one product, or about none.
  public struct Minute: Hashable, Sendable {
    /// The start of the minute.
    public var start: StreamTime
    public var sku: SKU?
    public var comments = 0
    public var questions = 0
    public var positive = 0
    public var negative = 0

    /// −1…1: pleased less displeased viewers by all who are either; zero when there are none.
    public var sentiment: Double {
      positive + negative == 0 ? 0 : Double(positive - negative) / Double(positive + negative)
    }
  }

  private struct MinuteKey: Hashable, Sendable {
    var minute: Int64
    var sku: SKU?
  }

  private var asked: [QuestionTopic: AskedQuestion] = [:]
  private var perMinute: [MinuteKey: Minute] = [:]
  private var trends: TrendDetector
  public private(set) var comments = 0

  public init(trends: TrendSettings = TrendSettings()) {
    self.trends = TrendDetector(settings: trends)
  }

  /// Counts a comment.
  /// - Returns: trends that began, grew or ended with it.
  public mutating func consume(
    _ text: String, _ understanding: CommentUnderstanding, at time: StreamTime
  ) -> [QuestionTrend] {
    var found = trends.advance(to: time)
    comments += 1
    count(understanding, at: time)
    guard understanding.intent.isQuestion else { return found }
    let topic = QuestionTopic(sku: understanding.sku, intent: understanding.intent)
    let example = PersonalData.redacted(text.prefix(60))
    note(topic, example, at: time)
    if let trend = trends.ask(topic, example, at: time) { found.append(trend) }
    return found
  }

  /// Lets time pass without comments, so that trends end.
  public mutating func advance(to time: StreamTime) -> [QuestionTrend] {
    trends.advance(to: time)
  }

  /// The most asked questions first; of one product, or of all.
  public func mostAsked(about sku: SKU? = nil, limit: Int = 10) -> [AskedQuestion] {
    Self.ranked(asked.values.filter { sku == nil || $0.topic.sku == sku }, limit)
  }

  /// Minutes in which something was written, in order; of one product, or of all and none.
  public func minutes(about sku: SKU? = nil) -> [Minute] {
    perMinute.values.filter { sku == nil || $0.sku == sku }
      .sorted { ($0.start.microseconds, $0.sku?.text ?? "") < ($1.start.microseconds, $1.sku?.text ?? "") }
  }

  private mutating func count(_ understanding: CommentUnderstanding, at time: StreamTime) {
    let length: Int64 = 60_000_000
    // Far beyond any show, and where nothing overflows.
    let moment = min(1_000_000_000_000_000, max(-1_000_000_000_000_000, time.microseconds))
    let number = moment >= 0 ? moment / length : (moment - length + 1) / length
    let key = MinuteKey(minute: number, sku: understanding.sku)
    var minute =
      perMinute[key]
      ?? Minute(start: StreamTime(microseconds: number * length), sku: understanding.sku)
    minute.comments += 1
    if understanding.intent.isQuestion { minute.questions += 1 }
    if understanding.sentiment == .positive { minute.positive += 1 }
    if understanding.sentiment == .negative { minute.negative += 1 }
    perMinute[key] = minute
  }

  private mutating func note(_ topic: QuestionTopic, _ example: String, at time: StreamTime) {
    var entry =
      asked[topic] ?? AskedQuestion(topic: topic, count: 0, example: example, first: time, last: time)
    entry.count += 1
    entry.example = example
    entry.last = max(entry.last, time)
    asked[topic] = entry
  }

  private static func ranked(_ questions: [AskedQuestion], _ limit: Int) -> [AskedQuestion] {
    Array(
      questions.sorted { $0.count == $1.count ? $0.topic < $1.topic : $0.count > $1.count }.prefix(max(0, limit)))
  }
}
