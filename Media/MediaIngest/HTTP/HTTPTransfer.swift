import Dispatch
import NIOCore
import NIOHTTP1
import Synchronization

/// Hands an answer from the client's task to the thread that reads, with a bounded amount in between.
final class HTTPTransfer: Sendable {
  /// The answer's beginning.
  struct Head: Sendable {
    var status: Int
    var headers: HTTPHeaders
  }

  private struct State {
    var head: Head?
    var chunks: [ByteBuffer] = []
    var waitingBytes = 0
    var failure: (any Error)?
    var isOver = false
    /// The reader wants no more.
    var isClosed = false
    var sender: CheckedContinuation<Void, Never>?
  }

  private static let mostWaiting = 4 << 20
  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)

  // MARK: - The client's side

  func begin(_ head: Head) {
    state.withLock { $0.head = head }
    changed.signal()
  }

  /// Adds a piece of the body, and waits while much of it has not been read. False when nobody reads any more.
  func deliver(_ chunk: ByteBuffer) async -> Bool {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let waits = state.withLock { state in
        guard !state.isClosed, chunk.readableBytes > 0 else { return false }
        state.chunks.append(chunk)
        state.waitingBytes += chunk.readableBytes
        guard state.waitingBytes > Self.mostWaiting else { return false }
        state.sender = continuation
        return true
      }
      changed.signal()
      if !waits { continuation.resume() }
    }
    return state.withLock { !$0.isClosed }
  }

  func finish(_ failure: (any Error)?) {
    state.withLock { state in
      state.failure = failure
      state.isOver = true
    }
    changed.signal()
  }

  // MARK: - The reader's side

  enum Piece {
    case head(Head)
    case body(ByteBuffer)
    case end((any Error)?)
  }

  /// The next piece; nil when the wait was given up.
  func next(_ readGuard: ReadGuard) -> Piece? {
    while true {
      let (piece, sender) = take()
      sender?.resume()
      if let piece { return piece }
      if readGuard.poll() { return nil }
      _ = changed.wait(timeout: .now() + .milliseconds(20))
    }
  }

  private func take() -> (Piece?, CheckedContinuation<Void, Never>?) {
    state.withLock { state in
      if let head = state.head {
        state.head = nil
        return (.head(head), nil)
      }
      guard !state.chunks.isEmpty else { return (state.isOver ? .end(state.failure) : nil, nil) }
      let chunk = state.chunks.removeFirst()
      state.waitingBytes -= chunk.readableBytes
      guard state.waitingBytes <= Self.mostWaiting / 2 else { return (.body(chunk), nil) }
      defer { state.sender = nil }
      return (.body(chunk), state.sender)
    }
  }

  /// Wants no more.
  func close() {
    let sender = state.withLock { state in
      state.isClosed = true
      state.chunks = []
      defer { state.sender = nil }
      return state.sender
    }
    sender?.resume()
  }
}
