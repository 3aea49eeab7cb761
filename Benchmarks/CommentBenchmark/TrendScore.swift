import Foundation
import Intake
import LiveshelfCore
import ViewerComments

/// How many bursts of questions of a show with a known truth are found as trends, and how many trends are none.
struct TrendScore {
  private struct ShowTruth: Decodable {
    struct Segment: Decodable {
      var sku: String
      var start: Double
    }
    struct Burst: Decodable {
      var intent: String
      var sku: String
      var start: Double
      var end: Double
    }
    var segments: [Segment]
    var stream_start: String
    var question_bursts: [Burst]
  }

  private(set) var bursts = 0
  private(set) var found = 0
  private(set) var trends = 0
  private(set) var genuine = 0
  /// Seconds from the start of a burst to its trend.
  private(set) var delays: [Double] = []

  init(folder: URL, viewerDelay: Double) throws {
    let interpreter = CommentInterpreter(
      catalog: try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog)
    let show = try JSONDecoder().decode(
      ShowTruth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    guard let start = WallTime.parse(show.stream_start)?.time else { throw CocoaError(.fileReadCorruptFile) }
    let clock = ShowClock(start: start, offset: .china)
    var stage = StageTimeline()
    for segment in show.segments { stage.present(SKU(segment.sku), from: StreamTime(seconds: segment.start)) }
    var analytics = CommentAnalytics()
    var raised: [QuestionTrend] = []
    for comment in try CommentReader.read(folder.appending(path: "comments.jsonl")).comments {
      let time = clock.streamTime(of: comment.time)
      let meaning = interpreter.understand(comment.text, stage: stage.view(at: time, viewerDelay: viewerDelay))
      raised += analytics.consume(comment.text, meaning, at: time).filter { $0.situation.phase == .raised }
    }
    func fits(_ trend: QuestionTrend, _ burst: ShowTruth.Burst) -> Bool {
      trend.topic.sku?.text == burst.sku && trend.topic.intent.rawValue == burst.intent
        && (burst.start...burst.end + 10).contains(trend.time.seconds)
    }
    bursts = show.question_bursts.count
    trends = raised.count
    genuine = raised.filter { trend in show.question_bursts.contains { fits(trend, $0) } }.count
    for burst in show.question_bursts {
      guard let first = raised.first(where: { fits($0, burst) }) else { continue }
      found += 1
      delays.append(first.time.seconds - burst.start)
    }
  }
}
