public import Backbone
public import Foundation

/// One row of a room's log: an input with what it brought about.
public struct ReplicatedRow: Hashable, Sendable {
  /// Counts 1, 2, 3 … within the room.
  public var sequence: Int64
  /// The show to which it belongs; printable ASCII.
  public var show: String
  /// What the store wrote; opaque here. At most 512 KiB.
  public var body: Data

  public init(sequence: Int64, show: String, body: Data) {
    self.sequence = sequence
    self.show = show
    self.body = body
  }
}

/// How far the backbone has a room's log.
public struct ReplicatedPosition: Hashable, Sendable {
  /// The last row that the backbone has; zero when it has none.
  public var row: Int64
  /// The sequence of the backbone's record that holds that row.
  public var record: UInt64

  public init(row: Int64 = 0, record: UInt64 = 0) {
    self.row = row
    self.record = record
  }
}

/// A room's local store, as the replicator sees it. Calls are synchronous and may come from any thread, one at a time.
///
/// The store is the room's spool: it takes rows also while the backbone cannot be reached.
public protocol ReplicableLog: Sendable {
  /// Tells this store from every other that may hold the same room's log; stable for the store's life. ASCII.
  func identity() throws -> String
  /// What was confirmed last. May lag behind the backbone after a crash.
  func replicatedPosition() throws -> ReplicatedPosition
  /// Rows after a row, oldest first.
  func rows(after row: Int64, limit: Int) throws -> [ReplicatedRow]
  /// Remembers that the backbone has the rows up to here.
  func confirmReplicated(_ position: ReplicatedPosition) throws
  /// Removes all rows after a row, with everything that they brought about: they never reached the backbone, and
  /// another owner has gone on without them.
  func discard(after row: Int64) throws
  /// Appends rows that another owner wrote, and confirms the position in the same transaction.
  func restore(_ rows: [ReplicatedRow], replicated position: ReplicatedPosition) throws
}

/// Where a room takes intake.
public protocol IntakeReceiver: Sendable {
  /// The sequence of the last intake record whose effects are in the log; zero when there is none. Part of the log, so
  /// that it is restored with it: that is what makes every record count exactly once.
  func intakePosition() async throws -> UInt64
  /// Applies records in their order, and writes the last one's sequence with their effects. Records at or before the
  /// position have been applied and are skipped. Returns the last log row of the effects. A record that cannot be read
  /// must not make it throw: it is rejected with a row that says so.
  func accept(_ records: [StoredRecord]) async throws -> Int64
}
