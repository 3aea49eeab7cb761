import CKafka
import Foundation
import Testing

/// librdkafka's cluster of mock brokers: real sockets and protocol, in this process.
final class MockCluster: @unchecked Sendable {
  // Unchecked: the pointers are set once, and the mock cluster's functions may be called from any thread.
  private let client: OpaquePointer
  private let cluster: OpaquePointer
  let brokers: String

  init(brokers count: Int32 = 3) throws {
    var text = [CChar](repeating: 0, count: 256)
    let configuration = rd_kafka_conf_new()
    client = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &text, text.count))
    cluster = try #require(rd_kafka_mock_cluster_new(client, count))
    brokers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
  }

  deinit {
    rd_kafka_mock_cluster_destroy(cluster)
    rd_kafka_destroy(client)
  }

  func create(_ topic: String, partitions: Int32 = 3) throws {
    try #require(rd_kafka_mock_topic_create(cluster, topic, partitions, 3) == RD_KAFKA_RESP_ERR_NO_ERROR)
  }

  func takeDown(_ broker: Int32) { rd_kafka_mock_broker_set_down(cluster, broker) }
  func bringUp(_ broker: Int32) { rd_kafka_mock_broker_set_up(cluster, broker) }

  /// The next requests to produce are refused, so many times, as while a leader is elected.
  func refuseProduce(_ times: Int) {
    let errors = [rd_kafka_resp_err_t](repeating: RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, count: times)
    errors.withUnsafeBufferPointer { rd_kafka_mock_push_request_errors_array(cluster, 0, $0.count, $0.baseAddress) }
  }

  /// All messages of a topic, read by a client that is not ours: key, value, header `content-type`.
  func messages(of topic: String, count: Int, partitions: Int32 = 3) throws -> [Read] {
    var text = [CChar](repeating: 0, count: 256)
    let configuration = rd_kafka_conf_new()
    for (name, value) in [
      ("bootstrap.servers", brokers), ("group.id", "reader-\(UUID().uuidString)"), ("auto.offset.reset", "earliest"),
    ] {
      try #require(rd_kafka_conf_set(configuration, name, value, &text, text.count) == RD_KAFKA_CONF_OK)
    }
    let reader = try #require(rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &text, text.count))
    defer { rd_kafka_destroy(reader) }
    let list = rd_kafka_topic_partition_list_new(partitions)
    defer { rd_kafka_topic_partition_list_destroy(list) }
    for partition in 0..<partitions {
      rd_kafka_topic_partition_list_add(list, topic, partition).pointee.offset = Int64(RD_KAFKA_OFFSET_BEGINNING)
    }
    rd_kafka_assign(reader, list)
    rd_kafka_poll_set_consumer(reader)
    var read: [Read] = []
    let deadline = ContinuousClock.now + .seconds(30)
    while read.count < count, ContinuousClock.now < deadline {
      guard let message = rd_kafka_consumer_poll(reader, 200) else { continue }
      defer { rd_kafka_message_destroy(message) }
      guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
      read.append(Read(message.pointee, header: header("content-type", of: message)))
    }
    rd_kafka_consumer_close(reader)
    return read
  }

  private func header(_ name: String, of message: UnsafePointer<rd_kafka_message_t>) -> String? {
    var headers: OpaquePointer?
    guard rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
    var value: UnsafeRawPointer?
    var size = 0
    guard rd_kafka_header_get_last(headers, name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let value else {
      return nil
    }
    return String(decoding: UnsafeRawBufferPointer(start: value, count: size), as: UTF8.self)
  }

  /// Writes a message with a client that is not ours.
  func write(_ value: String, key: String?, to topic: String) throws {
    var text = [CChar](repeating: 0, count: 256)
    let configuration = rd_kafka_conf_new()
    try #require(
      rd_kafka_conf_set(configuration, "bootstrap.servers", brokers, &text, text.count) == RD_KAFKA_CONF_OK)
    let writer = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &text, text.count))
    defer { rd_kafka_destroy(writer) }
    let code = liveshelf_kafka_produce(
      writer, topic, key, key?.utf8.count ?? 0, value, value.utf8.count, "source", "test", nil)
    try #require(code == RD_KAFKA_RESP_ERR_NO_ERROR)
    try #require(rd_kafka_flush(writer, 20_000) == RD_KAFKA_RESP_ERR_NO_ERROR)
  }

  struct Read {
    let partition: Int32
    let key: String
    let value: String
    let contentType: String?

    init(_ message: rd_kafka_message_t, header: String?) {
      partition = message.partition
      key = String(decoding: UnsafeRawBufferPointer(start: message.key, count: message.key_len), as: UTF8.self)
      value = String(decoding: UnsafeRawBufferPointer(start: message.payload, count: message.len), as: UTF8.self)
      contentType = header
    }
  }
}
