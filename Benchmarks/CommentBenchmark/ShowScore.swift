import Foundation
import Intake
import LiveshelfCore
import ViewerComments

/// How well the comments of a show with a known truth are understood.
struct ShowScore {
  private struct Truth: Decodable {
    var id: String
    var intent: String
    var sku: String?
  }
  private struct ShowTruth: Decodable {
    struct Segment: Decodable {
      var sku: String
      var start: Double
    }
    var segments: [Segment]
    var stream_start: String
  }

  var right: [String: Int] = [:]
  var wanted: [String: Int] = [:]
  var said: [String: Int] = [:]
  var linked = 0
  var comments = 0
  var misses: [String] = []
  /// The delay at the end, in seconds.
  var delay = 0.0

  /// - Parameter viewerDelay: nil: learnt from the comments as they come.
  init(folder: URL, viewerDelay: Double?) throws {
    var learnt = ViewerDelay()
    let catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    let interpreter = CommentInterpreter(catalog: catalog)
    let show = try JSONDecoder().decode(
      ShowTruth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    guard let start = WallTime.parse(show.stream_start)?.time else { throw CocoaError(.fileReadCorruptFile) }
    let clock = ShowClock(start: start, offset: .china)
    var stage = StageTimeline()
    for segment in show.segments { stage.present(SKU(segment.sku), from: StreamTime(seconds: segment.start)) }
    var truth: [String: Truth] = [:]
    let lines = try String(contentsOf: folder.appending(path: "comments_truth.jsonl"), encoding: .utf8)
    for line in lines.split(separator: "\n") {
      let entry = try JSONDecoder().decode(Truth.self, from: Data(line.utf8))
      truth[entry.id] = entry
    }
    for comment in try CommentReader.read(folder.appending(path: "comments.jsonl")).comments {
      guard let entry = truth[comment.id] else { continue }
      let time = clock.streamTime(of: comment.time)
      let view = stage.view(at: time, viewerDelay: viewerDelay ?? learnt.seconds)
      learnt.observe(interpreter.candidates(comment.text), at: time, on: stage)
      let found = interpreter.understand(comment.text, stage: view)
      comments += 1
      wanted[entry.intent, default: 0] += 1
      said[found.intent.rawValue, default: 0] += 1
      if found.intent.rawValue == entry.intent {
        right[entry.intent, default: 0] += 1
      } else {
        misses.append("\(comment.text): \(entry.intent), not \(found.intent.rawValue)")
      }
      if found.sku?.text == entry.sku { linked += 1 }
    }
    delay = viewerDelay ?? learnt.seconds
  }

  var macroF1: Double {
    let scores = wanted.keys.map { f1($0) }
    return scores.reduce(0, +) / Double(max(1, scores.count))
  }

  func f1(_ intent: String) -> Double {
    2 * Double(right[intent] ?? 0) / Double((wanted[intent] ?? 0) + (said[intent] ?? 0))
  }
}
