internal import Foundation
internal import Synchronization

/// Asks a pull consumer for messages, as many as its reader wants, and keeps one request open at the servers so that
/// what is new comes at once. For one reader at a time.
final class PullReader: Sendable {
  private struct State {
    var consumer: String?
    /// The number of the open request, and how many records it may still bring.
    var request: UInt64 = 0
    var wanted = 0
    var openUntil: ContinuousClock.Instant?
    var interruptions: UInt64 = 0
    var buffer: [NatsMessage] = []
  }

  private let connection: NatsConnection
  private let stream: String
  private let expires: Duration
  /// Makes the consumer if it is not there, and names it.
  private let makeConsumer: @Sendable () async throws(BackboneError) -> String
  private let mailbox: Mailbox
  private let route: UInt64
  private let subscription: NatsSubscription
  private let address: String
  private let state = Mutex(State())

  init(
    connection: NatsConnection, stream: String, expires: Duration,
    makeConsumer: @escaping @Sendable () async throws(BackboneError) -> String
  ) async throws(BackboneError) {
    self.connection = connection
    self.stream = stream
    self.expires = expires
    self.makeConsumer = makeConsumer
    let mailbox = Mailbox()
    self.mailbox = mailbox
    address = connection.newAddress()
    subscription = try await connection.subscribe(to: address + ".*") { mailbox.deliver($0) }
    // Registered only to hear of breaks of the connection.
    route = connection.router.register(mailbox)
  }

  deinit { connection.router.unregister(route) }

  /// Makes the consumer now, so that its place is fixed.
  func start() async throws(BackboneError) {
    let name = try await makeConsumer()
    state.withLock { $0.consumer = name }
  }

  /// Makes the consumer anew before the next request.
  func restart() {
    state.withLock { state in
      state.consumer = nil
      state.openUntil = nil
      // What an earlier request still brings is not wanted any more.
      state.request += 1
      state.buffer = []
    }
  }

  /// Waits at most so long for the first message.
  func fetch(limit: Int, wait: Duration) async throws(BackboneError) -> [NatsMessage] {
    let deadline = ContinuousClock.now + wait
    while true {
      let version = mailbox.signal.version
      let failure = sort(mailbox.take())
      let found = state.withLock { state in
        let found = Array(state.buffer.prefix(limit))
        state.buffer.removeFirst(found.count)
        return found
      }
      if !found.isEmpty { return found }
      if let failure { throw failure }
      let openUntil = try await keepRequestOpen(for: limit)
      guard deadline > .now, !Task.isCancelled else { return [] }
      await mailbox.signal.wait(after: version, atMost: min(deadline, openUntil) - .now)
    }
  }

  /// Puts records aside and takes note of what the servers say of the open request.
  private func sort(_ messages: [NatsMessage]) -> BackboneError? {
    var failure: BackboneError?
    for message in messages {
      state.withLock { state in
        guard let status = message.status else {
          state.buffer.append(message)
          state.wanted -= 1
          if state.wanted <= 0 { state.openUntil = nil }
          return
        }
        // Words without a record come to the request's own address.
        guard status != 100, message.subject.hasSuffix(".\(state.request)") else { return }
        state.openUntil = nil
        if status == 503 || status == 409 {
          // Nobody answers, or the consumer has gone: look whether it is there before the next request.
          state.consumer = nil
        }
        if status == 503 { failure = .unavailable("nobody serves a consumer of \(stream)") }
      }
    }
    return failure
  }

  private func keepRequestOpen(for limit: Int) async throws(BackboneError) -> ContinuousClock.Instant {
    let interruptions = mailbox.interruptions
    let now = ContinuousClock.now
    let (openUntil, known): (ContinuousClock.Instant?, String?) = state.withLock { state in
      if state.interruptions != interruptions {
        state.interruptions = interruptions
        state.openUntil = nil
      }
      if let openUntil = state.openUntil, openUntil <= now {
        // No word within its time: the consumer may have gone with its server.
        state.openUntil = nil
        state.consumer = nil
      }
      return (state.openUntil, state.consumer)
    }
    if let openUntil { return openUntil }
    let consumer: String
    if let known {
      consumer = known
    } else {
      consumer = try await makeConsumer()
      state.withLock { $0.consumer = consumer }
    }
    let batch = min(max(limit, 1), 512)
    let until = ContinuousClock.now + expires + .milliseconds(500)
    let request = state.withLock { state in
      state.request += 1
      state.wanted = batch
      state.openUntil = until
      return state.request
    }
    do throws(BackboneError) {
      try await connection.publish(
        Outgoing(
          subject: "$JS.API.CONSUMER.MSG.NEXT.\(stream).\(consumer)", reply: "\(address).\(request)",
          body: try JetStreamAPI.encode(JetStreamAPI.NextRequest(batch: batch, expires: expires.nanoseconds))))
    } catch {
      state.withLock { $0.openUntil = nil }
      throw error
    }
    return until
  }
}
