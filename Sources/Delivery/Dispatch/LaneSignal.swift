internal import Synchronization

/// Wakes a lane that has nothing to do. A signal that comes while the lane is busy is kept for its next wait.
///
/// One task waits at a time; any thread may signal.
final class LaneSignal: Sendable {
  private struct State {
    var hasEntries = false
    var isInterrupted = false
    var waiter: (continuation: CheckedContinuation<Void, Never>, onlyInterruption: Bool)?
  }

  private let state = Mutex(State())

  /// New entries have come.
  func entriesCame() {
    signal { $0.hasEntries = true }
  }

  /// Something is to be looked at at once, even by a lane that waits for the moment of its next attempt.
  func interrupt() {
    signal { $0.isInterrupted = true }
  }

  /// Waits for a signal, or for the task's cancellation.
  ///
  /// - Parameter onlyInterruption: new entries do not end the wait.
  func wait(onlyInterruption: Bool) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let due = state.withLock { state in
          state.waiter = (continuation, onlyInterruption)
          return Self.takeWaiter(of: &state)
        }
        due?.resume()
      }
    } onCancel: {
      interrupt()
    }
  }

  private func signal(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      return Self.takeWaiter(of: &state)
    }
    waiter?.resume()
  }

  /// The waiter, when one of the signals that it waits for is there. It leaves the state, and the signals are used up.
  private static func takeWaiter(of state: inout State) -> CheckedContinuation<Void, Never>? {
    guard let waiter = state.waiter, state.isInterrupted || (state.hasEntries && !waiter.onlyInterruption) else {
      return nil
    }
    state.waiter = nil
    state.isInterrupted = false
    if !waiter.onlyInterruption { state.hasEntries = false }
    return waiter.continuation
  }
}
