public import Foundation
internal import GRDB
internal import Synchronization

extension EmbeddedBackbone {
  public func state(_ key: String) async throws(BackboneError) -> StateEntry? {
    let key = try BackboneName.checked(key)
    let entry = try await read { database in try database.entry(key) }
    return entry?.value == nil ? nil : entry
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data) async throws(BackboneError) -> UInt64 {
    let key = try checked(key, value)
    return try await write { database in try database.put(key, value) }
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data, expecting revision: UInt64?) async throws(BackboneError) -> UInt64
  {
    let key = try checked(key, value)
    return try await write { database in
      let entry = try database.entry(key)
      let current = entry?.value == nil ? nil : entry?.revision
      guard current == revision else { throw BackboneError.conflict(last: current ?? 0) }
      return try database.put(key, value)
    }
  }

  public func deleteState(_ key: String) async throws(BackboneError) {
    let key = try BackboneName.checked(key)
    try await write { database in _ = try database.put(key, nil) }
  }

  public func watchState(prefix: String) async throws(BackboneError) -> Feed<StateEntry> {
    let seen = Mutex<UInt64>(0)
    return Feed { wait throws(BackboneError) in
      try await self.poll(for: wait) { () throws(BackboneError) in
        let after = seen.withLock { $0 }
        let entries = try await self.read { database in
          try Row.fetchAll(
            database,
            sql: "SELECT * FROM state WHERE revision > ? AND substr(key, 1, length(?)) = ? ORDER BY revision",
            arguments: [Int64(bitPattern: after), prefix, prefix]
          ).map(StateEntry.init(row:))
        }
        if let last = entries.last { seen.withLock { $0 = last.revision } }
        // Who comes new need not know of what was deleted before.
        return after == 0 ? entries.filter { $0.value != nil } : entries
      }
    }
  }

  private func checked(_ key: String, _ value: Data) throws(BackboneError) -> String {
    guard value.count <= largestRecord else { throw .tooLarge(bytes: value.count, limit: largestRecord) }
    return try BackboneName.checked(key)
  }
}

extension Database {
  fileprivate func entry(_ key: String) throws -> StateEntry? {
    try Row.fetchOne(self, sql: "SELECT * FROM state WHERE key = ?", arguments: [key]).map(StateEntry.init(row:))
  }

  fileprivate func put(_ key: String, _ value: Data?) throws -> UInt64 {
    let revision = try nextRevision()
    try execute(
      sql: "INSERT OR REPLACE INTO state VALUES (?, ?, ?)", arguments: [key, value, Int64(bitPattern: revision)])
    return revision
  }
}

extension StateEntry {
  fileprivate init(row: Row) {
    let revision: Int64 = row["revision"]
    self.init(key: row["key"], value: row["value"], revision: UInt64(bitPattern: revision))
  }
}
