public import Foundation
internal import Synchronization

extension JetStreamBackbone {
  public func state(_ key: String) async throws(BackboneError) -> StateEntry? {
    try await prepare()
    let entry = try await entry(try BackboneName.checked(key), in: names.stateBucket)
    return entry?.value == nil ? nil : entry
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data) async throws(BackboneError) -> UInt64 {
    try await prepare()
    return try await put(try checked(key, value), value, in: names.stateBucket, expecting: nil)
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data, expecting revision: UInt64?) async throws(BackboneError) -> UInt64
  {
    try await prepare()
    let key = try checked(key, value)
    let bucket = names.stateBucket
    do throws(BackboneError) {
      return try await put(key, value, in: bucket, expecting: revision ?? 0)
    } catch {
      guard case .conflict = error else { throw error }
      let entry = try await entry(key, in: bucket)
      if revision == nil, let entry, entry.value == nil {
        // A deleted entry leaves a marker behind, whose revision is then the one to expect.
        return try await put(key, value, in: bucket, expecting: entry.revision)
      }
      throw .conflict(last: entry?.value == nil ? 0 : entry?.revision ?? 0)
    }
  }

  public func deleteState(_ key: String) async throws(BackboneError) {
    try await prepare()
    let answer = try await connection.request(
      names.stateBucket.subject(try BackboneName.checked(key)), headers: [(RecordHeader.operation, "DEL")])
    _ = try JetStreamAPI.decode(answer.body, as: JetStreamAPI.PublishAnswer.self)
  }

  public func watchState(prefix: String) async throws(BackboneError) -> Feed<StateEntry> {
    let isFirst = Mutex(true)
    return try await feed(of: names.stateBucket, prefix: prefix) { entry in
      // Who comes new need not know of what was deleted before.
      let isNews = entry.value != nil || !isFirst.withLock { $0 }
      isFirst.withLock { $0 = false }
      return isNews ? entry : nil
    }
  }

  private func checked(_ key: String, _ value: Data) throws(BackboneError) -> String {
    guard value.count <= largestRecord else { throw .tooLarge(bytes: value.count, limit: largestRecord) }
    return try BackboneName.checked(key)
  }
}

/// Key-value buckets, for state and leases.
extension JetStreamBackbone {
  /// The entry as the bucket's leader has it; its value is nil when it was deleted.
  func entry(_ key: String, in bucket: JetStreamNames.Bucket) async throws(BackboneError) -> StateEntry? {
    guard let stored = try await connection.lastMessage(of: bucket.subject(key), in: bucket.stream) else { return nil }
    let isDeleted = stored.headers[RecordHeader.operation] != nil
    return StateEntry(key: key, value: isDeleted ? nil : stored.data ?? Data(), revision: stored.seq)
  }

  /// - Throws: `.conflict` when the entry has not the expected revision (zero: when there is one).
  func put(
    _ key: String, _ value: Data, in bucket: JetStreamNames.Bucket, expecting revision: UInt64?,
    within limit: Duration? = nil
  ) async throws(BackboneError) -> UInt64 {
    let answer = try await connection.request(
      bucket.subject(key), headers: revision.map { [(RecordHeader.expectedLast, String($0))] } ?? [], body: value,
      within: limit)
    return try JetStreamAPI.decode(answer.body, as: JetStreamAPI.PublishAnswer.self).seq
  }

  /// The entries of a bucket and their changes.
  func feed<Element: Sendable>(
    of bucket: JetStreamNames.Bucket, prefix: String, _ transform: @escaping @Sendable (StateEntry) -> Element?
  ) async throws(BackboneError) -> Feed<Element> {
    if !prefix.isEmpty {
      guard prefix.hasSuffix(".") else { throw .invalidName(prefix) }
      _ = try BackboneName.checked(String(prefix.dropLast()))
    }
    return try await feed(of: bucket.stream, filter: bucket.subject(prefix + ">"), after: nil) { message, sequence in
      guard let key = bucket.key(of: message.subject) else { return nil }
      let isDeleted = message.headers[RecordHeader.operation] != nil
      return transform(StateEntry(key: key, value: isDeleted ? nil : message.body, revision: sequence))
    }
  }
}
