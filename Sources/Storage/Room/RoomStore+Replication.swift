public import Delivery
public import Foundation
internal import GRDB
public import LiveshelfCore

/// A row of the log with all that it brought about, for another store of the same room.
public struct CarriedRow: Hashable, Sendable {
  public var sequence: Int64
  public var show: String
  /// Opaque outside of this module.
  public var body: Data

  public init(sequence: Int64, show: String, body: Data) {
    self.sequence = sequence
    self.show = show
    self.body = body
  }
}

/// A place in the sequence of a room's signals.
public struct SignalPlace: Hashable, Sendable, Codable {
  /// The row of the log.
  public var row: Int64
  /// How many of the row's signals are meant.
  public var count: Int
  /// The newest of the signals before it that were given up; nil: none was, or a program wrote it that does not tell.
  public var givenUp: [GivenUpSignal]?

  public init(row: Int64, count: Int, givenUp: [GivenUpSignal]? = nil) {
    self.row = row
    self.count = count
    self.givenUp = givenUp
  }
}

/// A dead letter, by its signal's id: the same in every store.
public struct GivenUpSignal: Hashable, Sendable, Codable {
  public var id: String
  public var attempts: Int
  /// Microseconds since 1970.
  public var failedAt: Int64
  public var reason: String

  public init(id: String, attempts: Int, failedAt: Int64, reason: String) {
    self.id = id
    self.attempts = attempts
    self.failedAt = failedAt
    self.reason = reason
  }
}

extension RoomStore {
  /// A text that is kept beside the log; nil: there is none.
  public func note(_ name: String) throws(StoreError) -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM note WHERE name = ?", arguments: [name]) }
  }

  public func setNote(_ name: String, to value: String) throws(StoreError) {
    try write { try $0.execute(sql: "INSERT OR REPLACE INTO note VALUES (?, ?)", arguments: [name, value]) }
  }

  /// Rows after a row with what they brought about, oldest first.
  public func carriedRows(after sequence: Int64, limit: Int) throws(StoreError) -> [CarriedRow] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM log WHERE sequence > ? ORDER BY sequence LIMIT ?", arguments: [sequence, limit])
      guard let last = rows.last else { return [] }
      let end: Int64 = last["sequence"]
      var signals: [Int64: [Row]] = [:]
      for row in try Row.fetchAll(
        database, sql: "SELECT * FROM outbox WHERE log > ? AND log <= ? ORDER BY sequence", arguments: [sequence, end])
      {
        signals[row["log"], default: []].append(row)
      }
      var movements: [Int64: [Row]] = [:]
      for row in try Row.fetchAll(
        database, sql: "SELECT * FROM movement WHERE log > ? AND log <= ? ORDER BY id", arguments: [sequence, end])
      {
        movements[row["log"], default: []].append(row)
      }
      return rows.map { row in
        let number: Int64 = row["sequence"]
        return CarriedRow(
          sequence: number, show: row["show"],
          body: CarriedCodec.encode(row, signals: signals[number] ?? [], movements: movements[number] ?? []))
      }
    }
  }

  /// Removes all rows after a row, with everything that they brought about.
  public func discard(after sequence: Int64) throws(StoreError) {
    try write { database in
      for table in ["outbox", "movement"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE log > ?", arguments: [sequence])
      }
      try database.execute(
        sql: "DELETE FROM stock WHERE show IN (SELECT show FROM log WHERE sequence > ?)", arguments: [sequence])
      try database.execute(
        sql: "UPDATE show SET end = NULL WHERE id IN (SELECT show FROM log WHERE sequence > ?)", arguments: [sequence])
      try database.execute(sql: "DELETE FROM log WHERE sequence > ?", arguments: [sequence])
      try database.execute(sql: "DELETE FROM show WHERE id NOT IN (SELECT show FROM log)")
      // Places in the outbox are given out again: nothing may be left of those that are free now.
      let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM outbox") ?? 0
      for table in ["attempt", "dead_letter", "revived", "delivery"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE sequence > ?", arguments: [last])
      }
      try database.execute(sql: "UPDATE sink SET position = min(position, ?)", arguments: [last])
    }
  }

  /// Appends rows that another store wrote, with what they brought about there, and sets a note, in one transaction.
  ///
  /// An empty log may begin at any row: those before are forgotten.
  ///
  /// - Throws: `.record` for a row that cannot be understood, or that does not follow the last one.
  public func restore(_ rows: [CarriedRow], noting name: String, _ value: String) throws(StoreError) {
    try write { database in
      guard let first = rows.first else { return }
      var next = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM log").map { $0 + 1 } ?? first.sequence
      for row in rows {
        guard row.sequence == next else {
          throw StoreError.record(sequence: row.sequence, reason: "the log goes on with row \(next)")
        }
        next += 1
        do {
          try CarriedCodec.insert(row, into: database)
        } catch let error as WireError {
          throw StoreError.record(sequence: row.sequence, reason: "\(error)")
        }
      }
      try database.execute(sql: "INSERT OR REPLACE INTO note VALUES (?, ?)", arguments: [name, value])
    }
  }

  /// Up to which number of a numbered intake everything is in the log; 0: nothing is.
  ///
  /// - Parameter show: looks into one show alone; nil: into all.
  public func intakePosition(of show: String? = nil) throws(StoreError) -> UInt64 {
    try read { database in
      let body = try Data.fetchOne(
        database,
        sql: """
          SELECT body FROM log WHERE substr(body, 2, 1) = ?1 AND (?2 IS NULL OR show = ?2) ORDER BY sequence DESC LIMIT 1
          """,
        arguments: [EntryCodec.Field.intake.tag, show])
      guard let body else { return 0 }
      do {
        guard case .intake(let number, _) = try EntryCodec.decode(Array(body), at: .zero) else { return 0 }
        return number
      } catch {
        throw StoreError.record(sequence: 0, reason: "\(error)")
      }
    }
  }

  /// So many dead letters of a sink go with its place.
  private static let carriedDeadLetters = 100
  /// Characters of their reasons.
  private static let carriedReason = 200

  /// How far each sink is with the room's signals, and what it gave up. The numbers of the outbox are this store's own; rows of
  /// the log and ids of signals are the same in every store.
  public func sinkPlaces() throws(StoreError) -> [String: SignalPlace] {
    try read { database in
      var places: [String: SignalPlace] = [:]
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT s.name, o.log, (SELECT count(*) FROM outbox b WHERE b.log = o.log AND b.sequence <= o.sequence) AS count
          FROM sink s JOIN outbox o ON o.sequence = (SELECT max(sequence) FROM outbox WHERE sequence <= s.position)
          """)
      for row in rows { places[row["name"]] = SignalPlace(row: row["log"], count: row["count"]) }
      for sink in places.keys {
        let letters = try Row.fetchAll(
          database,
          sql: """
            SELECT o.id, d.count, d.failed, substr(d.reason, 1, ?3) AS reason
            FROM dead_letter d JOIN outbox o ON o.sequence = d.sequence WHERE d.sink = ?1 ORDER BY d.sequence DESC LIMIT ?2
            """, arguments: [sink, Self.carriedDeadLetters, Self.carriedReason])
        guard !letters.isEmpty else { continue }
        places[sink]?.givenUp = letters.map {
          GivenUpSignal(id: $0["id"], attempts: $0["count"], failedAt: $0["failed"], reason: $0["reason"])
        }
      }
      return places
    }
  }

  /// Notes how far sinks are that another store's owner served, and what they gave up: a person may send it again from here.
  public func raiseSinkPlaces(_ places: [String: SignalPlace]) throws(StoreError) {
    try write { database in
      for (sink, place) in places {
        let position = try Int64.fetchOne(
          database,
          sql: """
            SELECT max(sequence) FROM
              (SELECT sequence FROM outbox WHERE log < ?1
               UNION ALL SELECT * FROM (SELECT sequence FROM outbox WHERE log = ?1 ORDER BY sequence LIMIT ?2))
            """, arguments: [place.row, max(0, place.count)])
        if let position { try Self.raisePosition(of: sink, to: position, in: database) }
        for letter in place.givenUp ?? [] {
          try database.execute(
            sql: """
              INSERT OR IGNORE INTO dead_letter SELECT ?1, sequence, ?3, ?4, ?5 FROM outbox
              WHERE id = ?2 AND sequence NOT IN (SELECT sequence FROM revived WHERE sink = ?1)
              """, arguments: [sink, letter.id, letter.attempts, letter.failedAt, letter.reason])
        }
      }
    }
  }

  /// The last row that nothing needs any more once the shows that ended before a moment are forgotten; nil: there is
  /// none.
  ///
  /// The newest show stays, and so does the show with the last number of the intake: what was taken in would be taken
  /// in again without it.
  public func lastForgettableRow(endedBefore moment: WallTime) throws(StoreError) -> Int64? {
    try read { database in
      let old = try String.fetchSet(
        database, sql: "SELECT id FROM show WHERE end IS NOT NULL AND start - shift + end < ?",
        arguments: [moment.microseconds])
      guard !old.isEmpty else { return nil }
      let intake = try String.fetchOne(
        database, sql: "SELECT show FROM log WHERE substr(body, 2, 1) = ? ORDER BY sequence DESC LIMIT 1",
        arguments: [EntryCodec.Field.intake.tag])
      let shows = try Row.fetchAll(
        database, sql: "SELECT show, min(sequence) AS first FROM log GROUP BY show ORDER BY first")
      let kept = shows.first { row in
        let show: String = row["show"]
        return !old.contains(show) || show == intake
      }
      guard let first: Int64 = (kept ?? shows.last)?["first"], first > 1 else { return nil }
      return first - 1
    }
  }

  /// As `pending`, and only of signals that rows up to `row` brought about.
  public func pending(for sink: String, limit: Int, broughtAboutThrough row: Int64) throws -> [OutboxEntry] {
    let entries = try pending(for: sink, limit: limit)
    guard let first = entries.first, let last = entries.last else { return [] }
    let fine = try read { database in
      try Set(
        Int64.fetchAll(
          database, sql: "SELECT sequence FROM outbox WHERE sequence BETWEEN ? AND ? AND log <= ?",
          arguments: [first.sequence, last.sequence, row]))
    }
    return Array(entries.prefix { fine.contains($0.sequence) })
  }
}
