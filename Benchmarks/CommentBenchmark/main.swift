import Foundation

// comment-benchmark show FOLDER [VIEWER_DELAY_SECONDS]
let arguments = CommandLine.arguments.dropFirst()
let usage = "comment-benchmark show FOLDER [VIEWER_DELAY_SECONDS]"

if arguments.first == "show", let folder = arguments.dropFirst().first {
  let delay = arguments.dropFirst(2).first.flatMap(Double.init) ?? 7
  let score = try ShowScore(folder: URL(filePath: folder), viewerDelay: delay)
  for intent in score.wanted.keys.sorted() {
    print("  \(intent): F1 \(score.f1(intent).formatted(.number.precision(.fractionLength(3))))")
  }
  print(
    "\(score.comments) comments, intent macro-F1 \(score.macroF1), linked right "
      + "\(Double(score.linked) / Double(max(1, score.comments)))")
  for miss in Set(score.misses).sorted().prefix(60) { print("  \(miss)") }
} else {
  print(usage)
}
