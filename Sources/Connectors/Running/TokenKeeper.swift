internal import Crypto
internal import Foundation
internal import LiveshelfCore

/// Keeps a platform's token fresh: one refresh at a time, and what came of it is durable before it is used.
actor TokenKeeper {
  private struct Stored: Codable {
    var access, refresh: String
    var expiresAt: Int64?
    /// The hash of the configured token that this one came from: another one in the configuration is believed.
    var origin: String
  }

  private static let fact = "token"
  /// Seconds before its end at which a token is refreshed.
  private static let margin = 600.0

  private let connector: any Connector
  private let platform: PlatformClient
  private let store: ConnectorStore
  private var isLoaded = false
  private var refreshing: Task<Result<Bool, ConnectorError>, Never>?

  init(_ connector: any Connector, _ platform: PlatformClient, _ store: ConnectorStore) {
    self.connector = connector
    self.platform = platform
    self.store = store
  }

  /// Asks the platform with a token that is good, and once more with a fresh one when it is refused.
  func asking<Value: Sendable>(
    _ work: @Sendable () async throws(ConnectorError) -> Value
  ) async throws(ConnectorError) -> Value {
    try await load()
    let token = platform.currentToken
    if let end = token?.expiresAt, end - platform.clock.now < Self.margin { _ = try await refresh(token) }
    if token == nil { _ = try await refresh(nil) }
    do {
      return try await work()
    } catch .unauthorized(let reason) {
      guard try await refresh(platform.currentToken) else { throw .unauthorized(reason) }
      return try await work()
    }
  }

  /// - Returns: whether there is another token now.
  private func refresh(_ old: PlatformToken?) async throws(ConnectorError) -> Bool {
    if platform.currentToken != old { return true }
    let task =
      refreshing
      ?? Task { [connector, platform, store, origin] in
        do throws(ConnectorError) {
          guard let fresh = try await connector.freshToken(old, platform) else { return .success(false) }
          let stored = Stored(
            access: fresh.access, refresh: fresh.refresh, expiresAt: fresh.expiresAt?.microseconds, origin: origin)
          guard let data = try? JSONEncoder().encode(stored) else { throw .storage("a token cannot be written") }
          try await store.set(Self.fact, String(decoding: data, as: UTF8.self), of: platform.settings.name)
          platform.replace(fresh)
          return .success(true)
        } catch {
          return .failure(error)
        }
      }
    refreshing = task
    let result = await task.value
    refreshing = nil
    return try result.get()
  }

  private func load() async throws(ConnectorError) {
    guard !isLoaded else { return }
    if let text = try await store.fact(Self.fact, of: platform.settings.name),
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)), stored.origin == origin
    {
      platform.replace(
        PlatformToken(
          access: stored.access, refresh: stored.refresh,
          expiresAt: stored.expiresAt.map { WallTime(microseconds: $0) }))
    }
    isLoaded = true
  }

  private var origin: String {
    let token = platform.settings.token
    return Data(SHA256.hash(data: Data("\(token?.access ?? "")\n\(token?.refresh ?? "")".utf8))).base64EncodedString()
  }
}
