internal import GRDB
public import LiveshelfCore

/// Why a token was not made or revoked. The user can mend all cases.
public enum TokenError: Error, Hashable, Sendable, CustomStringConvertible {
  case invalidName(String)
  case noRoles
  case unknown(String)
  case storage(String)

  public var description: String {
    switch self {
    case .invalidName(let name): "'\(name)' cannot name a token; take 1 to 64 characters on one line"
    case .noRoles: "a token needs at least one role: viewer, operator, ingest or admin"
    case .unknown(let id): "there is no token '\(id)'; `liveshelf token list` shows them"
    case .storage(let reason): "the tokens cannot be read or written: \(reason)"
    }
  }
}

/// Bearer tokens in `server.sqlite`. A secret is shown once, when it is made; only its SHA-256 is kept.
///
/// Every look goes to the database, so that a token that another process revokes is dead at once.
public struct TokenStore: Sendable {
  /// What every secret begins with, so that scanners for leaked secrets know it.
  public static let prefix = "lvs_"

  private let database: ServerDatabase

  public init(_ database: ServerDatabase) {
    self.database = database
  }

  /// - Parameters:
  ///   - room: the only room that it is good for; nil: all.
  ///   - expiresAt: nil: never.
  /// - Returns: the token, and its secret, which cannot be had again.
  public func create(
    name: String, roles: Set<Role>, room: RoomName? = nil, createdAt: WallTime, expiresAt: WallTime? = nil
  ) throws(TokenError) -> (token: AccessToken, secret: String) {
    guard (1...64).contains(name.count), !name.contains(where: \.isNewline) else { throw .invalidName(name) }
    guard !roles.isEmpty else { throw .noRoles }
    let secret = Self.prefix + Secret.random()
    let hash = Secret.hash(secret)
    let token = AccessToken(
      id: String(hash.prefix(12)), name: name, roles: roles, room: room, createdAt: createdAt, expiresAt: expiresAt,
      revokedAt: nil)
    try perform { database in
      try database.execute(
        sql: "INSERT INTO token (id, name, hash, roles, room, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          token.id, name, hash, roles.sorted().map(\.rawValue).joined(separator: ","), room?.text,
          createdAt.microseconds, expiresAt?.microseconds,
        ])
    }
    return (token, secret)
  }

  /// All tokens, revoked and expired ones too, in the order in which they were made.
  public func list() throws(TokenError) -> [AccessToken] {
    do {
      return try database.pool.read { database in
        try GRDB.Row.fetchAll(database, sql: "SELECT * FROM token ORDER BY created_at, id").map(Self.token)
      }
    } catch {
      throw .storage("\(error)")
    }
  }

  /// - Parameter id: an id, or the name of exactly one token that is good.
  public func revoke(_ id: String, at time: WallTime) throws(TokenError) -> AccessToken {
    let tokens = try list()
    let named = tokens.filter { $0.name == id && $0.revokedAt == nil }
    guard var token = tokens.first(where: { $0.id == id }) ?? (named.count == 1 ? named.first : nil) else {
      throw .unknown(id)
    }
    token.revokedAt = token.revokedAt ?? time
    let (tokenID, revokedAt) = (token.id, token.revokedAt?.microseconds)
    try perform { database in
      try database.execute(sql: "UPDATE token SET revoked_at = ? WHERE id = ?", arguments: [revokedAt, tokenID])
      try database.execute(sql: "DELETE FROM session WHERE token = ?", arguments: [tokenID])
    }
    return token
  }

  /// The good token with a secret; nil: there is none.
  public func verify(_ secret: String, at time: WallTime) async throws(TokenError) -> AccessToken? {
    guard secret.hasPrefix(Self.prefix), secret.utf8.count < 256 else { return nil }
    let hash = Secret.hash(secret)
    return try await find("SELECT * FROM token WHERE hash = ?", hash, at: time)
  }

  /// The token with an id while it is good; nil: it is not.
  public func token(_ id: String, at time: WallTime) async throws(TokenError) -> AccessToken? {
    try await find("SELECT * FROM token WHERE id = ?", id, at: time)
  }

  /// Whether any token was ever made, also one that is expired or revoked: who has made one wants to know who calls.
  public func hasAny() async throws(TokenError) -> Bool {
    do {
      return try await database.pool.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM token)") ?? false }
    } catch {
      throw .storage("\(error)")
    }
  }

  /// Whether any token is good.
  public func hasValidToken(at time: WallTime) throws(TokenError) -> Bool {
    try list().contains { $0.isValid(at: time) }
  }

  private func find(_ query: String, _ argument: String, at time: WallTime) async throws(TokenError) -> AccessToken? {
    do {
      let token = try await database.pool.read { database in
        try GRDB.Row.fetchOne(database, sql: query, arguments: [argument]).map(Self.token)
      }
      return token.flatMap { $0.isValid(at: time) ? $0 : nil }
    } catch {
      throw .storage("\(error)")
    }
  }

  private func perform(_ work: @Sendable (Database) throws -> Void) throws(TokenError) {
    do {
      try database.pool.write { try work($0) }
    } catch {
      throw .storage("\(error)")
    }
  }

  private static func token(_ row: GRDB.Row) -> AccessToken {
    func time(_ column: String) -> WallTime? {
      (row[column] as Int64?).map { WallTime(microseconds: $0) }
    }
    let roles = (row["roles"] as String? ?? "").split(separator: ",").compactMap { Role(rawValue: String($0)) }
    return AccessToken(
      id: row["id"] as String? ?? "", name: row["name"] as String? ?? "", roles: Set(roles),
      room: (row["room"] as String?).flatMap { RoomName($0) },
      createdAt: time("created_at") ?? WallTime(microseconds: 0), expiresAt: time("expires_at"),
      revokedAt: time("revoked_at"))
  }
}
