internal import GRDB
internal import Synchronization

/// A backbone in one SQLite file, for one process: what one machine needs, without a server.
///
/// A commit is durable when a call returns (`synchronous = FULL`), also after a power cut.
public final class EmbeddedBackbone: Backbone {
  public let largestRecord = 8 << 20
  let store: EmbeddedStore
  let commits: GroupCommit
  /// Changes of records, leases and state.
  let changes = ChangeSignal()
  let consumers = Mutex<[String: EmbeddedConsumer]>([:])
  /// Until when each lease is held. In memory: a lease does not outlive the process.
  let leaseDeadlines = Mutex<[String: ContinuousClock.Instant]>([:])

  /// Opens the file, or makes it.
  /// - Throws: `.refused` when another process has it open, `.damaged`.
  public init(path: String) throws(BackboneError) {
    store = try EmbeddedStore(path: path)
    commits = GroupCommit(store)
  }

  public func close() async {
    commits.close()
    changes.notify()
  }

  /// Reads without blocking the caller's thread.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(BackboneError) -> Value {
    do {
      return try await store.database.read(body)
    } catch {
      throw BackboneError(error)
    }
  }

  /// Writes, and wakes who waits for changes.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(BackboneError) -> Value {
    let value = try await commits.write(body)
    changes.notify()
    return value
  }

  /// Looks until something is there, at most so long.
  func poll<Element>(
    for duration: Duration, _ look: () async throws(BackboneError) -> [Element]
  ) async throws(BackboneError) -> [Element] {
    let deadline = ContinuousClock.now + duration
    while true {
      let version = changes.version
      let found = try await look()
      let left = deadline - .now
      guard found.isEmpty, left > .zero, !Task.isCancelled else { return found }
      await changes.wait(after: version, atMost: left)
    }
  }
}
