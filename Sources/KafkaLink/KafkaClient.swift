internal import CKafka

/// A client of librdkafka, destroyed with its owner.
struct KafkaClient: ~Copyable, @unchecked Sendable {
  // Unchecked: librdkafka's clients may be used from any thread (INTRODUCTION.md, "Threads and callbacks").
  let pointer: OpaquePointer

  /// - Parameter opaque: handed to the callbacks; must outlive the client.
  init(
    _ type: rd_kafka_type_t, _ properties: [(name: String, value: String)],
    reports: (@convention(c) (OpaquePointer?, UnsafePointer<rd_kafka_message_t>?, UnsafeMutableRawPointer?) -> Void)?
  ) throws(KafkaError) {
    guard let configuration = rd_kafka_conf_new() else { throw .refused("no memory for a Kafka client") }
    var text = [CChar](repeating: 0, count: 512)
    for property in properties {
      let result = rd_kafka_conf_set(configuration, property.name, property.value, &text, text.count)
      guard result == RD_KAFKA_CONF_OK else {
        rd_kafka_conf_destroy(configuration)
        throw .invalidSetting(name: property.name, reason: Self.string(text))
      }
    }
    if let reports { rd_kafka_conf_set_dr_msg_cb(configuration, reports) }
    guard let client = rd_kafka_new(type, configuration, &text, text.count) else {
      rd_kafka_conf_destroy(configuration)
      throw .refused(Self.string(text))
    }
    pointer = client
  }

  deinit { rd_kafka_destroy(pointer) }

  private static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
