internal import GRDB
internal import LiveshelfCore
internal import RoomAPI

/// What somebody did, or tried to do.
struct AuditEntry: Codable, Hashable, Sendable {
  var id: Int64
  /// RFC 3339.
  var time: String
  /// The token's name; `local` without tokens.
  var actor: String
  var address: String
  /// Such as `room.start`.
  var action: String
  @Nullable var room: String?
  /// The signal, marker or token that it was about.
  @Nullable var target: String?
  /// The status that was answered: refused attempts are kept too.
  var status: Int
}

/// The log of operators' actions in `server.sqlite`. Entries are never changed; the oldest beyond `maximumEntries` go.
struct AuditLog: Sendable {
  static let maximumEntries = 100_000

  private let database: ServerDatabase

  init(_ database: ServerDatabase) {
    self.database = database
  }

  /// - Parameter entry: its id is given by the log.
  func record(_ entry: AuditEntry) async throws {
    let time = WallTime.parse(entry.time)?.time.microseconds ?? 0
    try await database.pool.write { database in
      try database.execute(
        sql: """
          INSERT INTO audit (time, actor, address, action, room, target, status) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [time, entry.actor, entry.address, entry.action, entry.room, entry.target, entry.status])
      try database.execute(
        sql: "DELETE FROM audit WHERE id <= ?", arguments: [database.lastInsertedRowID - Int64(Self.maximumEntries)])
    }
  }

  /// Newest first.
  ///
  /// - Parameter before: only entries with a smaller id.
  func entries(before: Int64, limit: Int) async throws -> [AuditEntry] {
    try await database.pool.read { database in
      try GRDB.Row.fetchAll(
        database, sql: "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?", arguments: [before, limit]
      ).map { row in
        AuditEntry(
          id: row["id"] as Int64? ?? 0, time: WallTime(microseconds: row["time"] as Int64? ?? 0).text,
          actor: row["actor"] as String? ?? "", address: row["address"] as String? ?? "",
          action: row["action"] as String? ?? "", room: row["room"] as String?, target: row["target"] as String?,
          status: row["status"] as Int? ?? 0)
      }
    }
  }
}
