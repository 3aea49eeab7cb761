internal import Foundation
internal import GRDB

/// A SQLite database of which nothing that was committed gets lost.
enum DurableDatabase {
  /// Opens or makes a database in write-ahead mode with `synchronous = FULL`, and brings it up to date.
  static func open(_ path: String, migrator: DatabaseMigrator) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.label = "store"
    let pool = try DatabasePool(path: path, configuration: configuration)
    // The pool chooses NORMAL for its writer when it opens, after its preparation hooks; NORMAL may lose the last
    // commits when the machine loses power.
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
      let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
      guard level == 2 else {
        throw StoreError.unusable(path: path, reason: "SQLite does not write synchronously (\(level ?? -1))")
      }
    }
    if try pool.read(migrator.hasBeenSuperseded) { throw StoreError.newer(path: path) }
    try migrator.migrate(pool)
    return pool
  }
}
