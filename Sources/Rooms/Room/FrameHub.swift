internal import Synchronization

/// Hands a room's frames to whoever watches: the last one at once, then each new one. A slow watcher misses frames and
/// never makes the room wait.
final class FrameHub: Sendable {
  private struct State {
    var last: RoomFrame?
    var watchers: [Int: AsyncStream<RoomFrame>.Continuation] = [:]
    var next = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  var last: RoomFrame? { state.withLock { $0.last } }

  func publish(_ frame: RoomFrame) {
    let watchers = state.withLock { state in
      state.last = frame
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher.yield(frame) }
  }

  func frames() -> AsyncStream<RoomFrame> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let id: Int? = state.withLock { state in
        guard !state.isClosed else { return nil }
        state.next += 1
        state.watchers[state.next] = continuation
        if let last = state.last { continuation.yield(last) }
        return state.next
      }
      guard let id else { return continuation.finish() }
      continuation.onTermination = { [weak self] _ in
        self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
      }
    }
  }

  /// No frame comes any more.
  func close() {
    let watchers = state.withLock { state in
      state.isClosed = true
      defer { state.watchers = [:] }
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher.finish() }
  }
}
