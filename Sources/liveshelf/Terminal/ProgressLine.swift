import Foundation
import Hearing
import LiveshelfCore
import Shows
import Synchronization

/// The progress of long work on standard error: how far it is and how fast it goes, and what was odd.
final class ProgressLine: Sendable {
  private let began = ContinuousClock.now
  private let last = Mutex(ContinuousClock.now)

  /// What was odd in the input files.
  func report(_ inputs: ShowInputs) {
    InputReport.print(inputs)
  }

  func take(_ event: ShowEvent) {
    switch event {
    case .heard(let time):
      let now = ContinuousClock.now
      let isDue = last.withLock { last in
        guard now - last >= .milliseconds(500) else { return false }
        last = now
        return true
      }
      if isDue {
        let speed = time.seconds / max((now - began) / .seconds(1), 0.001)
        Console.progress("heard \(String("\(time)".dropLast(4)))  \(Int(speed.rounded())) × real time")
      }
    case .warning(let text):
      Console.endProgress()
      Console.error("liveshelf: note: \(text)")
    case .feed, .utterance, .mention, .marker, .order, .signal: break
    }
  }

  func end() {
    Console.endProgress()
  }
}

/// Rows of the input files that were skipped, and other oddities.
enum InputReport {
  private static let shown = 10

  static func lines(_ inputs: ShowInputs) -> [String] {
    var lines = inputs.warnings.map { "note: \($0)" }
    lines += inputs.rejected.prefix(shown).map { "skipped \($0)" }
    let rest = inputs.rejected.count - shown
    if rest > 0 { lines.append("skipped \(rest) more rows; 'liveshelf orders check FILE' lists them all") }
    return lines
  }

  static func print(_ inputs: ShowInputs) {
    for line in lines(inputs) { Console.error("liveshelf: \(line)") }
  }
}
