internal import Dispatch
internal import Synchronization

/// A queue of limited length between two threads: the writer waits while it is full, the reader while it is empty.
final class BoundedChannel<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let free: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)

  init(capacity: Int) {
    self.capacity = capacity
    // Not `value: capacity`: Dispatch traps when a semaphore goes away with less than it began with.
    free = DispatchSemaphore(value: 0)
    for _ in 0..<capacity { free.signal() }
  }

  /// How many elements wait for the reader.
  var count: Int { state.withLock { $0.elements.count } }

  /// Whether a `push` would not wait. Holds until the next `push` when there is but one writer.
  var hasRoom: Bool {
    state.withLock { $0.isClosed || $0.elements.count < capacity }
  }

  /// Waits for room; after `close` the element is dropped.
  func push(_ element: Element) {
    free.wait()
    let accepted = state.withLock { state in
      if !state.isClosed { state.elements.append(element) }
      return !state.isClosed
    }
    if accepted { filled.signal() } else { free.signal() }
  }

  /// The next element; nil when the channel is closed and empty.
  func pop() -> Element? {
    filled.wait()
    let element = state.withLock { $0.elements.isEmpty ? nil : $0.elements.removeFirst() }
    if element == nil {
      filled.signal()  // the closing mark stays for the next reader
    } else {
      free.signal()
    }
    return element
  }

  /// No more elements: the reader gets what is queued, then nil. A waiting writer goes on.
  func close() {
    let closesNow = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard closesNow else { return }
    filled.signal()
    free.signal()
  }
}
