import Dispatch
import Synchronization

/// Hands events from one thread to one task, in order, with a bounded number on the way.
final class EventChannel<Event: Sendable>: Sendable {
  private struct State {
    var waiting: [Event] = []
    /// How many of `waiting` have been taken already.
    var taken = 0
    var receiver: CheckedContinuation<Event?, Never>?
    var isFinished = false
    var isClosed = false
  }

  private let state = Mutex(State())
  /// Counts the free places.
  private let places: DispatchSemaphore

  init(capacity: Int) {
    // A semaphore must not be freed below the value it was made with, so that it starts at zero.
    places = DispatchSemaphore(value: 0)
    for _ in 0..<capacity { places.signal() }
  }

  /// Waits for room and adds an event. False when nobody receives any more. Called by the one sending thread.
  func send(_ event: Event) -> Bool {
    places.wait()
    let (receiver, isOpen) = state.withLock { state -> (CheckedContinuation<Event?, Never>?, Bool) in
      guard !state.isClosed else { return (nil, false) }
      guard let receiver = state.receiver else {
        state.waiting.append(event)
        return (nil, true)
      }
      state.receiver = nil
      return (receiver, true)
    }
    if receiver != nil || !isOpen { places.signal() }
    receiver?.resume(returning: event)
    return isOpen
  }

  /// No more events will be sent; those on the way are still received.
  func finish() {
    state.withLock { state -> CheckedContinuation<Event?, Never>? in
      state.isFinished = true
      defer { state.receiver = nil }
      return state.receiver
    }?.resume(returning: nil)
  }

  /// Nobody will receive any more: wakes both sides.
  func close() {
    let receiver = state.withLock { state -> CheckedContinuation<Event?, Never>? in
      state.isClosed = true
      defer { state.receiver = nil }
      return state.receiver
    }
    receiver?.resume(returning: nil)
    places.signal()
  }

  /// The next event; nil when there will be none. Called by the one receiving task.
  func next() async -> Event? {
    await withCheckedContinuation { continuation in
      let (event, isOver) = state.withLock { state -> (Event?, Bool) in
        if state.isClosed { return (nil, true) }
        if state.taken < state.waiting.count {
          let event = state.waiting[state.taken]
          state.taken += 1
          if state.taken == state.waiting.count {
            state.waiting.removeAll(keepingCapacity: true)
            state.taken = 0
          } else if state.taken >= 256 {
            state.waiting.removeFirst(state.taken)
            state.taken = 0
          }
          return (event, false)
        }
        if state.isFinished { return (nil, true) }
        state.receiver = continuation
        return (nil, false)
      }
      if let event {
        places.signal()
        continuation.resume(returning: event)
      } else if isOver {
        continuation.resume(returning: nil)
      }
    }
  }
}

/// How the reading thread ended.
final class FeedOutcome: Sendable {
  private let stored = Mutex<MediaError?>(nil)
  var error: MediaError? { stored.withLock { $0 } }
  func store(_ error: MediaError) { stored.withLock { $0 = error } }
}
