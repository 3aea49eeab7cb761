internal import Foundation
internal import GRDB
public import LiveshelfCore

/// Where a message stands.
public enum MessageState: String, Codable, Hashable, Sendable, CaseIterable {
  /// It waits to be handled, or to be tried again.
  case waiting
  case done
  /// Of a kind that the connector does not know.
  case unknown
  /// It cannot be understood, or the platform refuses its detail.
  case quarantined
}

/// A message that is kept.
public struct KeptMessage: Hashable, Sendable {
  public var sequence: Int64
  public var message: PlatformMessage
  public var state: MessageState
  public var attempts: Int
  public var receivedAt: WallTime
  /// Why it was not handled.
  public var reason: String
}

extension ConnectorStore {
  /// Seconds for which handled messages are known, so that repeats of them are.
  private static let memorySeconds = 30.0 * 86_400

  /// Keeps messages; when it returns they survive a crash.
  ///
  /// - Returns: how many are new.
  func keep(_ messages: [PlatformMessage], of connector: String, at now: WallTime) async throws(ConnectorError) -> Int {
    try await write { database in
      var new = 0
      for message in messages {
        try database.execute(
          sql: """
            INSERT INTO message (connector, id, kind, subject, content, state, received_at, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connector, id) DO NOTHING
            """,
          arguments: [
            connector, message.id, message.kind, message.subject,
            String(decoding: message.content.encoded, as: UTF8.self),
            message.isKnown ? MessageState.waiting.rawValue : MessageState.unknown.rawValue, now.microseconds,
            now.microseconds,
          ])
        new += database.changesCount
      }
      return new
    }
  }

  /// Messages that are due, in the order in which they came.
  func due(of connector: String, at now: WallTime, limit: Int) async throws(ConnectorError) -> [KeptMessage] {
    try await read { database in
      try GRDB.Row.fetchAll(
        database,
        sql: """
          SELECT * FROM message WHERE connector = ? AND state = 'waiting' AND due_at <= ? ORDER BY sequence LIMIT ?
          """, arguments: [connector, now.microseconds, limit]
      ).map(Self.message)
    }
  }

  /// When the next message is due; nil: none waits.
  func nextDue(of connector: String) async throws(ConnectorError) -> WallTime? {
    try await read { database in
      try Int64.fetchOne(
        database, sql: "SELECT MIN(due_at) FROM message WHERE connector = ? AND state = 'waiting'",
        arguments: [connector]
      ).map { WallTime(microseconds: $0) }
    }
  }

  /// Newest first.
  func messages(
    of connector: String, in states: [MessageState], before: Int64, limit: Int
  ) async throws(ConnectorError) -> [KeptMessage] {
    let names = states.map { "'\($0.rawValue)'" }.joined(separator: ",")
    return try await read { database in
      try GRDB.Row.fetchAll(
        database,
        sql: """
          SELECT * FROM message WHERE connector = ? AND sequence < ? AND state IN (\(names))
          ORDER BY sequence DESC LIMIT ?
          """, arguments: [connector, before, limit]
      ).map(Self.message)
    }
  }

  func counts(of connector: String) async throws(ConnectorError) -> [MessageState: Int] {
    try await read { database in
      let rows = try GRDB.Row.fetchAll(
        database, sql: "SELECT state, COUNT(*) AS number FROM message WHERE connector = ? GROUP BY state",
        arguments: [connector])
      return Dictionary(
        rows.compactMap { row in
          MessageState(rawValue: row["state"] as String? ?? "").map { ($0, row["number"] as Int? ?? 0) }
        }
      ) { $1 }
    }
  }

  /// Messages that failed for now, or for good.
  func fail(
    _ sequences: [Int64], state: MessageState, dueAt: WallTime, reason: String
  ) async throws(ConnectorError) {
    let reason = String(reason.prefix(500))
    try await write { database in
      for sequence in sequences {
        try database.execute(
          sql: "UPDATE message SET state = ?, attempts = attempts + 1, due_at = ?, reason = ? WHERE sequence = ?",
          arguments: [state.rawValue, dueAt.microseconds, reason, sequence])
      }
    }
  }

  /// Puts messages that were set aside back in line.
  ///
  /// - Parameter ids: nil: all of them.
  /// - Returns: how many.
  func replay(_ ids: [Int64]?, of connector: String, at now: WallTime) async throws(ConnectorError) -> Int {
    try await write { database in
      let base = """
        UPDATE message SET state = 'waiting', attempts = 0, due_at = ?, reason = ''
        WHERE connector = ? AND state IN ('quarantined', 'unknown')
        """
      guard let ids else {
        try database.execute(sql: base, arguments: [now.microseconds, connector])
        return database.changesCount
      }
      var count = 0
      for id in ids {
        try database.execute(sql: base + " AND sequence = ?", arguments: [now.microseconds, connector, id])
        count += database.changesCount
      }
      return count
    }
  }

  /// Forgets what was handled long ago.
  func trim(_ connector: String, at now: WallTime) async throws(ConnectorError) {
    let before = (now + -Self.memorySeconds).microseconds
    try await write { database in
      try database.execute(
        sql: "DELETE FROM message WHERE connector = ? AND state = 'done' AND received_at < ?",
        arguments: [connector, before])
    }
  }

  private static func message(_ row: GRDB.Row) throws -> KeptMessage {
    let content = try PlatformJSON(parsing: (row["content"] as String? ?? "null").utf8)
    let state = MessageState(rawValue: row["state"] as String? ?? "") ?? .waiting
    return KeptMessage(
      sequence: row["sequence"] as Int64? ?? 0,
      message: PlatformMessage(
        id: row["id"] as String? ?? "", kind: row["kind"] as String? ?? "", subject: row["subject"] as String? ?? "",
        content: content, isKnown: state != .unknown),
      state: state, attempts: row["attempts"] as Int? ?? 0,
      receivedAt: WallTime(microseconds: row["received_at"] as Int64? ?? 0), reason: row["reason"] as String? ?? "")
  }
}
