import Foundation
import LiveshelfCore
import ViewerComments

/// How many questions of a set are answered right, and how long an answer takes.
struct AnswerScore {
  var questions = 0
  var right = 0
  var falsePromises = 0
  var failures: [String] = []
  /// Milliseconds, in ascending order.
  var milliseconds: [Double] = []

  init(file: URL) throws {
    for set in try QuestionSet.read(file) {
      set.run { turn, answer, problems in
        questions += 1
        right += problems.isEmpty ? 1 : 0
        falsePromises += answer.promisesStock && turn.promises == false ? 1 : 0
        if !problems.isEmpty {
          failures.append("\(set.name): \(turn.question) -> \(answer.text) (\(problems.joined(separator: ", ")))")
        }
      }
      let answerer = StockAnswerer(catalog: set.catalog)
      let (facts, clock) = (set.facts, ContinuousClock())
      for turn in set.dialogs.flatMap(\.turns) {
        var context = AnswerContext(stage: StageView(current: set.catalog.products[0].sku))
        let took = clock.measure { _ = answerer.answer(turn.question, facts: facts, context: &context) }
        milliseconds.append(took / .milliseconds(1))
      }
    }
    milliseconds.sort()
  }

  func quantile(_ share: Double) -> Double {
    milliseconds.isEmpty ? 0 : milliseconds[Int(share * Double(milliseconds.count - 1))]
  }
}
