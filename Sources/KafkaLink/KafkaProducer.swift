internal import CKafka
internal import Concurrency
internal import Synchronization

/// Writes messages, each exactly once per session and in order per key (`enable.idempotence`, `acks=all`).
final class KafkaProducer: Sendable {
  /// The outcome of messages that were sent together.
  private final class Reports: Sendable {
    private struct State {
      var missing: Int
      var failure: KafkaError?
      var continuation: CheckedContinuation<KafkaError?, Never>?
    }

    private let state: Mutex<State>

    init(count: Int) {
      state = Mutex(State(missing: count))
    }

    func note(_ failure: KafkaError?) {
      let finished: (CheckedContinuation<KafkaError?, Never>, KafkaError?)? = state.withLock { state in
        state.missing -= 1
        state.failure = state.failure ?? failure
        guard state.missing == 0, let continuation = state.continuation else { return nil }
        state.continuation = nil
        return (continuation, state.failure)
      }
      if let (continuation, failure) = finished { continuation.resume(returning: failure) }
    }

    func all() async -> KafkaError? {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard state.missing > 0 else { return true }
          state.continuation = continuation
          return false
        }
        if isDone { continuation.resume(returning: state.withLock { $0.failure }) }
      }
    }
  }

  private let client: KafkaClient
  private let topic: String
  private let isClosed = Mutex(false)
  private let polling = OneShot<Void>()

  init(_ settings: KafkaSettings, topic: String) throws(KafkaError) {
    try settings.check()
    self.topic = topic
    let properties =
      settings.properties + [
        ("enable.idempotence", "true"), ("acks", "all"), ("linger.ms", "5"),
        ("delivery.timeout.ms", String(settings.timeout.components.seconds * 1000)),
        // The partition that Java's clients choose for the same key.
        ("partitioner", "murmur2_random"), ("compression.type", "lz4"),
      ]
    client = try KafkaClient(RD_KAFKA_PRODUCER, properties) { _, message, _ in
      guard let message, let opaque = message.pointee._private else { return }
      let code = message.pointee.err
      Unmanaged<Reports>.fromOpaque(opaque).takeRetainedValue().note(
        code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code, "a message"))
    }
    // Reports come only while somebody polls.
    WorkerThread("kafka reports") { [self] in
      while !isClosed.withLock({ $0 }) { rd_kafka_poll(client.pointer, 100) }
      rd_kafka_purge(client.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
      rd_kafka_flush(client.pointer, 5000)
      polling.settle(())
    }
  }

  /// Whether the client can do no more: a sequence was lost, and another client must be made.
  var isBroken: Bool {
    var text = [CChar](repeating: 0, count: 256)
    return rd_kafka_fatal_error(client.pointer, &text, text.count) != RD_KAFKA_RESP_ERR_NO_ERROR
  }

  /// Returns when the brokers have stored all bodies.
  func send(_ bodies: [String], key: String, header: (name: String, value: String)) async throws(KafkaError) {
    guard !isClosed.withLock({ $0 }) else { throw .closed }
    guard !bodies.isEmpty else { return }
    let reports = Reports(count: bodies.count)
    for body in bodies {
      let opaque = Unmanaged.passRetained(reports)
      let code = liveshelf_kafka_produce(
        client.pointer, topic, key, key.utf8.count, body, body.utf8.count, header.name, header.value, opaque.toOpaque())
      if code != RD_KAFKA_RESP_ERR_NO_ERROR {
        opaque.release()
        reports.note(KafkaError(code, topic))
      }
    }
    if let failure = await reports.all() { throw failure }
  }

  /// Fails what is under way, and ends the polling thread, which keeps this object alive.
  func close() async {
    let wasClosed = isClosed.withLock { isClosed in
      defer { isClosed = true }
      return isClosed
    }
    guard !wasClosed else { return }
    await polling.value()
  }
}
