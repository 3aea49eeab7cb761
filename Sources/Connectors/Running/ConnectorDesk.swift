internal import Concurrency
public import CoreMetrics
internal import Foundation
internal import Synchronization
public import LiveshelfCore
public import Logging
public import RoomAPI
public import ServiceLifecycle

/// All connectors of a server.
public final class ConnectorDesk: Service, CustomStringConvertible {
  private let runners: [String: ConnectorRunner]
  /// In the order of the configuration.
  public let names: [String]

  /// - Throws: `setting`.
  public init(
    _ settings: [ConnectorSettings], store: ConnectorStore, service: any RoomService, metrics: any MetricsFactory,
    logger: Logger, clock: WallClock = .system
  ) throws(ConnectorError) {
    var runners: [String: ConnectorRunner] = [:]
    for one in settings {
      runners[one.name] = try ConnectorRunner(
        one, store: store, service: service, metrics: metrics, logger: logger, clock: clock)
    }
    self.runners = runners
    names = settings.map(\.name)
  }

  /// A desk without connectors.
  public init() {
    runners = [:]
    names = []
  }

  public var description: String { "ConnectorDesk(\(names.joined(separator: ", ")))" }

  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.runUntilCancelled() }
  }

  /// The same outside of a group of services.
  public func runUntilCancelled() async {
    await withTaskGroup(of: Void.self) { group in
      for runner in self.runners.values { group.addTask { await runner.run() } }
      // Without connectors it waits for the end as well: a service that returns ends its group.
      if self.runners.isEmpty { group.addTask { await pause(.seconds(1e9)) } }
    }
  }

  /// Takes a platform's call; nil: there is no connector of that name.
  public func accept(_ call: WebhookCall, for name: String) async throws(ConnectorError) -> Acknowledgement? {
    guard let runner = runners[name] else { return nil }
    return try await runner.accept(call)
  }

  public func health() async throws(ConnectorError) -> [ConnectorHealth] {
    var all: [ConnectorHealth] = []
    for name in names {
      guard let runner = runners[name] else { continue }
      var health = runner.health.withLock { $0 }
      health.messages = try await runner.store.counts(of: name)
      health.rowsWaiting = try await runner.store.outgoingCount(of: name)
      all.append(health)
    }
    return all
  }

  /// What a person should know: connectors that cannot do their work now, by name.
  public var troubles: [(name: String, reason: String)] {
    names.compactMap { name in
      guard let health = runners[name]?.health.withLock({ $0 }), health.state != .ok else { return nil }
      return (name, health.reason)
    }
  }

  /// Whether the platform can be reached with these secrets, in words.
  public func check(_ name: String) async throws(ConnectorError) -> String? {
    guard let runner = runners[name] else { return nil }
    return try await runner.tokens.asking { () async throws(ConnectorError) -> String in
      try await runner.connector.check(runner.platform)
    }
  }

  /// Drafts a purchase at a system, in words; nil: there is no such connector, or it takes none.
  public func draftPurchase(
    _ wish: PurchaseWish, by name: String, isRehearsal: Bool
  ) async throws(ConnectorError) -> String? {
    guard let runner = runners[name] else { return nil }
    return try await runner.tokens.asking { () async throws(ConnectorError) -> String? in
      try await runner.connector.draftPurchase(wish, isRehearsal: isRehearsal, runner.platform)
    }
  }

  /// Messages of these states, newest first, at most `limit`; nil: there is no such connector.
  public func messages(
    of name: String, in states: [MessageState], before: Int64, limit: Int
  ) async throws(ConnectorError) -> [KeptMessage]? {
    try await runners[name]?.store.messages(of: name, in: states, before: before, limit: limit)
  }

  /// Handles messages that were set aside again.
  ///
  /// - Parameter ids: nil: all.
  /// - Returns: how many; nil: there is no such connector.
  public func replay(_ ids: [Int64]?, of name: String) async throws(ConnectorError) -> Int? {
    guard let runner = runners[name] else { return nil }
    let count = try await runner.store.replay(ids, of: name, at: runner.clock.now)
    runner.messageBell.ring()
    return count
  }

  /// - Returns: nil: there is no such connector.
  public func backfill(_ name: String, since: WallTime) async throws(ConnectorError) -> Void? {
    guard let runner = runners[name] else { return nil }
    return try await runner.beginBackfill(since: since)
  }

  /// Asks a platform for what changed, now instead of at the next poll.
  public func pollNow(_ name: String) { runners[name]?.pollBell.ring() }
}
