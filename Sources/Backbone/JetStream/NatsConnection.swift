internal import CNats
internal import Dispatch
internal import Foundation

/// A connection to a NATS cluster. It comes back by itself; calls fail at once while it is down.
///
/// Requests are answered on one inbox. libnats's own JetStream calls are not used: they block a thread each, and know
/// the servers' interface of 2022 only. That interface is plain request and reply in JSON (NATS documentation,
/// "JetStream wire API reference").
final class NatsConnection: @unchecked Sendable {
  // Unchecked: the pointer is set once, and libnats's connections may be used from any thread (documentation of
  // nats.c, "Threading").
  private let connection: OpaquePointer
  private let answers: NatsSubscription
  /// Where libnats is called: while it reconnects it holds its lock for seconds, and its callers with it. They must not
  /// be threads on which others look whether their lease is still valid.
  private let queue = DispatchQueue(label: "nats.send")
  private let inbox: String
  let router: ReplyRouter
  let timeout: Duration
  private let sweeper: Task<Void, Never>

  /// Connects. When no server answers it returns all the same and goes on trying: a worker may start before its
  /// backbone does.
  /// - Throws: `.refused` when a server refuses us, `.invalidSetting`.
  static func open(_ settings: NatsSettings) async throws(BackboneError) -> NatsConnection {
    try settings.check()
    let connection: NatsConnection
    do throws(BackboneError) {
      // The first attempt tells a refusal from a server that is not there.
      connection = try await connect(settings, goesOnTrying: false)
    } catch {
      guard error.isTransient else { throw error }
      connection = try await connect(settings, goesOnTrying: true)
    }
    return connection
  }

  private static func connect(
    _ settings: NatsSettings, goesOnTrying: Bool
  ) async throws(BackboneError) -> NatsConnection {
    let connected: Result<NatsConnection, BackboneError> = await withCheckedContinuation { continuation in
      // The call blocks while it tries each server.
      DispatchQueue.global().async {
        continuation.resume(
          returning: Result { () throws(BackboneError) in
            try NatsConnection(settings, goesOnTrying: goesOnTrying)
          })
      }
    }
    return try connected.get()
  }

  private init(_ settings: NatsSettings, goesOnTrying: Bool) throws(BackboneError) {
    let router = ReplyRouter()
    self.router = router
    timeout = settings.timeout
    // Kept for the callbacks until the connection and the subscription are finished with it.
    let context = Unmanaged.passRetained(router)
    var connection: OpaquePointer?
    let options = try NatsOptions(settings, goesOnTrying: goesOnTrying, context: context.toOpaque())
    let status = natsConnection_Connect(&connection, options.pointer)
    guard status == NATS_OK || status == NATS_NOT_YET_CONNECTED, let connection else {
      // The context stays retained: nothing says that no callback is under way.
      let servers = settings.servers.joined(separator: ",")
      // A server that takes the connection and ends it at once does not want us.
      if status == NATS_CONNECTION_CLOSED {
        throw .refused(
          "\(servers): \(nats_GetLastError(nil).map { String(cString: $0) } ?? "the connection was ended")")
      }
      throw BackboneError(status, servers)
    }
    if status == NATS_OK { router.connectionIsUp() }
    let inbox = "_INBOX.liveshelf-\(UUID().uuidString)"
    do throws(BackboneError) {
      answers = try NatsSubscription("\(inbox).>", on: connection) { message in
        // _INBOX.liveshelf-UUID.ID
        guard let id = message.subject.split(separator: ".").last.flatMap({ UInt64($0) }) else { return }
        router.deliver(message, to: id)
      }
    } catch {
      natsConnection_Close(connection)
      natsConnection_Destroy(connection)
      throw error
    }
    self.connection = connection
    self.inbox = inbox
    sweeper = Task { [weak router] in
      while let router {
        router.expire(at: .now)
        // Cancelled when the connection is closed: then nothing waits.
        do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
      }
    }
  }

  deinit {
    sweeper.cancel()
    let connection = SendablePointer(connection)
    DispatchQueue.global().async {
      natsConnection_Close(connection.value)
      natsConnection_Destroy(connection.value)
    }
  }

  func close() async {
    router.connectionIsDown(forGood: true)
    sweeper.cancel()
    await withCheckedContinuation { continuation in
      queue.async {
        natsConnection_Close(self.connection)
        continuation.resume()
      }
    }
  }

  /// The address to which answers for a route go.
  func replyAddress(_ id: UInt64) -> String { "\(inbox).\(id)" }

  /// An address that nobody has.
  func newAddress() -> String { "_INBOX.liveshelf-\(UUID().uuidString)" }

  /// Receives what comes to an address, such as the messages of a pull consumer, which keep the subject under which
  /// they are stored.
  func subscribe(
    to address: String, receive: @escaping @Sendable (NatsMessage) -> Void
  ) async throws(BackboneError) -> NatsSubscription {
    try await onQueue { () throws(BackboneError) in
      try NatsSubscription(address, on: self.connection, receive: receive)
    }
  }

  func publish(_ message: Outgoing) async throws(BackboneError) {
    try await onQueue { () throws(BackboneError) in try self.send(message) }
  }

  /// Sends and waits for the one answer, at most so long; nil: as long as the settings say.
  func request(
    _ subject: String, headers: [Header] = [], body: Data = Data(), within limit: Duration? = nil
  ) async throws(BackboneError) -> NatsMessage {
    let deadline = ContinuousClock.now + min(limit ?? timeout, timeout)
    let answer: ReplyRouter.Answer = await withCheckedContinuation { continuation in
      let id = router.register(continuation, deadline: deadline)
      let message = Outgoing(subject: subject, reply: replyAddress(id), headers: headers, body: body)
      queue.async { self.sendRequest(message, id) }
    }
    let message = try answer.get()
    if message.status == 503 { throw .unavailable("nobody serves \(subject): JetStream is off or has no leader yet") }
    return message
  }

  /// Sends many requests at once and waits for all answers, which are in the order of the requests.
  func requests(_ messages: [Outgoing]) async -> [ReplyRouter.Answer] {
    guard !messages.isEmpty else { return [] }
    let deadline = ContinuousClock.now + timeout
    let collector = AnswerCollector(count: messages.count)
    let ids = messages.indices.map { router.register(part: $0, of: collector, deadline: deadline) }
    queue.async {
      for (var message, id) in zip(messages, ids) {
        message.reply = self.replyAddress(id)
        self.sendRequest(message, id)
      }
    }
    return await collector.all()
  }

  // MARK: On the queue

  private func sendRequest(_ message: Outgoing, _ id: UInt64) {
    // Nobody waits any more for what was kept up here too long.
    guard router.isWaiting(id) else { return }
    do throws(BackboneError) {
      try send(message)
    } catch {
      router.fail(id, with: error)
    }
  }

  private func send(_ message: Outgoing) throws(BackboneError) {
    guard router.isConnected else {
      throw router.isClosed ? .closed : .unavailable("no server is connected")
    }
    let made = try OutgoingMessage(message)
    let status = natsConnection_PublishMsg(connection, made.pointer)
    if status == NATS_MAX_PAYLOAD {
      throw .tooLarge(bytes: message.body.count, limit: Int(natsConnection_GetMaxPayload(connection)))
    }
    guard status == NATS_OK else { throw BackboneError(status, "sending to \(message.subject)") }
  }

  private func onQueue<Value: Sendable>(
    _ body: @escaping @Sendable () throws(BackboneError) -> Value
  ) async throws(BackboneError) -> Value {
    let result: Result<Value, BackboneError> = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: Result { () throws(BackboneError) in try body() }) }
    }
    return try result.get()
  }
}
