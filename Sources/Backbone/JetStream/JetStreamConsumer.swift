internal import Foundation

/// A durable pull consumer.
final class JetStreamConsumer: BackboneConsumer {
  private let connection: NatsConnection
  private let reader: PullReader
  private let subject: Subject

  init(connection: NatsConnection, reader: PullReader, subject: Subject) {
    self.connection = connection
    self.reader = reader
    self.subject = subject
  }

  func fetch(limit: Int, wait: Duration) async throws(BackboneError) -> [HandedOut] {
    let messages = try await reader.fetch(limit: limit, wait: wait)
    return try messages.map { message throws(BackboneError) in
      guard let reply = message.reply, let place = AcknowledgeAddress(reply) else {
        throw .damaged("a record of \(subject) came without an address for its acknowledgement")
      }
      let record = StoredRecord(
        sequence: place.sequence, headers: message.headers, body: message.body, subject: subject)
      return HandedOut(record: record, attempt: place.attempt, receipt: reply)
    }
  }

  func acknowledge(_ records: [HandedOut]) async throws(BackboneError) {
    // Asking for an answer makes sure that the servers have it (ADR-15, "double acknowledgement").
    let words = records.map { Outgoing(subject: $0.receipt, body: Data("+ACK".utf8)) }
    for answer in await connection.requests(words) { _ = try answer.get() }
  }

  func putBack(_ record: HandedOut, after delay: Duration) async throws(BackboneError) {
    let word = "-NAK {\"delay\": \(max(delay, .zero).nanoseconds)}"
    try await connection.publish(Outgoing(subject: record.receipt, body: Data(word.utf8)))
  }

  func extend(_ record: HandedOut) async throws(BackboneError) {
    try await connection.publish(Outgoing(subject: record.receipt, body: Data("+WPI".utf8)))
  }
}

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

extension JetStreamBackbone {
  public func consumer(
    of subject: Subject, named name: String, settings: ConsumerSettings
  ) async throws(BackboneError) -> any BackboneConsumer {
    try await prepare()
    // One name a subject: consumers are called after both, and their names have no dots.
    let name = "\(subject.name)--\(try BackboneName.checked(name))".replacing(".", with: "=")
    let stream = names.stream(subject.family)
    var configuration = JetStreamAPI.ConsumerConfiguration(
      name: name, durableName: name, filterSubject: names.subject(subject),
      ackWait: settings.acknowledgeWithin.nanoseconds,
      maxAckPending: min(max(settings.maximumOutstanding, 1), 65_535))
    if let start = settings.startAfter {
      configuration.deliverPolicy = "by_start_sequence"
      configuration.optStartSeq = start == .max ? start : start + 1
      try await delete(name, of: stream)
    }
    let wanted = configuration
    let connection = connection
    let reader = try await PullReader(connection: connection, stream: stream, expires: .seconds(2)) {
      () throws(BackboneError) in
      do throws(BackboneError) {
        _ = try await connection.api(
          "CONSUMER.CREATE.\(stream).\(name).\(wanted.filterSubject)",
          JetStreamAPI.ConsumerRequest(streamName: stream, config: wanted), as: JetStreamAPI.Nothing.self)
      } catch {
        if error.isTransient { throw error }
        // It is there with settings that cannot be changed, such as where it began: it goes on.
        _ = try await connection.api(
          "CONSUMER.INFO.\(stream).\(name)", JetStreamAPI.Nothing(), as: JetStreamAPI.Nothing.self)
      }
      return name
    }
    try await reader.start()
    return JetStreamConsumer(connection: connection, reader: reader, subject: subject)
  }

  private func delete(_ consumer: String, of stream: String) async throws(BackboneError) {
    let answer = try await connection.request("$JS.API.CONSUMER.DELETE.\(stream).\(consumer)")
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let failure = try decoder.decode(JetStreamAPI.Answer<JetStreamAPI.Nothing>.self, from: answer.body).failure
      if let failure, failure.errCode != JetStreamCode.consumerNotFound { throw BackboneError(failure) }
    } catch let error as BackboneError {
      throw error
    } catch {
      throw .damaged("an answer of JetStream: \(error)")
    }
  }
}
