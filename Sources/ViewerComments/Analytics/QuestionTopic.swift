public import LiveshelfCore

/// What questions are about: one intent, and one product or none.
public struct QuestionTopic: Hashable, Sendable, Comparable {
  public var sku: SKU?
  public var intent: ViewerIntent

  public init(sku: SKU?, intent: ViewerIntent) {
    self.sku = sku
    self.intent = intent
  }

  public static func < (left: QuestionTopic, right: QuestionTopic) -> Bool {
    (left.sku?.text ?? "", left.intent.rawValue) < (right.sku?.text ?? "", right.intent.rawValue)
  }
}

/// How often a question was asked, and what about.
public struct AskedQuestion: Hashable, Sendable {
  public var topic: QuestionTopic
  public var count: Int
  /// The latest comment that asked it, without personal data.
  public var example: String
  public var first: StreamTime
  public var last: StreamTime
}

/// That viewers keep asking the same: raised once, updated as it grows, resolved once.
public struct QuestionTrend: Hashable, Sendable {
  /// Ready for `Signal.situation`.
  public var situation: SignalSituation
  public var topic: QuestionTopic
  /// Comments of the last `TrendSettings.window` seconds that ask it.
  public var count: Int
  public var example: String
  public var time: StreamTime
  /// 0…1.
  public var confidence: Double
  public var reason: SignalReason

  /// Ready for `Signal.kind`.
  public var kind: SignalKind { .questionTrending(intent: topic.intent.rawValue, count: count, example: example) }
}
