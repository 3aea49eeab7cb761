public import Foundation
internal import GRDB
public import LiveshelfCore

/// The durable side of a room: its log of inputs, its ledger, and the signals that wait for delivery, in one SQLite
/// database.
///
/// What a call has written when it returns survives a crash of the process and of the machine (write-ahead log,
/// `synchronous = FULL`, asserted at opening). One process may have a room open; any thread may call.
public final class RoomStore: Sendable {
  public let room: RoomName
  /// The database's file.
  public let path: String
  let pool: DatabasePool

  /// Opens a room's database, makes it when it is absent, and brings an older one up to date.
  ///
  /// - Parameter folder: the room's folder; made when absent.
  /// - Throws: `.unusable`, `.damaged`, `.newer`, `.locked`, `.full`.
  public init(room: RoomName, folder: URL) throws(StoreError) {
    self.room = room
    let path = folder.appending(path: "room.sqlite").path
    self.path = path
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .unusable(path: path, reason: FileTrouble.reason(error))
    }
    do {
      pool = try DurableDatabase.open(path, migrator: RoomSchema.migrator)
    } catch {
      throw StoreError(error, path: path)
    }
    // All rows of a log are of one version: a program that reads another one does not write into it.
    let first = try read { try Data.fetchOne($0, sql: "SELECT body FROM log ORDER BY sequence LIMIT 1") }
    guard let version = first?.first, version != WireFormat.version else { return }
    throw version < WireFormat.version ? .older(path: path) : .newer(path: path)
  }

  /// Runs a transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try pool.write(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads from one state of the database, while writing goes on.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try pool.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Looks at every page of the database; takes a second per hundred megabytes.
  ///
  /// - Returns: what is wrong; empty: nothing.
  public func problems() throws(StoreError) -> [String] {
    try read { database in
      try String.fetchAll(database, sql: "PRAGMA quick_check").filter { $0 != "ok" }
    }
  }

  /// Writes what the write-ahead log holds into the database and closes it. The store is not usable afterwards.
  public func close() throws(StoreError) {
    do {
      _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try pool.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
