internal import Foundation
public import LiveshelfCore

public struct TrendSettings: Sendable {
  /// Seconds over which questions are counted.
  public var window = 30.0
  /// Seconds of the past that tell what is usual.
  public var habit = 300.0
  /// The fewest questions in the window that are a trend.
  public var fewest = 6
  /// How unlikely the count must be if all were as usual: the Poisson tail.
  public var surprise = 1e-3
  /// A trend is over when no more than this many are left in the window.
  public var over = 2
  /// Seconds after which a trend that is over may be raised anew.
  public var coolDown = 30.0

  public init() {}
}

/// Finds questions that viewers suddenly keep asking. One situation is one trend, with hysteresis.
struct TrendDetector: Sendable {
  private struct Topic: Sendable {
    var recent: [StreamTime] = []
    var example = ""
    var isOpen = false
    var raised = 0
    var said = 0
    var changed: StreamTime?
  }

  private let settings: TrendSettings
  private var topics: [QuestionTopic: Topic] = [:]
  /// Questions by intent in the past, as a sum that decays over `habit` seconds.
  private var usual: [ViewerIntent: Double] = [:]
  private var usualAt = StreamTime.zero
  private var now = StreamTime.zero

  init(settings: TrendSettings) {
    self.settings = settings
  }

  mutating func ask(_ topic: QuestionTopic, _ example: String, at time: StreamTime) -> QuestionTrend? {
    var state = topics[topic] ?? Topic()
    state.recent.append(time)
    state.example = example
    topics[topic] = state
    let expected = expectedCount(topic.intent)
    usual[topic.intent, default: 0] += 1
    return judge(topic, at: now, expected: expected)
  }

  /// Lets time pass: what was asked is forgotten, and trends end.
  mutating func advance(to time: StreamTime) -> [QuestionTrend] {
    guard time > now else { return [] }
    now = time
    if now - usualAt >= 1 {
      let factor = exp(-(now - usualAt) / settings.habit)
      for intent in ViewerIntent.allCases { usual[intent] = usual[intent].map { $0 * factor } }
      usualAt = now
    }
    var ended: [QuestionTrend] = []
    for topic in topics.keys.sorted() {
      guard let state = topics[topic], let oldest = state.recent.first, now - oldest > settings.window else { continue }
      topics[topic]?.recent.removeAll { now - $0 > settings.window }
      if state.isOpen, let trend = judge(topic, at: now, expected: 0) { ended.append(trend) }
    }
    return ended
  }

  /// Questions of this intent in a window, when all is as usual; a young show is taken to be a quiet one.
  private func expectedCount(_ intent: ViewerIntent) -> Double {
    (usual[intent] ?? 0) * settings.window / settings.habit
  }

  private mutating func judge(_ topic: QuestionTopic, at time: StreamTime, expected: Double) -> QuestionTrend? {
    guard var state = topics[topic] else { return nil }
    let count = state.recent.count
    let chance = Self.poissonTail(count, mean: max(0.5, expected))
    var phase: SignalSituation.Phase?
    if state.isOpen {
      if count <= settings.over { phase = .resolved } else if count >= state.said * 2 { phase = .updated }
    } else if count >= settings.fewest, chance <= settings.surprise,
      state.changed.map({ time - $0 >= settings.coolDown }) ?? true
    {
      phase = .raised
      state.raised += 1
    }
    guard let phase else { return nil }
    state.isOpen = phase != .resolved
    state.said = count
    state.changed = time
    topics[topic] = state
    return QuestionTrend(
      situation: SignalSituation(
        name: "question/\(topic.sku?.text ?? "")/\(topic.intent.rawValue)/\(state.raised)", phase: phase),
      topic: topic, count: count, example: state.example, time: time,
      confidence: phase == .resolved ? 1 : min(0.99, max(0.5, 1 - chance)),
      reason: phase == .resolved
        ? .questionsStopped(intent: topic.intent.rawValue)
        : .questionsAsked(
          intent: topic.intent.rawValue, count: count, seconds: settings.window, example: state.example))
  }

  /// P(X ≥ count) of a Poisson variable.
  private static func poissonTail(_ count: Int, mean: Double) -> Double {
    var term = exp(-mean)
    var below = 0.0
    for index in 0..<max(0, count) {
      below += term
      term *= mean / Double(index + 1)
    }
    return max(0, 1 - below)
  }
}
