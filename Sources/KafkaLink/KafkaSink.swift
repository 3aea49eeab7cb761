public import Delivery
internal import LiveshelfCore
internal import Synchronization

/// Signals as messages of a topic, keyed by room, each a CloudEvent in structured mode (CloudEvents Kafka protocol
/// binding 1.0.2, §3.3): the body is the event's JSON, and the header says so.
public final class KafkaSink: Sink {
  public let name: String
  public let batchSize = 500
  public let retry: RetrySchedule
  private let settings: KafkaSettings
  private let topic: String

  private enum Connection {
    case none
    case open(KafkaProducer)
    case closed
  }

  private let connection = Mutex(Connection.none)

  /// - Parameter name: the name under which outboxes remember how far the sink is.
  /// - Throws: `.invalidSetting`.
  public init(
    name: String, _ settings: KafkaSettings, topic: String, retry: RetrySchedule = .local
  ) throws(KafkaError) {
    try settings.check()
    self.name = name
    self.settings = settings
    self.topic = try KafkaTopic.checked(topic)
    self.retry = retry
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    guard let room = entries.first?.room else { return }
    do throws(KafkaError) {
      let producer = try await producer()
      try await producer.send(
        entries.map(\.body), key: room.text,
        header: ("content-type", "application/cloudevents+json; charset=UTF-8"))
    } catch {
      throw .unreachable(target: "kafka topic \(topic)", reason: error.description)
    }
  }

  public func close() async {
    let open = connection.withLock { connection -> KafkaProducer? in
      defer { connection = .closed }
      if case .open(let producer) = connection { return producer }
      return nil
    }
    await open?.close()
  }

  /// The producer; a new one when there is none or it is broken.
  private func producer() async throws(KafkaError) -> KafkaProducer {
    let (producer, broken) = try connection.withLock { connection throws(KafkaError) in
      switch connection {
      case .closed: throw .closed
      case .open(let producer) where !producer.isBroken: return (producer, KafkaProducer?.none)
      case .open(let broken):
        let producer = try KafkaProducer(settings, topic: topic)
        connection = .open(producer)
        return (producer, broken)
      case .none:
        let producer = try KafkaProducer(settings, topic: topic)
        connection = .open(producer)
        return (producer, nil)
      }
    }
    await broken?.close()
    return producer
  }
}

/// Names of topics.
enum KafkaTopic {
  static func checked(_ name: String) throws(KafkaError) -> String {
    let isFine =
      (1...249).contains(name.utf8.count) && name != "." && name != ".."
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-".unicodeScalars.contains(scalar))
      }
    guard isFine else {
      throw .invalidSetting(
        name: "topic", reason: "'\(name.prefix(80))' is no topic: use letters, digits, '.', '_', '-'")
    }
    return name
  }
}
