internal import Foundation
internal import GRDB
internal import Glibc

/// The SQLite file of an embedded backbone, locked for this process.
final class EmbeddedStore: Sendable {
  let database: DatabaseQueue
  private let lock: FileLock

  /// - Throws: `.refused` when another process has the file, `.damaged`.
  init(path: String) throws(BackboneError) {
    lock = try FileLock(path: path + ".lock")
    do {
      var configuration = Configuration()
      configuration.label = "backbone"
      configuration.journalMode = .wal
      database = try DatabaseQueue(path: path, configuration: configuration)
      // GRDB sets synchronous to NORMAL for write-ahead logs, with which a power cut loses commits.
      let synchronous = try database.inDatabase { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        return try Int.fetchOne(database, sql: "PRAGMA synchronous")
      }
      guard synchronous == 2 else { throw BackboneError.refused("\(path): SQLite does not take synchronous = FULL") }
      try Self.migrations.migrate(database)
      // Nobody can still hold a lease: the lock says that the process which gave it is gone.
      try database.write { try $0.execute(sql: "UPDATE leases SET holder = NULL") }
    } catch {
      throw BackboneError(error, path: path)
    }
  }

  private static var migrations: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: logs, consumers, leases, state") { database in
      try database.execute(
        sql: """
          CREATE TABLE records (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, id TEXT NOT NULL, token INTEGER,
            attributes TEXT NOT NULL, body BLOB NOT NULL);
          CREATE INDEX records_by_subject ON records (subject, sequence);
          CREATE UNIQUE INDEX records_by_id ON records (subject, id);
          CREATE TABLE consumers (
            subject TEXT NOT NULL, name TEXT NOT NULL, floor INTEGER NOT NULL, PRIMARY KEY (subject, name));
          CREATE TABLE acknowledged (
            subject TEXT NOT NULL, name TEXT NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (subject, name, sequence)) WITHOUT ROWID;
          CREATE TABLE leases (
            name TEXT PRIMARY KEY, holder TEXT, token INTEGER NOT NULL, lifetime INTEGER NOT NULL,
            revision INTEGER NOT NULL) WITHOUT ROWID;
          CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB, revision INTEGER NOT NULL) WITHOUT ROWID;
          CREATE INDEX state_by_revision ON state (revision);
          CREATE TABLE revisions (latest INTEGER NOT NULL);
          INSERT INTO revisions VALUES (0);
          """)
    }
    return migrator
  }
}

extension Database {
  /// The next revision of leases and state.
  func nextRevision() throws -> UInt64 {
    try execute(sql: "UPDATE revisions SET latest = latest + 1")
    guard let latest = try Int64.fetchOne(self, sql: "SELECT latest FROM revisions") else {
      throw BackboneError.damaged("the table of revisions is empty")
    }
    return UInt64(bitPattern: latest)
  }
}

/// Held while the process lives.
private final class FileLock: Sendable {
  private let descriptor: Int32

  init(path: String) throws(BackboneError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .refused("\(path): \(String(cString: strerror(errno)))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .refused("\(path): another process uses this backbone; several processes need NATS")
    }
  }

  deinit { close(descriptor) }
}

extension BackboneError {
  /// An error of SQLite in the backbone's terms.
  init(_ error: any Error, path: String = "the backbone's file") {
    switch error {
    case let error as BackboneError: self = error
    case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB:
      self = .damaged("\(path): \(error.message ?? "the file is no database")")
    case let error as DatabaseError where error.resultCode == .SQLITE_IOERR || error.resultCode == .SQLITE_BUSY:
      self = .unavailable("\(path): \(error)")
    case let error as DatabaseError: self = .refused("\(path): \(error)")
    default: self = .refused("\(path): \(error)")
    }
  }
}
