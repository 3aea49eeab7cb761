import Synchronization

/// Wakes a loop that waits: a ring that comes before the wait is not lost.
final class WakeBell: Sendable {
  private struct State {
    var hasRung = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let waiting = state.withLock { state in
      defer { state.waiting = nil }
      if state.waiting == nil { state.hasRung = true }
      return state.waiting
    }
    waiting?.resume()
  }

  /// Returns at a ring, after so many seconds, or when the task is cancelled. One task waits at a time.
  func wait(seconds: Double) async {
    let alarm = Task { [self] in
      try await Task.sleep(for: .seconds(max(seconds, 0)))
      ring()
    }
    defer { alarm.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.hasRung || Task.isCancelled {
            state.hasRung = false
            return true
          }
          state.waiting = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      ring()
    }
  }
}
