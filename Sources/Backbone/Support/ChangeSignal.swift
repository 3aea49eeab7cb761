internal import Synchronization

/// Wakes tasks when something has changed. Thread-safe.
public final class ChangeSignal: Sendable {
  private struct Waiter {
    let continuation: CheckedContinuation<Void, Never>
    var timer: Task<Void, Never>?
  }

  private struct State {
    var version: UInt64 = 0
    var nextWaiter: UInt64 = 0
    var waiters: [UInt64: Waiter] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// Rises with every change. Take it before looking at what may change, then wait for more than it.
  public var version: UInt64 { state.withLock { $0.version } }

  public func notify() {
    let waiters = state.withLock { state in
      state.version += 1
      defer { state.waiters = [:] }
      return state.waiters
    }
    for (_, waiter) in waiters { Self.wake(waiter) }
  }

  /// Returns after a change that followed `version`, after so long, or when the task is cancelled.
  public func wait(after version: UInt64, atMost duration: Duration) async {
    guard duration > .zero else { return }
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isWaiting = state.withLock { state in
          guard state.version == version, !Task.isCancelled else { return false }
          state.waiters[id] = Waiter(continuation: continuation)
          return true
        }
        guard isWaiting else { return continuation.resume() }
        let timer = Task { [weak self] in
          // Cancelled when the waiter was woken before; then there is nobody left to wake.
          do { try await Task.sleep(for: duration) } catch { return }
          self?.wake(id)
        }
        let isStillWaiting = state.withLock { state in
          state.waiters[id]?.timer = timer
          return state.waiters[id] != nil
        }
        if !isStillWaiting { timer.cancel() }
      }
    } onCancel: {
      wake(id)
    }
  }

  private func wake(_ id: UInt64) {
    if let waiter = state.withLock({ $0.waiters.removeValue(forKey: id) }) { Self.wake(waiter) }
  }

  private static func wake(_ waiter: Waiter) {
    waiter.timer?.cancel()
    waiter.continuation.resume()
  }
}
