import LiveshelfCore
import Testing
import ViewerComments

@Suite struct AnalyticsTests {
  private let question = CommentUnderstanding(
    intent: .stock, confidence: 1, sentiment: .neutral, sku: "A", link: .stage)

  @Test func aBurstOfOneQuestionIsOneTrend() {
    var analytics = CommentAnalytics()
    var trends: [QuestionTrend] = []
    for number in 0..<12 {
      trends += analytics.consume("还有吗", question, at: StreamTime(seconds: 100 + 2 * Double(number)))
    }
    trends += analytics.advance(to: StreamTime(seconds: 200))
    #expect(trends.map(\.situation.phase) == [.raised, .updated, .resolved])
    #expect(Set(trends.map(\.situation.name)).count == 1)
    #expect(trends.first?.kind == .questionTrending(intent: "stock", count: 6, example: "还有吗"))
  }

  @Test func aTrickleIsNoTrend() {
    var analytics = CommentAnalytics()
    for number in 0..<100 {
      #expect(analytics.consume("还有吗", question, at: StreamTime(seconds: 15 * Double(number))).isEmpty)
    }
    #expect(analytics.mostAsked().first?.count == 100)
  }

  @Test func examplesShowNoNumbersOfPeople() {
    var analytics = CommentAnalytics()
    _ = analytics.consume("还有吗 13800138000", question, at: .zero)
    #expect(analytics.mostAsked(about: "A").map(\.example) == ["还有吗 ***"])
  }

  @Test func sentimentIsCountedByMinuteAndProduct() {
    var analytics = CommentAnalytics()
    for (second, sentiment) in [(5.0, Sentiment.positive), (30, .positive), (59, .negative), (61, .negative)] {
      let comment = CommentUnderstanding(intent: .praise, confidence: 1, sentiment: sentiment, sku: "A")
      _ = analytics.consume("x", comment, at: StreamTime(seconds: second))
    }
    #expect(analytics.minutes(about: "A").map(\.comments) == [3, 1])
    #expect(analytics.minutes().map(\.negative) == [1, 1])
    #expect(analytics.minutes().last?.sentiment == -1)
  }

  /// The budget goes by when comments came, which nobody can choose.
  @Test func aCommentOfTheFutureDoesNotShutTheGate() {
    var limits = CommentGate.Limits()
    (limits.perSecond, limits.burst) = (1, 2)
    var gate = CommentGate(limits: limits)
    let now = WallTime(microseconds: 1_800_000_000_000_000)
    let year9999 = WallTime(microseconds: 253_370_764_800_000_000)
    #expect(gate.admit(ViewerComment(id: "", time: year9999, text: "来自未来"), at: now) == .accepted)
    for second in 1..<10 {
      let comment = ViewerComment(id: "", time: now + Double(second), text: "还有吗\(second)")
      #expect(gate.admit(comment, at: now + Double(second)) == .accepted)
    }
  }

  @Test func repetitionAdvertisingAndFloodsAreKeptOut() {
    var gate = CommentGate()
    func comment(_ text: String, _ second: Double) -> ViewerComment {
      ViewerComment(id: "", time: WallTime(microseconds: 0) + second, text: text)
    }
    let long = "这家店的东西真的超级好大家快来买不买后悔"
    #expect((0..<4).map { gate.admit(comment(long, Double($0))) } == [.accepted, .accepted, .repeated, .repeated])
    #expect(gate.admit(comment("兼职加我微信 abc", 5)) == .advertising)
    #expect((0..<20).allSatisfy { gate.admit(comment("还有吗", 6 + Double($0) / 10)) == .accepted })
    var limits = CommentGate.Limits()
    (limits.perSecond, limits.burst) = (1, 3)
    var narrow = CommentGate(limits: limits)
    #expect((0..<5).map { narrow.admit(comment("来了\($0)", 0)) }.filter { $0 == .overRate }.count == 2)
    #expect(narrow.admit(comment("来了", 2)) == .accepted)
  }
}
