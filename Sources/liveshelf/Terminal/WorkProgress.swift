import Synchronization

/// How far long work is, and how long it will take, on a terminal's standard error: such as `auditing: 42 %  0:12 left`.
final class WorkProgress: Sendable {
  private struct State {
    var last: ContinuousClock.Instant?
  }

  private let what: String
  private let began = ContinuousClock.now
  private let state = Mutex(State())

  /// Work that is done sooner needs no progress.
  private static let quickWork = Duration.seconds(2)
  private static let pause = Duration.milliseconds(500)

  /// - Parameter what: what is being done, such as `auditing`.
  init(_ what: String) { self.what = what }

  /// - Parameter share: of the work that is done, 0…1.
  func note(_ share: Double) {
    let now = ContinuousClock.now
    let isDue = state.withLock { state in
      guard now - began >= Self.quickWork, state.last.map({ now - $0 >= Self.pause }) ?? true else { return false }
      state.last = now
      return true
    }
    if isDue { Console.progress(Self.text(what, share: share, after: (now - began) / .seconds(1))) }
  }

  func end() { Console.endProgress() }

  static func text(_ what: String, share: Double, after seconds: Double) -> String {
    guard share.isFinite else { return what }
    let share = min(max(share, 0), 1)
    var text = "\(what): \(min(99, Int(share * 100))) %"
    if share > 0.005 { text += "  \(ProgressLine.clock(seconds * (1 - share) / share)) left" }
    return text
  }
}
