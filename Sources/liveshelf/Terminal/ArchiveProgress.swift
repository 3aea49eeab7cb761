import Foundation
import Hearing
import LiveshelfCore
import Synchronization

/// How far the processing of many shows is, by the bytes of their recordings.
final class ArchiveProgress: Sendable {
  private struct Running {
    var name: String
    /// 0…1
    var share = 0.0
    /// The seconds that it lasts, as far as is known by now.
    var length: @Sendable () -> Double? = { nil }
  }

  private struct State {
    var running: [Int: Running] = [:]
    var ended = 0
    var doneBytes = 0
    var last = ContinuousClock.now
  }

  private let bytes: [Int]
  private let began = ContinuousClock.now
  private let state = Mutex(State())

  init(shows bytes: [Int]) {
    self.bytes = bytes
  }

  func begin(_ number: Int, _ name: String) {
    state.withLock { $0.running[number] = Running(name: name) }
    tell()
  }

  /// - Parameter length: the seconds that the show lasts, as far as is known by now.
  func follow(_ number: Int, _ length: @escaping @Sendable () -> Double?) {
    state.withLock { $0.running[number]?.length = length }
  }

  func take(_ number: Int, _ event: ShowEvent) {
    guard case .heard(let time) = event else { return }
    let now = ContinuousClock.now
    let length = state.withLock { state -> (@Sendable () -> Double?)? in
      guard now - state.last >= .milliseconds(500) else { return nil }
      state.last = now
      return state.running[number]?.length
    }
    guard let length else { return }
    let share = length().map { min(1, time.seconds / max($0, 1)) } ?? 0
    state.withLock { $0.running[number]?.share = share }
    tell()
  }

  func end(_ number: Int) {
    state.withLock {
      $0.running[number] = nil
      $0.ended += 1
      $0.doneBytes += bytes[number]
    }
    Console.endProgress()
  }

  private func tell() {
    let (running, ended, doneBytes) = state.withLock { ($0.running, $0.ended, $0.doneBytes) }
    let all = max(1, bytes.reduce(0, +))
    let under = running.reduce(0.0) { $0 + $1.value.share * Double(bytes[$1.key]) }
    let part = (Double(doneBytes) + under) / Double(all)
    let elapsed = (ContinuousClock.now - began) / .seconds(1)
    let names = running.sorted { $0.key < $1.key }.map(\.value.name).joined(separator: ", ")
    var text = "\(Int(part * 100)) %  \(ended) of \(bytes.count) shows done: \(names)"
    if part > 0.01, elapsed > 2 {
      let left = Int(elapsed / part * (1 - part))
      text += "  \(left / 3600):\(String(format: "%02d:%02d", left / 60 % 60, left % 60)) left"
    }
    Console.progress(text)
  }
}
