internal import LiveshelfCore
internal import ViewerComments

/// Reads the room's comments: which product each is about, and what viewers keep asking.
struct CommentDesk: Sendable {
  private let interpreter: CommentInterpreter
  private var gate = CommentGate()
  private var stage = StageTimeline()
  private var analytics = CommentAnalytics()
  private var lastSecond: Int64 = .min
  private var delay = ViewerDelay()
  /// Comments that tell by themselves which products they may be about, until it is settled what was on stage.
  private var telling: [(products: [SKU], at: StreamTime)] = []

  /// Seconds after which a presentation that began has been noticed.
  private static let settlingTime = 45.0
  private static let mostTelling = 10_000
  /// The comments that are about a product, and when they were written.
  private(set) var linked: [(sku: SKU, at: StreamTime)] = []
  private(set) var counts: [SKU: Int] = [:]
  /// What the last comment that was let in is about; nil: none was, or it was not let in.
  private(set) var latest: CommentUnderstanding?
  /// Questions that are trending, by situation.
  private var trending: [String: QuestionTrend] = [:]

  init(catalog: Catalog) {
    interpreter = CommentInterpreter(catalog: catalog)
  }

  /// A product came on stage: comments that name none are about what the viewer has before them.
  mutating func present(_ sku: SKU, from start: StreamTime) {
    stage.present(sku, from: start)
  }

  /// Takes a comment in; gives the trends that began, grew or ended with it.
  ///
  /// - Parameters:
  ///   - time: when it was written, on the stream's clock.
  ///   - reception: when it came.
  mutating func consume(_ comment: ViewerComment, at time: StreamTime, reception: WallTime) -> [QuestionTrend] {
    latest = nil
    guard gate.admit(comment, at: reception) == .accepted else { return [] }
    let understanding = interpreter.understand(comment.text, stage: stage.view(at: time, viewerDelay: delay.seconds))
    latest = understanding
    let products = interpreter.candidates(comment.text)
    if !products.isEmpty, telling.count < Self.mostTelling { telling.append((products, time)) }
    if let sku = understanding.sku {
      linked.append((sku, time))
      counts[sku, default: 0] += 1
    }
    return noted(analytics.consume(comment.text, understanding, at: time))
  }

  /// Comments that were let in.
  var count: Int { analytics.comments }

  /// Questions that are trending, in the order of their situations.
  var open: [QuestionTrend] { trending.keys.sorted().compactMap { trending[$0] } }

  /// Questions that are trending, then the most asked ones.
  func questions(limit: Int) -> [ViewerQuestion] {
    let trends = trending.values.sorted { $0.count == $1.count ? $0.topic < $1.topic : $0.count > $1.count }
    let topics = Set(trends.map(\.topic))
    let asked = analytics.mostAsked(limit: limit).filter { !topics.contains($0.topic) }
    let questions =
      trends.map {
        ViewerQuestion(
          intent: $0.topic.intent.rawValue, sku: $0.topic.sku, count: $0.count, example: $0.example, isTrending: true)
      }
      + asked.map {
        ViewerQuestion(
          intent: $0.topic.intent.rawValue, sku: $0.topic.sku, count: $0.count, example: $0.example, isTrending: false)
      }
    return Array(questions.prefix(limit))
  }

  /// By how much viewers see the stream late, in seconds, as their comments tell.
  var viewerDelay: Double { delay.seconds }

  private mutating func learnDelay(at now: StreamTime) {
    let settled = telling.prefix { now - $0.at >= Self.settlingTime }
    for comment in settled { delay.observe(comment.products, at: comment.at, on: stage) }
    telling.removeFirst(settled.count)
  }

  private mutating func noted(_ trends: [QuestionTrend]) -> [QuestionTrend] {
    for trend in trends {
      trending[trend.situation.name] = trend.situation.phase == .resolved ? nil : trend
    }
    return trends
  }

  /// Lets time pass, in steps of a second.
  mutating func advance(to now: StreamTime) -> [QuestionTrend] {
    let second = now.microseconds / 1_000_000
    guard second > lastSecond else { return [] }
    lastSecond = second
    learnDelay(at: now)
    return noted(analytics.advance(to: now))
  }
}
