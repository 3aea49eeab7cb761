internal import CKafka
internal import Dispatch
public import Foundation
internal import Synchronization

/// A message that came from a topic.
public struct KafkaMessage: Hashable, Sendable {
  public let topic: String
  public let partition: Int32
  public let offset: Int64
  public let key: Data
  public let value: Data

  /// Names the message among all of the cluster, for receivers that drop repeats.
  public var id: String { "kafka/\(topic)/\(partition)/\(offset)" }

  public init(topic: String, partition: Int32, offset: Int64, key: Data, value: Data) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.key = key
    self.value = value
  }
}

/// A member of a consumer group, which commits nothing by itself. Its calls block, and run one at a time on a queue of
/// their own.
final class KafkaConsumer: Sendable {
  private let client: KafkaClient
  private let topic: String
  private let queue = DispatchQueue(label: "kafka.consumer")
  private let isClosed = Mutex(false)

  init(_ settings: KafkaSettings, topic: String, group: String) throws(KafkaError) {
    try settings.check()
    self.topic = topic
    let properties =
      settings.properties + [
        ("group.id", group), ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
        ("auto.offset.reset", "earliest"), ("isolation.level", "read_committed"), ("enable.partition.eof", "false"),
        ("queued.max.messages.kbytes", "16384"), ("partition.assignment.strategy", "cooperative-sticky"),
        // The shortest that brokers take by default: another member soon goes on with a dead one's partitions.
        ("session.timeout.ms", "6000"), ("heartbeat.interval.ms", "2000"),
      ]
    client = try KafkaClient(RD_KAFKA_CONSUMER, properties, reports: nil)
    rd_kafka_poll_set_consumer(client.pointer)
    let topics = rd_kafka_topic_partition_list_new(1)
    defer { rd_kafka_topic_partition_list_destroy(topics) }
    rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA)
    let code = rd_kafka_subscribe(client.pointer, topics)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, topic) }
  }

  /// Messages as they are there: waits at most so long for the first, then takes what is at hand, at most `limit`.
  func poll(limit: Int, wait: Duration) async throws(KafkaError) -> [KafkaMessage] {
    let milliseconds = Int32(
      clamping: wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000)
    return try await onQueue { client throws(KafkaError) in
      var messages: [KafkaMessage] = []
      while messages.count < limit {
        guard let polled = rd_kafka_consumer_poll(client, messages.isEmpty ? milliseconds : 0) else { break }
        defer { rd_kafka_message_destroy(polled) }
        let message = polled.pointee
        guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
          // What came before the error is handed out first; the error, if it lasts, comes again.
          if messages.isEmpty { throw KafkaError(message.err, "reading") }
          break
        }
        messages.append(
          KafkaMessage(
            topic: message.rkt.flatMap { rd_kafka_topic_name($0) }.map { String(cString: $0) } ?? "",
            partition: message.partition, offset: message.offset,
            key: message.key.map { Data(bytes: $0, count: message.key_len) } ?? Data(),
            value: message.payload.map { Data(bytes: $0, count: message.len) } ?? Data()))
      }
      return messages
    }
  }

  /// Says that everything before these offsets, by partition, is done with; returns when the brokers have noted it.
  func commit(_ offsets: [Int32: Int64]) async throws(KafkaError) {
    try await onQueue { [topic] client throws(KafkaError) in
      let list = rd_kafka_topic_partition_list_new(Int32(clamping: offsets.count))
      defer { rd_kafka_topic_partition_list_destroy(list) }
      for (partition, offset) in offsets {
        rd_kafka_topic_partition_list_add(list, topic, partition)
        rd_kafka_topic_partition_list_set_offset(list, topic, partition, offset)
      }
      let code = rd_kafka_commit(client, list, 0)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, "committing offsets") }
    }
  }

  /// Lets the partitions rest or go on: `poll` keeps the member in its group and gives nothing of those that rest.
  func rest(_ rests: Bool) async throws(KafkaError) {
    try await onQueue { client throws(KafkaError) in
      var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
      var code = rd_kafka_assignment(client, &assigned)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let assigned else { throw KafkaError(code, "partitions") }
      defer { rd_kafka_topic_partition_list_destroy(assigned) }
      code = rests ? rd_kafka_pause_partitions(client, assigned) : rd_kafka_resume_partitions(client, assigned)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, "partitions") }
    }
  }

  /// Leaves the group.
  func close() async {
    isClosed.withLock { $0 = true }
    await withCheckedContinuation { continuation in
      queue.async {
        rd_kafka_consumer_close(self.client.pointer)
        continuation.resume()
      }
    }
  }

  private func onQueue<Value: Sendable>(
    _ body: @escaping @Sendable (OpaquePointer) throws(KafkaError) -> Value
  ) async throws(KafkaError) -> Value {
    let result: Result<Value, KafkaError> = await withCheckedContinuation { continuation in
      queue.async {
        guard !self.isClosed.withLock({ $0 }) else { return continuation.resume(returning: .failure(.closed)) }
        continuation.resume(returning: Result { () throws(KafkaError) in try body(self.client.pointer) })
      }
    }
    return try result.get()
  }
}
