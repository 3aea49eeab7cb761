internal import GRDB
internal import LiveshelfCore

/// A browser that signed in with a token. Sessions outlive a restart of the server, so that screens on walls come back.
struct BrowserSession: Hashable, Sendable {
  /// The SHA-256 of its cookie.
  var id: String
  var token: AccessToken
  /// What calls that change something must send as `X-Liveshelf-CSRF`.
  var csrfToken: String
  var expiresAt: WallTime
}

/// Browser sessions in `server.sqlite`; only the cookies' SHA-256 are kept.
struct SessionStore: Sendable {
  static let cookieName = "liveshelf_session"
  static let csrfHeader = "X-Liveshelf-CSRF"

  private let database: ServerDatabase
  private let tokens: TokenStore

  init(_ database: ServerDatabase) {
    self.database = database
    tokens = TokenStore(database)
  }

  /// - Returns: the session and its cookie's value.
  func create(for token: AccessToken, lifetime: Double, at time: WallTime) async throws -> (BrowserSession, String) {
    let cookie = Secret.random()
    let expiry = min(time + lifetime, token.expiresAt ?? time + lifetime)
    let session = BrowserSession(id: Secret.hash(cookie), token: token, csrfToken: Secret.random(), expiresAt: expiry)
    try await database.pool.write { database in
      try database.execute(sql: "DELETE FROM session WHERE expires_at < ?", arguments: [time.microseconds])
      try database.execute(
        sql: "INSERT INTO session (hash, token, csrf, expires_at) VALUES (?, ?, ?, ?)",
        arguments: [session.id, token.id, session.csrfToken, expiry.microseconds])
    }
    return (session, cookie)
  }

  /// The session of a cookie while it and its token are good.
  func session(_ cookie: String, at time: WallTime) async throws -> BrowserSession? {
    guard cookie.utf8.count < 256 else { return nil }
    return try await session(id: Secret.hash(cookie), at: time)
  }

  /// The session with an id while it and its token are good.
  func session(id hash: String, at time: WallTime) async throws -> BrowserSession? {
    let row = try await database.pool.read { database in
      try GRDB.Row.fetchOne(
        database, sql: "SELECT token, csrf, expires_at FROM session WHERE hash = ? AND expires_at > ?",
        arguments: [hash, time.microseconds]
      ).map { ($0["token"] as String? ?? "", $0["csrf"] as String? ?? "", $0["expires_at"] as Int64? ?? 0) }
    }
    guard let (id, csrf, expiry) = row, let token = try await tokens.token(id, at: time) else { return nil }
    return BrowserSession(id: hash, token: token, csrfToken: csrf, expiresAt: WallTime(microseconds: expiry))
  }

  func end(_ cookie: String) async throws {
    let hash = Secret.hash(cookie)
    try await database.pool.write { database in
      try database.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [hash])
    }
  }
}
