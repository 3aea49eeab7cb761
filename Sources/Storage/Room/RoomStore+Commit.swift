internal import Delivery
internal import Foundation
internal import GRDB
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

extension RoomStore {
  /// Stores inputs and what follows from them in one transaction.
  ///
  /// - Throws: `.full` and `.locked`, after which the same commit may be tried again, and what the database says.
  @discardableResult
  public func commit(_ commit: StoreCommit) throws(StoreError) -> CommitOutcome {
    try write { database in
      let signals = try Self.insert(commit, into: database)
      return CommitOutcome(
        sequence: try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM log") ?? 0, signals: signals)
    }
  }

  /// - Returns: the signals that were new.
  static func insert(_ commit: StoreCommit, into database: Database) throws -> [StoredSignal] {
    let first = try (Int64.fetchOne(database, sql: "SELECT max(sequence) FROM log") ?? 0) + 1
    if !commit.entries.isEmpty {
      let row = try database.cachedStatement(
        sql: "INSERT INTO log (sequence, show, at, received, body) VALUES (?, ?, ?, ?, ?)")
      for (place, (entry, receivedAt)) in commit.entries.enumerated() {
        try row.execute(arguments: [
          first + Int64(place), commit.show, entry.at.microseconds, receivedAt.microseconds,
          StoredBytes(EntryCodec.encode(entry)),
        ])
        if case .finished(let end) = entry {
          try database.execute(
            sql: "UPDATE show SET end = ? WHERE id = ?", arguments: [end.microseconds, commit.show])
        }
      }
    }
    if !commit.movements.isEmpty { try insert(commit.movements, from: first, of: commit.show, into: database) }
    for row in commit.stock { try upsert(row, of: commit.show, into: database) }
    // A signal that was sent before is not sent again: its id says so. An id never names two different ones: a program with other
    // rules, which goes on with a show, may come to an id that another signal has.
    var signals: [StoredSignal] = []
    for (given, givenJSON, entry) in commit.signals {
      guard let (event, json) = try unused(given, givenJSON, in: database) else { continue }
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO outbox (log, show, id, type, sku, situation, phase, event, created)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        first + Int64(entry), commit.show, event.id, event.type, event.text("sku") ?? "",
        event.text("situation") ?? "", event.text("phase") ?? "", json, commit.time.microseconds,
      ])
      guard database.changesCount > 0 else { continue }
      signals.append(
        StoredSignal(
          sequence: database.lastInsertedRowID, show: commit.show, event: event, attention: SignalAttention()))
    }
    if let durability = commit.durability {
      try database.cachedStatement(sql: "INSERT OR REPLACE INTO durability VALUES (?, ?, ?)").execute(
        arguments: [durability.sequence, durability.began.microseconds, durability.durable.microseconds])
    }
    return signals
  }

  /// The event under an id that no other event has; nil: it is there already.
  private static func unused(
    _ event: CloudEvent, _ json: String, in database: Database
  ) throws -> (event: CloudEvent, json: String)? {
    var candidate = (event: event, json: json)
    var edition = 1
    while let known = try String.fetchOne(
      database.cachedStatement(sql: "SELECT event FROM outbox WHERE id = ?"), arguments: [candidate.event.id])
    {
      if known == candidate.json { return nil }
      edition += 1
      candidate.event = event.renamed("\(event.id).\(edition)")
      candidate.json = try candidate.event.json()
    }
    return candidate
  }

  /// - Parameter first: the row of the log at which the commit's entries begin.
  private static func insert(
    _ movements: [(movement: StockMovement, entry: Int)], from first: Int64, of show: String, into database: Database
  ) throws {
    let row = try database.cachedStatement(
      sql: """
        INSERT INTO movement (log, show, kind, sku, warehouse, option, on_hand, reserved, cause, time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (movement, entry) in movements {
      try row.execute(arguments: [
        first + Int64(entry), show, movement.kind.rawValue, movement.cell.sku.text, movement.cell.warehouse,
        movement.cell.option,
        movement.onHand, movement.reserved, movement.causeID, movement.time.microseconds,
      ])
    }
  }

  private static func upsert(_ row: StockRow, of show: String, into database: Database) throws {
    let balance = row.balance
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO stock VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      show, row.cell.sku.text, row.cell.warehouse, row.cell.option, balance.onHand, balance.reserved,
      balance.reservedElsewhere,
      balance.inTransit, balance.arrival?.microseconds, balance.safetyStock, balance.owed,
      balance.returning, balance.presaleAllowance, AllocatedUnits.text(balance.allocated),
    ])
  }
}

/// Bytes as a blob.
struct StoredBytes: DatabaseValueConvertible {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> StoredBytes? {
    Data.fromDatabaseValue(value).map { StoredBytes(Array($0)) }
  }
}
