internal import Foundation
internal import GRDB
internal import LiveshelfCore

/// A row on its way to its room.
struct OutgoingRow: Sendable {
  var sequence: Int64
  var row: LiveshelfCore.Row
  var receivedAt: WallTime
}

extension ConnectorStore {
  /// Takes what was found over: the rows wait for their room, what is remembered of the orders changes, and the messages are
  /// done; all of it or nothing.
  ///
  /// - Returns: how many rows wait in addition.
  func take(
    _ orders: [PlatformOrder], rows: [LiveshelfCore.Row], of connector: String, done sequences: [Int64],
    at now: WallTime
  ) async throws(ConnectorError) -> Int {
    try await write { database in
      var rows = rows
      for order in orders {
        let data = try Data.fetchOne(
          database, sql: "SELECT content FROM memory WHERE connector = ? AND subject = ?",
          arguments: [connector, order.id])
        var memory = try data.map { try JSONDecoder().decode(OrderMemory.self, from: $0) }
        let before = memory
        rows += OrderMemory.events(of: order, source: connector, memory: &memory).map { .order($0) }
        guard let memory, memory != before else { continue }
        try database.execute(
          sql: """
            INSERT INTO memory VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET content = excluded.content, touched_at = excluded.touched_at
            """, arguments: [connector, order.id, try JSONEncoder().encode(memory), now.microseconds])
      }
      for row in rows {
        try database.execute(
          sql: "INSERT INTO outgoing (connector, row, received_at) VALUES (?, ?, ?)",
          arguments: [connector, Data(row.encoded()), now.microseconds])
      }
      for sequence in sequences {
        // What a message says is not needed any more once its rows are on their way.
        try database.execute(
          sql: "UPDATE message SET state = 'done', content = 'null', reason = '' WHERE sequence = ?",
          arguments: [sequence])
      }
      return rows.count
    }
  }

  /// Rows that wait, in their order.
  func outgoing(of connector: String, limit: Int) async throws(ConnectorError) -> [OutgoingRow] {
    try await read { database in
      try GRDB.Row.fetchAll(
        database, sql: "SELECT * FROM outgoing WHERE connector = ? ORDER BY sequence LIMIT ?",
        arguments: [connector, limit]
      ).map { record in
        OutgoingRow(
          sequence: record["sequence"] as Int64? ?? 0,
          row: try LiveshelfCore.Row(encoded: [UInt8](record["row"] as Data? ?? Data())),
          receivedAt: WallTime(microseconds: record["received_at"] as Int64? ?? 0))
      }
    }
  }

  /// The room has rows up to this one.
  func delivered(upTo sequence: Int64, of connector: String) async throws(ConnectorError) {
    try await write { database in
      try database.execute(
        sql: "DELETE FROM outgoing WHERE connector = ? AND sequence <= ?", arguments: [connector, sequence])
    }
  }

  func outgoingCount(of connector: String) async throws(ConnectorError) -> Int {
    try await read { database in
      try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM outgoing WHERE connector = ?", arguments: [connector]) ?? 0
    }
  }
}
