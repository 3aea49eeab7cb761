/// `$JS.ACK.STREAM.CONSUMER.ATTEMPT.SEQUENCE.CONSUMER-SEQUENCE.…`, or with domain and account: `$JS.ACK.DOMAIN.ACCOUNT.STREAM.CONSUMER.…`.
struct AcknowledgeAddress {
  let consumer: String
  let attempt: Int
  let sequence: UInt64
  /// How many messages the consumer has handed out, this one included.
  let consumerSequence: UInt64

  init?(_ address: String) {
    let tokens = address.split(separator: ".")
    let start = tokens.count == 9 ? 4 : tokens.count >= 11 ? 6 : nil
    guard let start, let attempt = Int(tokens[start]), let sequence = UInt64(tokens[start + 1]),
      let consumerSequence = UInt64(tokens[start + 2])
    else { return nil }
    consumer = String(tokens[start - 1])
    self.attempt = attempt
    self.sequence = sequence
    self.consumerSequence = consumerSequence
  }
}
