internal import Foundation
internal import Synchronization

extension JetStreamBackbone {
  /// How many records of one call are under way at once.
  private static let window = 1024

  public func append(_ records: [NewRecord], to subject: Subject) async throws(BackboneError) -> [Receipt] {
    guard subject.family != .log else { throw .unconditionalWrite(to: subject) }
    try await prepare()
    var receipts: [Receipt] = []
    receipts.reserveCapacity(records.count)
    let address = names.subject(subject)
    for start in stride(from: 0, to: records.count, by: Self.window) {
      let messages = try records[start..<min(start + Self.window, records.count)].map { record throws(BackboneError) in
        Outgoing(subject: address, headers: try headers(of: record, for: subject), body: record.body)
      }
      for answer in await connection.requests(messages) {
        receipts.append(try Receipt(answer.get()))
      }
    }
    return receipts
  }

  public func append(
    _ record: NewRecord, to subject: Subject, if condition: AppendCondition
  ) async throws(BackboneError) -> Receipt {
    try await prepare()
    let earlier = try await checkToken(condition, of: subject)
    if let earlier, earlier.id == record.id { return Receipt(sequence: earlier.sequence, isRepeated: true) }
    if let earlier { throw error(for: condition, after: earlier) }
    var headers = try headers(of: record, for: subject)
    headers.append((RecordHeader.token, String(condition.token.value)))
    headers.append((RecordHeader.expectedLast, String(condition.last)))
    do throws(BackboneError) {
      let answer = try await connection.request(names.subject(subject), headers: headers, body: record.body)
      let receipt = try Receipt(answer)
      knownTokens.withLock { $0[subject] = KnownRecord(sequence: receipt.sequence, token: condition.token) }
      return receipt
    } catch {
      guard case .conflict = error else { throw error }
      let last = try await last(of: subject)
      // Stored by an earlier attempt whose acknowledgement was lost.
      if let last, last.id == record.id { return Receipt(sequence: last.sequence, isRepeated: true) }
      throw self.error(for: condition, after: last)
    }
  }

  /// The servers know no tokens. A token is checked against the record that the condition names: that record cannot
  /// change, and the servers check that it is still the last one.
  /// - Returns: the last record, when it is another one than the condition names.
  private func checkToken(
    _ condition: AppendCondition, of subject: Subject
  ) async throws(BackboneError) -> StoredRecord? {
    guard condition.last > 0 else { return nil }
    if let known = knownTokens.withLock({ $0[subject] }), known.sequence == condition.last {
      if known.token > condition.token { throw .fenced(by: known.token) }
      return nil
    }
    guard let last = try await last(of: subject) else { throw .conflict(last: 0) }
    guard last.sequence == condition.last else { return last }
    if let token = last.token, token > condition.token { throw .fenced(by: token) }
    knownTokens.withLock {
      $0[subject] = KnownRecord(sequence: last.sequence, token: last.token ?? condition.token)
    }
    return nil
  }

  private func error(for condition: AppendCondition, after last: StoredRecord?) -> BackboneError {
    if let token = last?.token, token > condition.token { return .fenced(by: token) }
    return .conflict(last: last?.sequence ?? 0)
  }

  public func last(of subject: Subject) async throws(BackboneError) -> StoredRecord? {
    try await prepare()
    guard let stored = try await connection.lastMessage(of: names.subject(subject), in: names.stream(subject.family))
    else { return nil }
    return StoredRecord(
      sequence: stored.seq, headers: stored.headers, body: stored.data ?? Data(), subject: subject)
  }

  public func read(
    _ subject: Subject, after sequence: UInt64, limit: Int
  ) async throws(BackboneError) -> [StoredRecord] {
    try await prepare()
    guard limit > 0, sequence < .max else { return [] }
    let mailbox = Mailbox()
    let id = connection.router.register(mailbox)
    defer { connection.router.unregister(id) }
    let request = JetStreamAPI.BatchRequest(
      seq: sequence + 1, nextBySubj: names.subject(subject), batch: min(limit, 1024), maxBytes: 8 << 20)
    try await connection.publish(
      Outgoing(
        subject: "$JS.API.DIRECT.GET.\(names.stream(subject.family))", reply: connection.replyAddress(id),
        body: try JetStreamAPI.encode(request)))
    let deadline = ContinuousClock.now + settings.timeout
    var records: [StoredRecord] = []
    while true {
      let version = mailbox.signal.version
      for message in mailbox.take() {
        switch message.status {
        case nil:
          records.append(try StoredRecord(message, subject: subject))
        case 204, 404: return records
        case 503: throw .unavailable("nobody serves \(names.stream(subject.family)) yet")
        case .some(let status): throw .refused("reading \(subject): \(status) \(message.statusText)")
        }
      }
      guard mailbox.interruptions == 0, deadline > .now, !Task.isCancelled else {
        throw .unavailable("reading \(subject) did not come to its end")
      }
      await mailbox.signal.wait(after: version, atMost: deadline - .now)
    }
  }

  public func follow(_ subject: Subject, after sequence: UInt64) async throws(BackboneError) -> Feed<StoredRecord> {
    try await feed(
      of: names.stream(subject.family), filter: names.subject(subject), after: sequence
    ) { message, sequence in
      StoredRecord(sequence: sequence, headers: message.headers, body: message.body, subject: subject)
    }
  }

  public func trim(_ subject: Subject, through sequence: UInt64) async throws(BackboneError) {
    guard let last = try await last(of: subject) else { return }
    let firstKept = min(last.sequence, sequence == .max ? sequence : sequence + 1)
    _ = try await connection.api(
      "STREAM.PURGE.\(names.stream(subject.family))",
      JetStreamAPI.PurgeRequest(filter: names.subject(subject), seq: firstKept), as: JetStreamAPI.Nothing.self)
  }

  private func headers(
    of record: NewRecord, for subject: Subject
  ) throws(BackboneError) -> [Header] {
    guard record.body.count <= largestRecord else { throw .tooLarge(bytes: record.body.count, limit: largestRecord) }
    // Ids are unique within a stream, which has many subjects.
    var headers = [(name: RecordHeader.id, value: "\(subject.name)/\(try HeaderText.checked(record.id, "record id"))")]
    for (name, value) in record.attributes.sorted(by: { $0.key < $1.key }) {
      let isName = name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d
      }
      guard !name.isEmpty, isName else { throw .invalidName(name) }
      headers.append((RecordHeader.attribute + name, try HeaderText.checked(value, name)))
    }
    return headers
  }
}

extension Receipt {
  fileprivate init(_ answer: NatsMessage) throws(BackboneError) {
    if answer.status == 503 { throw .unavailable("the stream has no leader yet") }
    let stored = try JetStreamAPI.decode(answer.body, as: JetStreamAPI.PublishAnswer.self)
    self.init(sequence: stored.seq, isRepeated: stored.duplicate ?? false)
  }
}

extension StoredRecord {
  init(sequence: UInt64, headers: [String: String], body: Data, subject: Subject) {
    let prefix = subject.name + "/"
    let id = headers[RecordHeader.id] ?? ""
    self.init(
      sequence: sequence, id: id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count)) : id,
      token: headers[RecordHeader.token].flatMap { UInt64($0) }.map { FencingToken($0) },
      attributes: Dictionary(
        uniqueKeysWithValues: headers.compactMap { name, value in
          name.hasPrefix(RecordHeader.attribute) ? (String(name.dropFirst(RecordHeader.attribute.count)), value) : nil
        }), body: body)
  }

  /// A message that was read directly.
  fileprivate init(_ message: NatsMessage, subject: Subject) throws(BackboneError) {
    guard let sequence = message.headers["Nats-Sequence"].flatMap({ UInt64($0) }) else {
      throw .damaged("a record of \(subject) came without its sequence")
    }
    self.init(sequence: sequence, headers: message.headers, body: message.body, subject: subject)
  }
}
