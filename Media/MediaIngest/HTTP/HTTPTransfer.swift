import AsyncHTTPClient
import Dispatch
import NIOCore
import NIOHTTP1
import Synchronization

/// Hands an answer from the client's event loop to the thread that reads, with a bounded amount in between.
///
/// Readers block their threads, which may all be the cooperative ones: what comes must not need any of those.
final class HTTPTransfer: HTTPClientResponseDelegate {
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
    var sender: EventLoopPromise<Void>?
  }

  private static let mostWaiting = 4 << 20
  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)

  // MARK: - The client's side

  func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    state.withLock { $0.head = Head(status: Int(head.status.code), headers: head.headers) }
    changed.signal()
    return task.eventLoop.makeSucceededVoidFuture()
  }

  /// Adds a piece of the body; the client waits while much of it has not been read.
  func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ chunk: ByteBuffer) -> EventLoopFuture<Void> {
    let isRead = state.withLock { state -> EventLoopFuture<Void>? in
      guard !state.isClosed, chunk.readableBytes > 0 else { return nil }
      state.chunks.append(chunk)
      state.waitingBytes += chunk.readableBytes
      guard state.waitingBytes > Self.mostWaiting else { return nil }
      let promise = state.sender ?? task.eventLoop.makePromise()
      state.sender = promise
      return promise.futureResult
    }
    changed.signal()
    return isRead ?? task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
    finish(error)
  }

  func didFinishRequest(task: HTTPClient.Task<Void>) {
    finish(nil)
  }

  private func finish(_ failure: (any Error)?) {
    state.withLock { state in
      guard !state.isOver else { return }
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
      sender?.succeed()
      if let piece { return piece }
      if readGuard.poll() { return nil }
      _ = changed.wait(timeout: .now() + .milliseconds(20))
    }
  }

  private func take() -> (Piece?, EventLoopPromise<Void>?) {
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
    sender?.succeed()
  }
}
