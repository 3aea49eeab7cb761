public import Foundation
internal import GRDB
internal import LiveshelfCore

/// What connectors must not forget: messages, tokens, cursors, what rooms were told of each order, and rows on their way to
/// the rooms. In a database of its own, `connectors.sqlite`, that is safe against loss of power.
///
/// A message counts as handled in the same transaction in which its rows begin to wait for their room: nothing is lost and
/// nothing told twice.
public final class ConnectorStore: Sendable {
  public static let fileName = "connectors.sqlite"

  let pool: DatabasePool

  /// Opens the database in a folder, and makes it when it is not there.
  public init(folder: URL) throws(ConnectorError) {
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      var configuration = GRDB.Configuration()
      configuration.busyMode = .timeout(5)
      configuration.maximumReaderCount = 4
      pool = try DatabasePool(path: folder.appendingPathComponent(Self.fileName).path, configuration: configuration)
      // The pool chooses NORMAL when it opens, which may lose the last commits when the machine loses power.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try Self.migrator.migrate(pool)
    } catch {
      throw .storage("\(Self.fileName): \(error); make the data folder writable for this user")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("connectors") { database in
      try database.execute(
        sql: """
          CREATE TABLE message (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, connector TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
            subject TEXT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            received_at INTEGER NOT NULL, due_at INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '',
            UNIQUE (connector, id));
          CREATE INDEX message_state ON message (connector, state, due_at);
          CREATE TABLE fact (connector TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (connector, name)) WITHOUT ROWID;
          CREATE TABLE memory (connector TEXT NOT NULL, subject TEXT NOT NULL, content BLOB NOT NULL,
            touched_at INTEGER NOT NULL, PRIMARY KEY (connector, subject)) WITHOUT ROWID;
          CREATE TABLE outgoing (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, connector TEXT NOT NULL, row BLOB NOT NULL,
            received_at INTEGER NOT NULL);
          CREATE INDEX outgoing_connector ON outgoing (connector, sequence);
          """)
    }
    return migrator
  }

  func read<Value: Sendable>(_ work: @Sendable (Database) throws -> Value) async throws(ConnectorError) -> Value {
    do { return try await pool.read { try work($0) } } catch { throw .storage("\(error)") }
  }

  @discardableResult
  func write<Value: Sendable>(
    _ work: @Sendable @escaping (Database) throws -> Value
  ) async throws(ConnectorError) -> Value {
    do { return try await pool.write { try work($0) } } catch { throw .storage("\(error)") }
  }

  // MARK: Facts

  func fact(_ name: String, of connector: String) async throws(ConnectorError) -> String? {
    do {
      return try await pool.read {
        try String.fetchOne(
          $0, sql: "SELECT value FROM fact WHERE connector = ? AND name = ?", arguments: [connector, name])
      }
    } catch {
      throw .storage("\(error)")
    }
  }

  /// - Parameter value: nil: the fact is forgotten.
  func set(_ name: String, _ value: String?, of connector: String) async throws(ConnectorError) {
    try await write { database in
      if let value {
        try database.execute(
          sql: "INSERT INTO fact VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
          arguments: [connector, name, value])
      } else {
        try database.execute(sql: "DELETE FROM fact WHERE connector = ? AND name = ?", arguments: [connector, name])
      }
    }
  }
}
