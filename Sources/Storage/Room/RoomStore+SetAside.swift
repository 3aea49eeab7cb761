internal import Foundation
internal import GRDB
public import LiveshelfCore

/// A row of the log that tells of a row that was not taken in.
public struct StoredSetAsideRow: Hashable, Sendable {
  /// Its place in the log, by which it is known.
  public var sequence: Int64
  public var show: String
  public var receivedAt: WallTime
  public var content: SetAsideRow
  /// Nil: it waits for a decision.
  public var settlement: RowSettlement?
}

extension RoomStore {
  /// Rows that were set aside, newest first.
  ///
  /// - Parameters:
  ///   - limit: at most so many.
  ///   - before: only those with a smaller place in the log.
  public func setAsideRows(limit: Int, before: Int64 = .max) throws(StoreError) -> [StoredSetAsideRow] {
    try read { database in
      var found: [StoredSetAsideRow] = []
      // What became of a row is told after it: newest first, that comes first.
      var settlements: [Int64: RowSettlement] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT sequence, show, received, body FROM log WHERE substr(body, 2, 1) = ? ORDER BY sequence DESC",
        arguments: [EntryCodec.Field.quarantine.tag])
      while found.count < limit, let row = try rows.next() {
        switch try Self.entry(row) {
        // The first decision holds.
        case .settled(let settlement, _): settlements[settlement.entry] = settlement
        case .setAside(let content, _):
          let stored = Self.stored(row, content, settlements)
          if stored.sequence < before { found.append(stored) }
        default: continue
        }
      }
      return found
    }
  }

  /// The row at a place; nil: none that was set aside is there.
  public func setAsideRow(at sequence: Int64) throws(StoreError) -> StoredSetAsideRow? {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT sequence, show, received, body FROM log WHERE sequence = ?", arguments: [sequence])
      guard let row, case .setAside(let content, _) = try Self.entry(row) else { return nil }
      var settlements: [Int64: RowSettlement] = [:]
      let later = try Row.fetchCursor(
        database,
        sql: "SELECT sequence, body FROM log WHERE sequence > ? AND substr(body, 2, 1) = ? ORDER BY sequence",
        arguments: [sequence, EntryCodec.Field.quarantine.tag])
      while settlements.isEmpty, let row = try later.next() {
        if case .settled(let settlement, _) = try Self.entry(row), settlement.entry == sequence {
          settlements[sequence] = settlement
        }
      }
      return Self.stored(row, content, settlements)
    }
  }

  private static func stored(
    _ row: GRDB.Row, _ content: SetAsideRow, _ settlements: [Int64: RowSettlement]
  ) -> StoredSetAsideRow {
    let (sequence, received): (Int64, Int64) = (row["sequence"], row["received"])
    return StoredSetAsideRow(
      sequence: sequence, show: row["show"], receivedAt: WallTime(microseconds: received), content: content,
      settlement: settlements[sequence])
  }

  private static func entry(_ row: GRDB.Row) throws -> RoomEntry {
    let (sequence, body): (Int64, Data) = (row["sequence"], row["body"])
    do {
      return try EntryCodec.decode(Array(body), at: .zero)
    } catch {
      throw StoreError.record(sequence: sequence, reason: "\(error)")
    }
  }
}
