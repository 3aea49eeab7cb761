public import Foundation
internal import GRDB
internal import LiveshelfCore

/// Why `server.sqlite` could not be used. None is recoverable without the user's help.
public struct ServerDatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

/// The server's own facts: tokens, browser sessions, the audit log and the answers to requests with an idempotency key. What
/// rooms know is in databases of their own.
///
/// Several processes may have it open: `liveshelf token` works beside a server that runs.
public struct ServerDatabase: Sendable {
  let pool: DatabasePool

  /// The file in a server's folder.
  public static let fileName = "server.sqlite"

  /// Opens `server.sqlite` in a folder, makes it when it is not there, and brings it up to date.
  public init(folder: URL) throws(ServerDatabaseError) {
    let file = folder.appendingPathComponent(Self.fileName)
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      var configuration = GRDB.Configuration()
      configuration.busyMode = .timeout(5)
      configuration.maximumReaderCount = 4
      pool = try DatabasePool(path: file.path, configuration: configuration)
      try Self.migrator.migrate(pool)
    } catch {
      throw ServerDatabaseError(
        description: "\(file.path): cannot be opened: \(error); make the data folder writable for this user")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("tokens") { database in
      try database.create(table: "token") { table in
        table.primaryKey("id", .text)
        table.column("name", .text).notNull()
        table.column("hash", .text).notNull().unique()
        table.column("roles", .text).notNull()
        table.column("room", .text)
        table.column("created_at", .integer).notNull()
        table.column("expires_at", .integer)
        table.column("revoked_at", .integer)
      }
      try database.create(table: "session") { table in
        table.primaryKey("hash", .text)
        table.column("token", .text).notNull().references("token", onDelete: .cascade)
        table.column("csrf", .text).notNull()
        table.column("expires_at", .integer).notNull()
      }
    }
    migrator.registerMigration("audit") { database in
      try database.create(table: "audit") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("time", .integer).notNull()
        table.column("actor", .text).notNull()
        table.column("address", .text).notNull()
        table.column("action", .text).notNull()
        table.column("room", .text)
        table.column("target", .text)
        table.column("status", .integer).notNull()
      }
    }
    migrator.registerMigration("idempotency") { database in
      try database.create(table: "answer") { table in
        table.column("scope", .text).notNull()
        table.column("key", .text).notNull()
        table.column("fingerprint", .text).notNull()
        table.column("status", .integer).notNull()
        table.column("body", .text).notNull()
        table.column("time", .integer).notNull().indexed()
        table.primaryKey(["scope", "key"])
      }
    }
    return migrator
  }
}

extension WallTime {
  /// RFC 3339 in UTC, as the API writes the server's own times.
  var text: String { formatted(in: .utc) }
}
