import Foundation
import Hearing
import LiveshelfCore
import Synchronization

/// How far the processing of many shows is, by the bytes of their recordings.
final class ArchiveProgress: Sendable {
  private struct State {
    var done = 0
    var number = 0
    var name = ""
    var last = ContinuousClock.now
    var length: @Sendable () -> Double? = { nil }
  }

  private let bytes: [Int]
  private let began = ContinuousClock.now
  private let state = Mutex(State())

  init(shows bytes: [Int]) {
    self.bytes = bytes
  }

  func begin(_ number: Int, _ name: String) {
    state.withLock { ($0.number, $0.name, $0.length) = (number, name, { nil }) }
    note(share: 0)
  }

  /// - Parameter length: the seconds that the current show lasts, as far as is known by now.
  func follow(_ length: @escaping @Sendable () -> Double?) {
    state.withLock { $0.length = length }
  }

  func take(_ event: ShowEvent) {
    if case .heard(let time) = event { note(heard: time.seconds) }
  }

  private func note(heard seconds: Double) {
    let now = ContinuousClock.now
    let length = state.withLock { state -> (@Sendable () -> Double?)? in
      guard now - state.last >= .milliseconds(500) else { return nil }
      state.last = now
      return state.length
    }
    guard let length else { return }
    note(share: length().map { min(1, seconds / max($0, 1)) } ?? 0)
  }

  func end(_ number: Int) {
    state.withLock { $0.done += bytes[number] }
    Console.endProgress()
  }

  private func note(share: Double) {
    let (done, number, name) = state.withLock { ($0.done, $0.number, $0.name) }
    let all = max(1, bytes.reduce(0, +))
    let part = (Double(done) + share * Double(bytes[number])) / Double(all)
    let elapsed = (ContinuousClock.now - began) / .seconds(1)
    var text = "\(Int(part * 100)) %  show \(number + 1) of \(bytes.count): \(name)"
    if part > 0.01, elapsed > 2 {
      let left = Int(elapsed / part * (1 - part))
      text += "  \(left / 3600):\(String(format: "%02d:%02d", left / 60 % 60, left % 60)) left"
    }
    Console.progress(text)
  }
}
