internal import Foundation
internal import GRDB
internal import Synchronization

extension EmbeddedBackbone {
  public func append(_ records: [NewRecord], to subject: Subject) async throws(BackboneError) -> [Receipt] {
    guard subject.family != .log else { throw .unconditionalWrite(to: subject) }
    try checkSizes(records)
    let rows = try records.map { record throws(BackboneError) in try EncodedRecord(record) }
    return try await write { database in
      try rows.map { row in try database.append(row, to: subject, token: nil) }
    }
  }

  public func append(
    _ record: NewRecord, to subject: Subject, if condition: AppendCondition
  ) async throws(BackboneError) -> Receipt {
    try checkSizes([record])
    let row = try EncodedRecord(record)
    return try await write { database in
      if let repeated = try database.sequence(of: record.id, in: subject) {
        return Receipt(sequence: repeated, isRepeated: true)
      }
      let highest = try Int64.fetchOne(
        database,
        sql: "SELECT token FROM records WHERE subject = ? AND token IS NOT NULL ORDER BY sequence DESC LIMIT 1",
        arguments: [subject.description])
      if let highest, UInt64(bitPattern: highest) > condition.token.value {
        throw BackboneError.fenced(by: FencingToken(UInt64(bitPattern: highest)))
      }
      let last = try Int64.fetchOne(
        database, sql: "SELECT MAX(sequence) FROM records WHERE subject = ?", arguments: [subject.description])
      guard UInt64(bitPattern: last ?? 0) == condition.last else {
        throw BackboneError.conflict(last: UInt64(bitPattern: last ?? 0))
      }
      return try database.append(row, to: subject, token: condition.token)
    }
  }

  public func last(of subject: Subject) async throws(BackboneError) -> StoredRecord? {
    try await read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM records WHERE subject = ? ORDER BY sequence DESC LIMIT 1",
        arguments: [subject.description]
      ).map(StoredRecord.init(row:))
    }
  }

  public func read(
    _ subject: Subject, after sequence: UInt64, limit: Int
  ) async throws(BackboneError) -> [StoredRecord] {
    try await read { database in
      try database.records(of: subject, after: sequence, limit: limit)
    }
  }

  public func follow(_ subject: Subject, after sequence: UInt64) async throws(BackboneError) -> Feed<StoredRecord> {
    let seen = Mutex(sequence)
    return Feed { wait throws(BackboneError) in
      try await self.poll(for: wait) { () throws(BackboneError) in
        let records = try await self.read(subject, after: seen.withLock { $0 }, limit: 256)
        if let last = records.last { seen.withLock { $0 = last.sequence } }
        return records
      }
    }
  }

  public func trim(_ subject: Subject, through sequence: UInt64) async throws(BackboneError) {
    try await write { database in
      try database.execute(
        sql: """
          DELETE FROM records WHERE subject = ?1 AND sequence <= ?2
          AND sequence < (SELECT MAX(sequence) FROM records WHERE subject = ?1)
          """,
        arguments: [subject.description, Int64(clamping: sequence)])
    }
  }

  private func checkSizes(_ records: [NewRecord]) throws(BackboneError) {
    for record in records where record.body.count > largestRecord {
      throw .tooLarge(bytes: record.body.count, limit: largestRecord)
    }
  }
}

/// A record with its attributes as JSON.
private struct EncodedRecord: Sendable {
  let record: NewRecord
  let attributes: String

  init(_ record: NewRecord) throws(BackboneError) {
    self.record = record
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      attributes = String(decoding: try encoder.encode(record.attributes), as: UTF8.self)
    } catch {
      throw .refused("the attributes of record \(record.id) cannot be written: \(error)")
    }
  }
}

extension Database {
  fileprivate func append(_ row: EncodedRecord, to subject: Subject, token: FencingToken?) throws -> Receipt {
    if let repeated = try sequence(of: row.record.id, in: subject) {
      return Receipt(sequence: repeated, isRepeated: true)
    }
    try cachedStatement(
      sql: "INSERT INTO records (subject, id, token, attributes, body) VALUES (?, ?, ?, ?, ?)"
    ).execute(
      arguments: [
        subject.description, row.record.id, token.map { Int64(bitPattern: $0.value) }, row.attributes, row.record.body,
      ])
    return Receipt(sequence: UInt64(bitPattern: lastInsertedRowID), isRepeated: false)
  }

  func sequence(of id: String, in subject: Subject) throws -> UInt64? {
    try Int64.fetchOne(
      cachedStatement(sql: "SELECT sequence FROM records WHERE subject = ? AND id = ?"),
      arguments: [subject.description, id]
    ).map { UInt64(bitPattern: $0) }
  }

  func records(of subject: Subject, after sequence: UInt64, limit: Int) throws -> [StoredRecord] {
    try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM records WHERE subject = ? AND sequence > ? ORDER BY sequence LIMIT ?"),
      arguments: [subject.description, Int64(clamping: sequence), max(0, limit)]
    ).map(StoredRecord.init(row:))
  }
}

extension StoredRecord {
  init(row: Row) throws {
    let attributes: String = row["attributes"]
    let token: Int64? = row["token"]
    let sequence: Int64 = row["sequence"]
    do {
      self.init(
        sequence: UInt64(bitPattern: sequence), id: row["id"],
        token: token.map { FencingToken(UInt64(bitPattern: $0)) },
        attributes: try JSONDecoder().decode([String: String].self, from: Data(attributes.utf8)), body: row["body"])
    } catch {
      throw BackboneError.damaged("the attributes of record \(sequence): \(error)")
    }
  }
}
