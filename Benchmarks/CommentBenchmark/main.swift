import Foundation

let arguments = CommandLine.arguments.dropFirst()
let usage = """
  comment-benchmark show FOLDER [VIEWER_DELAY_SECONDS]   intents and products against a show's truth
  comment-benchmark answers FILE                         answers against Tests/ViewerCommentsTests/Answers/questions.json
  """

if arguments.first == "show", let folder = arguments.dropFirst().first {
  let delay = arguments.dropFirst(2).first.flatMap(Double.init)
  let score = try ShowScore(folder: URL(filePath: folder), viewerDelay: delay)
  for intent in score.wanted.keys.sorted() {
    print("  \(intent): F1 \(score.f1(intent).formatted(.number.precision(.fractionLength(3))))")
  }
  print(
    "\(score.comments) comments, intent macro-F1 \(score.macroF1), linked right "
      + "\(Double(score.linked) / Double(max(1, score.comments))), viewers \(score.delay) s late")
  let trends = try TrendScore(folder: URL(filePath: folder), viewerDelay: score.delay)
  print(
    "\(trends.found) of \(trends.bursts) bursts of questions found, \(trends.genuine) of \(trends.trends) trends genuine, "
      + "after \(trends.delays.map { Int($0) }) s")
  for miss in Set(score.misses).sorted().prefix(60) { print("  \(miss)") }
} else if arguments.first == "answers", let file = arguments.dropFirst().first {
  let score = try AnswerScore(file: URL(filePath: file))
  for failure in score.failures { print("  \(failure)") }
  print("\(score.right) of \(score.questions) right, \(score.falsePromises) false promises")
  print("an answer takes \(score.quantile(0.5)) ms (p50), \(score.quantile(0.95)) ms (p95)")
} else {
  print(usage)
}
