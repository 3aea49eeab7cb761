internal import CKafka

/// Why Kafka could not be read or written. `unavailable` is recoverable by trying again; the others need a person.
public enum KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No broker, no leader, or no answer in time. Whether a message was stored is unknown: send it again.
  case unavailable(String)
  /// The brokers refuse: authentication, permission, unknown topic, a message that is too large.
  case refused(String)
  /// A setting is wrong.
  case invalidSetting(name: String, reason: String)
  /// The client was closed.
  case closed

  public var description: String {
    switch self {
    case .unavailable(let reason): "Kafka cannot be reached: \(reason)"
    case .refused(let reason): "Kafka refused: \(reason)"
    case .invalidSetting(let name, let reason): "\(name): \(reason)"
    case .closed: "the Kafka client is closed"
    }
  }

  init(_ code: rd_kafka_resp_err_t, _ what: String) {
    let text = "\(what): \(String(cString: rd_kafka_err2str(code)))"
    switch code {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
      RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
      RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR__INVALID_ARG:
      self = .refused(text)
    case RD_KAFKA_RESP_ERR__DESTROY: self = .closed
    default: self = .unavailable(text)
    }
  }
}
