public import Foundation

/// What many machines share: ordered durable logs, work that is handed out and acknowledged, leases, and small state.
///
/// All calls may come from any task; none blocks a thread for longer than a local write.
public protocol Backbone: Sendable {
  /// The largest body of a record or value, in bytes.
  var largestRecord: Int { get }

  // MARK: Logs

  /// Makes the records durable, in the given order, and returns a receipt for each. Sent together: the whole takes
  /// little longer than one. When it fails some of the records may have been stored: repeat it with the same ids; those
  /// that were missing then come after those that were not. Not for logs, whose records are written under a lease.
  func append(_ records: [NewRecord], to subject: Subject) async throws(BackboneError) -> [Receipt]

  /// Makes the record durable if the condition holds; otherwise `.conflict` or `.fenced`.
  func append(
    _ record: NewRecord, to subject: Subject, if condition: AppendCondition
  ) async throws(BackboneError) -> Receipt

  /// The last record of a subject.
  func last(of subject: Subject) async throws(BackboneError) -> StoredRecord?

  /// Records after a sequence, oldest first, at most `limit` (and fewer when they are large). A reader that must have
  /// all compares with `last(of:)`: a replica that lags may return fewer than there are.
  func read(_ subject: Subject, after sequence: UInt64, limit: Int) async throws(BackboneError) -> [StoredRecord]

  /// The records after a sequence and those that come, in order, none left out that is kept.
  func follow(_ subject: Subject, after sequence: UInt64) async throws(BackboneError) -> Feed<StoredRecord>

  /// Forgets the records up to a sequence; the last one of the subject is kept.
  func trim(_ subject: Subject, through sequence: UInt64) async throws(BackboneError)

  // MARK: Leases

  /// Takes the lease when it is free, or when its holder has not renewed it for its lifetime, as seen from here.
  /// `lifetime` is 100 ms…1 h.
  func acquireLease(
    _ name: String, holder: String, lifetime: Duration
  ) async throws(BackboneError) -> LeaseAttempt

  /// Starts the lease's lifetime anew. A lease that ran out can still be renewed while nobody else has taken it.
  /// - Throws: `.leaseLost`.
  func renewLease(_ lease: Lease) async throws(BackboneError) -> Lease

  /// Gives the lease back: others may take it at once. Does nothing when it is lost.
  func releaseLease(_ lease: Lease) async throws(BackboneError)

  /// The leases whose names start with a prefix (`rooms.` …), and their changes.
  func watchLeases(prefix: String) async throws(BackboneError) -> Feed<LeaseState>

  // MARK: Small state

  /// The entry; nil when there is none or it was deleted.
  func state(_ key: String) async throws(BackboneError) -> StateEntry?

  /// Writes the value, whatever was there; returns its revision.
  @discardableResult
  func putState(_ key: String, _ value: Data) async throws(BackboneError) -> UInt64

  /// Writes the value if the entry has this revision (nil: if there is no entry); otherwise `.conflict`.
  @discardableResult
  func putState(_ key: String, _ value: Data, expecting revision: UInt64?) async throws(BackboneError) -> UInt64

  func deleteState(_ key: String) async throws(BackboneError)

  /// The entries whose keys start with a prefix that ends in a dot (or all, when it is empty), and their changes.
  func watchState(prefix: String) async throws(BackboneError) -> Feed<StateEntry>

  /// Ends all that is under way with `.closed`. Leases are not released.
  func close() async
}

extension Backbone {
  /// Makes one record durable.
  public func append(_ record: NewRecord, to subject: Subject) async throws(BackboneError) -> Receipt {
    guard let receipt = try await append([record], to: subject).first else {
      throw .damaged("no receipt for one record")
    }
    return receipt
  }
}
