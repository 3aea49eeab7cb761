internal import LiveshelfCore
internal import ViewerComments

/// Reads the room's comments: which product each is about, and what viewers keep asking.
struct CommentDesk: Sendable {
  private let interpreter: CommentInterpreter
  private var gate = CommentGate()
  private var stage = StageTimeline()
  private var analytics = CommentAnalytics()
  private var lastSecond: Int64 = .min
  /// The comments that are about a product, and when they were written.
  private(set) var linked: [(sku: SKU, at: StreamTime)] = []

  init(catalog: Catalog) {
    interpreter = CommentInterpreter(catalog: catalog)
  }

  /// A product came on stage: comments that name none are about what the viewer has before them.
  mutating func present(_ sku: SKU, from start: StreamTime) {
    stage.present(sku, from: start)
  }

  /// Takes a comment in; gives the trends that began, grew or ended with it.
  ///
  /// - Parameter time: when it was written, on the stream's clock.
  mutating func consume(_ comment: ViewerComment, at time: StreamTime) -> [QuestionTrend] {
    guard gate.admit(comment) == .accepted else { return [] }
    let understanding = interpreter.understand(comment.text, stage: stage.view(at: time))
    if let sku = understanding.sku { linked.append((sku, time)) }
    return analytics.consume(comment.text, understanding, at: time)
  }

  /// Lets time pass, in steps of a second.
  mutating func advance(to now: StreamTime) -> [QuestionTrend] {
    let second = now.microseconds / 1_000_000
    guard second > lastSecond else { return [] }
    lastSecond = second
    return analytics.advance(to: now)
  }
}
