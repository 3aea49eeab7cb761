public import Delivery
internal import GRDB
internal import LiveshelfCore

/// The signals of the room on their way out. Each call is one transaction.
extension RoomStore: Outbox {
  public func pending(for sink: String, limit: Int) throws -> [OutboxEntry] {
    try read { database in
      let revived = try Row.fetchAll(
        database,
        sql: """
          SELECT o.* FROM revived r JOIN outbox o ON o.sequence = r.sequence WHERE r.sink = ?
          ORDER BY r.sequence LIMIT ?
          """, arguments: [sink, limit])
      guard revived.count < limit else { return revived.map(entry) }
      let position = try Self.position(of: sink, in: database)
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [position, limit - revived.count])
      return (revived + rows).map(entry)
    }
  }

  public func confirm(_ sequences: [Int64], for sink: String) throws {
    guard let greatest = sequences.max() else { return }
    let now = WallClock.system.now
    try write { database in
      let delivered = try database.cachedStatement(sql: "INSERT OR REPLACE INTO delivery VALUES (?, ?, ?)")
      let revived = try database.cachedStatement(sql: "DELETE FROM revived WHERE sink = ? AND sequence = ?")
      let attempt = try database.cachedStatement(sql: "DELETE FROM attempt WHERE sink = ? AND sequence = ?")
      for sequence in sequences {
        try delivered.execute(arguments: [sink, sequence, now.microseconds])
        try revived.execute(arguments: [sink, sequence])
        try attempt.execute(arguments: [sink, sequence])
      }
      try Self.raisePosition(of: sink, to: greatest, in: database)
    }
  }

  public func attempt(of sequence: Int64, for sink: String) throws -> DeliveryAttempt? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM attempt WHERE sink = ? AND sequence = ?", arguments: [sink, sequence]
      ).map { row in
        let (failed, due): (Int64, Int64?) = (row["failed"], row["due"])
        return DeliveryAttempt(
          sequence: sequence, count: row["count"], failedAt: WallTime(microseconds: failed),
          nextAt: due.map { WallTime(microseconds: $0) }, reason: row["reason"])
      }
    }
  }

  public func recordFailure(_ attempt: DeliveryAttempt, for sink: String) throws {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          sink, attempt.sequence, attempt.count, attempt.failedAt.microseconds, attempt.nextAt?.microseconds,
          attempt.reason,
        ])
    }
  }

  public func bury(_ attempt: DeliveryAttempt, for sink: String) throws {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO dead_letter VALUES (?, ?, ?, ?, ?)",
        arguments: [sink, attempt.sequence, attempt.count, attempt.failedAt.microseconds, attempt.reason])
      try database.execute(
        sql: "DELETE FROM revived WHERE sink = ? AND sequence = ?", arguments: [sink, attempt.sequence])
      try database.execute(
        sql: "DELETE FROM attempt WHERE sink = ? AND sequence = ?", arguments: [sink, attempt.sequence])
      try Self.raisePosition(of: sink, to: attempt.sequence, in: database)
    }
  }

  public func deadLetters(for sink: String?) throws -> [DeadLetter] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT o.*, d.sink, d.count, d.failed, d.reason FROM dead_letter d JOIN outbox o ON o.sequence = d.sequence
          WHERE ? IS NULL OR d.sink = ? ORDER BY d.sink, d.sequence
          """, arguments: [sink, sink]
      ).map { row in
        let failed: Int64 = row["failed"]
        let entry = entry(row)
        return DeadLetter(
          entry: entry, sink: row["sink"],
          attempt: DeliveryAttempt(
            sequence: entry.sequence, count: row["count"], failedAt: WallTime(microseconds: failed), nextAt: nil,
            reason: row["reason"]))
      }
    }
  }

  public func revive(_ sequences: [Int64], for sink: String) throws -> Int {
    try write { database in
      var count = 0
      for sequence in sequences {
        try database.execute(
          sql: "DELETE FROM dead_letter WHERE sink = ? AND sequence = ?", arguments: [sink, sequence])
        guard database.changesCount > 0 else { continue }
        try database.execute(sql: "INSERT OR IGNORE INTO revived VALUES (?, ?)", arguments: [sink, sequence])
        count += 1
      }
      return count
    }
  }

  public func discard(_ sequences: [Int64], for sink: String) throws -> Int {
    try write { database in
      var count = 0
      for sequence in sequences {
        try database.execute(
          sql: "DELETE FROM dead_letter WHERE sink = ? AND sequence = ?", arguments: [sink, sequence])
        count += database.changesCount
      }
      return count
    }
  }

  public func depth(for sink: String) throws -> Int {
    try read { database in
      let position = try Self.position(of: sink, in: database)
      let ahead = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM outbox WHERE sequence > ?", arguments: [position])
      let revived = try Int.fetchOne(database, sql: "SELECT count(*) FROM revived WHERE sink = ?", arguments: [sink])
      return (ahead ?? 0) + (revived ?? 0)
    }
  }

  private static func position(of sink: String, in database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT position FROM sink WHERE name = ?", arguments: [sink]) ?? 0
  }

  static func raisePosition(of sink: String, to sequence: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO sink VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = max(position, excluded.position)
        """, arguments: [sink, sequence])
  }

  private func entry(_ row: Row) -> OutboxEntry {
    let created: Int64 = row["created"]
    return OutboxEntry(
      room: room, sequence: row["sequence"], id: row["id"], type: row["type"], body: row["event"],
      createdAt: WallTime(microseconds: created))
  }
}
