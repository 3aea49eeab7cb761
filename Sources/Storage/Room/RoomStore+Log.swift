internal import Foundation
internal import GRDB
public import LiveshelfCore

extension RoomStore {
  /// Begins a show: its description is the first entry of its log.
  ///
  /// - Parameters:
  ///   - now: when the room learnt of it.
  ///   - first: what it begins with, stored together with it; nil: nothing.
  public func begin(_ show: ShowRecord, at now: WallTime, with first: StoreCommit? = nil) throws(StoreError) {
    try write { database in
      try Self.insert(show, into: database)
      try database.execute(
        sql: "INSERT INTO log SELECT coalesce(max(sequence), 0) + 1, ?, 0, ?, ? FROM log",
        arguments: [show.id, now.microseconds, StoredBytes(EntryCodec.encode(.began(show)))])
      if let first { _ = try Self.insert(first, into: database) }
    }
  }

  static func insert(_ show: ShowRecord, into database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO show (id, start, zone, shift, catalog, settings, source, host, shop, rules, end)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        show.id, show.clock.start.microseconds, show.clock.offset.seconds, show.clockShift,
        StoredBytes(show.catalog.encoded()), StoredBytes(SettingsCodec.encode(show.settings)), show.source,
        show.host, show.shop?.text ?? "", show.rules, show.end?.microseconds,
      ])
  }

  /// The room's shows, oldest first.
  public func shows() throws(StoreError) -> [ShowRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM show ORDER BY start, id").map(Self.show)
    }
  }

  /// The show that goes on; nil when none does.
  public func openShow() throws(StoreError) -> ShowRecord? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM show WHERE end IS NULL ORDER BY start DESC, id DESC").map(
        Self.show)
    }
  }

  private static func show(_ row: Row) throws -> ShowRecord {
    let (catalog, settings): (Data, Data) = (row["catalog"], row["settings"])
    let (start, zone): (Int64, Int) = (row["start"], row["zone"])
    let (end, shop): (Int64?, String) = (row["end"], row["shop"])
    do {
      return ShowRecord(
        id: row["id"], clock: ShowClock(start: WallTime(microseconds: start), offset: ZoneOffset(seconds: zone)),
        clockShift: row["shift"], catalog: try Catalog(encoded: Array(catalog)),
        settings: try SettingsCodec.decode(Array(settings)), source: row["source"],
        host: row["host"], shop: RoomName(shop), rules: row["rules"], end: end.map { StreamTime(microseconds: $0) })
    } catch {
      throw StoreError.record(sequence: 0, reason: "the description of a show: \(error)")
    }
  }

  /// Hands out a show's log from the beginning, row by row, in order. Memory does not grow with the log.
  ///
  /// - Parameter sequence: only rows after this one.
  /// - Throws: `.record` for a row that cannot be understood; what `body` throws is passed on inside `.failed`.
  public func replay(_ show: String, after sequence: Int64 = 0, _ body: (LoggedEntry) throws -> Void) throws(StoreError)
  {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT sequence, at, received, body FROM log WHERE show = ? AND sequence > ? ORDER BY sequence",
        arguments: [show, sequence])
      while let row = try rows.next() {
        let (sequence, at, received): (Int64, Int64, Int64) = (row[0], row[1], row[2])
        let bytes = try row.withUnsafeData(atIndex: 3) { data in data.map(Array.init) ?? [] }
        let entry: RoomEntry
        do {
          entry = try EntryCodec.decode(bytes, at: StreamTime(microseconds: at))
        } catch {
          throw StoreError.record(sequence: sequence, reason: "\(error)")
        }
        try body(LoggedEntry(sequence: sequence, receivedAt: WallTime(microseconds: received), entry: entry))
      }
    }
  }

  /// Rows of the log after a sequence number, oldest first.
  public func rows(after sequence: Int64, limit: Int) throws(StoreError) -> [LogRow] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT sequence, show, at, received, body FROM log WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, limit]
      ).map { row in
        let body: Data = row["body"]
        return LogRow(
          sequence: row["sequence"], show: row["show"], at: row["at"], receivedAt: row["received"], body: Array(body))
      }
    }
  }

  /// The same, read.
  ///
  /// - Throws: `.record` for a row that cannot be understood.
  public func entries(after sequence: Int64, limit: Int) throws(StoreError) -> [LoggedEntry] {
    var entries: [LoggedEntry] = []
    for row in try rows(after: sequence, limit: limit) {
      do {
        entries.append(
          LoggedEntry(
            sequence: row.sequence, receivedAt: WallTime(microseconds: row.receivedAt),
            entry: try EntryCodec.decode(row.body, at: StreamTime(microseconds: row.at))))
      } catch {
        throw .record(sequence: row.sequence, reason: "\(error)")
      }
    }
    return entries
  }

  /// The last row that came before a moment; 0: none did.
  public func lastSequence(receivedBefore moment: WallTime) throws(StoreError) -> Int64 {
    try read { database in
      try Int64.fetchOne(
        database, sql: "SELECT sequence FROM log WHERE received < ? ORDER BY sequence DESC LIMIT 1",
        arguments: [moment.microseconds]) ?? 0
    }
  }

  /// The products of which rows of the log moved units.
  public func movedSKUs(from first: Int64, through last: Int64) throws(StoreError) -> Set<SKU> {
    try read { database in
      let skus = try String.fetchAll(
        database, sql: "SELECT DISTINCT sku FROM movement WHERE log BETWEEN ? AND ?", arguments: [first, last])
      return Set(skus.map { SKU($0) })
    }
  }

  /// The last row of a show's log; 0: it has none. Reads the whole log.
  public func lastSequence(of show: String) throws(StoreError) -> Int64 {
    try read {
      try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM log WHERE show = ?", arguments: [show]) ?? 0
    }
  }

  /// The last sequence number of the log; 0 when it is empty.
  public func lastSequence() throws(StoreError) -> Int64 {
    try read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM log") ?? 0 }
  }
}

extension RoomStore {
  /// What changed in a show beside its inputs: catalogs and thresholds, in order.
  ///
  /// - Parameter last: rows after this one are left out.
  public func changes(of show: String, through last: Int64 = .max) throws(StoreError) -> [RoomEntry] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql:
          "SELECT sequence, at, body FROM log WHERE show = ? AND sequence <= ? AND substr(body, 2, 1) IN (?, ?, ?) ORDER BY sequence",
        arguments: [
          show, last, EntryCodec.Field.catalog.tag, EntryCodec.Field.settings.tag, EntryCodec.Field.retold.tag,
        ])
      return try rows.map { row in
        let (sequence, at, body): (Int64, Int64, Data) = (row["sequence"], row["at"], row["body"])
        do {
          return try EntryCodec.decode(Array(body), at: StreamTime(microseconds: at))
        } catch {
          throw StoreError.record(sequence: sequence, reason: "\(error)")
        }
      }
    }
  }
}
