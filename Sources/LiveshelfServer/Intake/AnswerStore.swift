internal import Foundation
internal import GRDB
internal import HTTPTypes
internal import LiveshelfCore
internal import Synchronization

/// Remembers the answers to requests with an idempotency key, for a day, over restarts too (cf. Stripe's and the IETF draft's
/// Idempotency-Key header, draft-ietf-httpapi-idempotency-key-header).
final class AnswerStore: Sendable {
  struct Answer: Sendable {
    var status: Int
    var body: String
  }

  static let lifetime = 86_400.0
  static let maximumKeyLength = 255

  private let database: ServerDatabase
  private let underWay = Mutex<Set<String>>([])

  init(_ database: ServerDatabase) {
    self.database = database
  }

  /// Reserves a key until `release`; false: a request with it is under way.
  func reserve(scope: String, key: String) -> Bool {
    underWay.withLock { $0.insert("\(scope)\n\(key)").inserted }
  }

  func release(scope: String, key: String) {
    _ = underWay.withLock { $0.remove("\(scope)\n\(key)") }
  }

  /// The answer that was given for a key.
  ///
  /// - Throws: `APIError` (422) when the request was another one.
  func answer(scope: String, key: String, fingerprint: String, at time: WallTime) async throws -> Answer? {
    let found = try await database.pool.read { database in
      try GRDB.Row.fetchOne(
        database, sql: "SELECT fingerprint, status, body FROM answer WHERE scope = ? AND key = ? AND time > ?",
        arguments: [scope, key, time.microseconds - Int64(Self.lifetime * 1_000_000)]
      ).map { row -> (String, Answer) in
        (
          row["fingerprint"] as String? ?? "",
          Answer(status: row["status"] as Int? ?? 500, body: row["body"] as String? ?? "")
        )
      }
    }
    guard let (known, answer) = found else { return nil }
    guard known == fingerprint else {
      throw APIError(
        .unprocessableContent, "idempotency_mismatch",
        "the key was used for another body; take a new key for each new request", field: "Idempotency-Key")
    }
    return answer
  }

  func keep(_ answer: Answer, scope: String, key: String, fingerprint: String, at time: WallTime) async throws {
    try await database.pool.write { database in
      try database.execute(
        sql: "DELETE FROM answer WHERE time < ?",
        arguments: [time.microseconds - Int64(Self.lifetime * 1_000_000)])
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO answer (scope, key, fingerprint, status, body, time) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [scope, key, fingerprint, answer.status, answer.body, time.microseconds])
    }
  }
}
