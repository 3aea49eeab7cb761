import Foundation
import Hearing
import LiveshelfCore
import Shows
import Synchronization

/// The progress of long work on standard error: how far it is, how fast it goes and how long it will take, and what was odd.
final class ProgressLine: Sendable {
  private struct State {
    var last: ContinuousClock.Instant
    var length: @Sendable () -> Double? = { nil }
  }

  private let began = ContinuousClock.now
  private let state = Mutex(State(last: .now))
  private let alsoWithoutTerminal: Bool

  /// Work that is done sooner needs no progress.
  private static let quickWork = Duration.seconds(2)

  /// - Parameter alsoWithoutTerminal: says a line every two seconds where standard error is no terminal.
  init(alsoWithoutTerminal: Bool = false) {
    self.alsoWithoutTerminal = alsoWithoutTerminal && !Console.errorIsTerminal
  }

  /// - Parameter length: the seconds that there are to be heard, as far as is known by now.
  func follow(length: @escaping @Sendable () -> Double?) {
    state.withLock { $0.length = length }
  }

  /// What was odd in the input files.
  func report(_ inputs: ShowInputs) {
    InputReport.print(inputs)
  }

  func take(_ event: ShowEvent) {
    switch event {
    case .heard(let time): note(heard: time)
    case .warning(let text):
      Console.endProgress()
      Console.error("liveshelf: note: \(text)")
    case .feed, .utterance, .mention, .marker, .order, .signal: break
    }
  }

  private func note(heard time: StreamTime) {
    let now = ContinuousClock.now
    let pause: Duration = alsoWithoutTerminal ? .seconds(2) : .milliseconds(500)
    let length = state.withLock { state -> (@Sendable () -> Double?)? in
      guard now - state.last >= pause else { return nil }
      state.last = now
      return state.length
    }
    guard let length else { return }
    let text = Self.text(
      heard: time.seconds, of: length(), after: (now - began) / .seconds(1), isLong: now - began >= Self.quickWork)
    if alsoWithoutTerminal { Console.error("liveshelf: \(text)") } else { Console.progress(text) }
  }

  /// Such as `42 %  heard 0:12:00 of 0:28:30  12 × real time  1:23 left`.
  static func text(heard: Double, of length: Double?, after elapsed: Double, isLong: Bool) -> String {
    let speed = heard / max(elapsed, 0.001)
    var text = "heard \(clock(heard))"
    if let length, length > 0, isLong {
      text = "\(min(99, Int(100 * heard / length))) %  " + text + " of \(clock(max(length, heard)))"
    }
    text += "  \(Int(speed.rounded())) × real time"
    if let length, length > heard, speed > 0, isLong { text += "  \(clock((length - heard) / speed)) left" }
    return text
  }

  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e7 else { return "?" }
    return String("\(StreamTime(seconds: max(0, seconds)))".dropLast(4))
  }

  func end() {
    Console.endProgress()
  }
}

/// Rows of the input files that were skipped, and other oddities.
enum InputReport {
  private static let shown = 10

  static func lines(_ inputs: ShowInputs) -> [String] {
    var lines = inputs.readings + inputs.warnings.map { "note: \($0)" }
    lines += inputs.rejected.prefix(shown).map { "skipped \($0)" }
    let rest = inputs.rejected.count - shown
    if rest > 0 { lines.append("skipped \(rest) more rows; 'liveshelf orders check FILE' lists them all") }
    return lines
  }

  static func print(_ inputs: ShowInputs) {
    for line in lines(inputs) { Console.error("liveshelf: \(line)") }
  }
}
