public import Backbone
internal import Concurrency
internal import Foundation
public import LiveshelfCore

/// What was done with a room's log when it was taken over.
public struct Restoration: Hashable, Sendable {
  /// Rows that came from the backbone.
  public var restored = 0
  /// The last row that the backbone had.
  public var lastRow: Int64 = 0
  /// Rows of this store that an earlier owner had not brought to the backbone, and that others went on without.
  public var hasDiscarded = false
}

/// Brings a room's log rows to the backbone, in order, under the room's lease.
///
/// Each record expects the one before it as the subject's last, so a record is stored once, in its place, and by the
/// lease's holder only. While the backbone cannot be reached the rows wait in the local log.
public actor Replicator {
  private let backbone: any Backbone
  private let subject: Subject
  private let log: any ReplicableLog
  private let authority: RoomAuthority
  private let signal = ChangeSignal()
  private var position = ReplicatedPosition()
  /// The subject's last record, which the next one expects.
  private var last: UInt64 = 0
  private var writer = ""

  public init(_ backbone: any Backbone, room: RoomName, log: any ReplicableLog, authority: RoomAuthority) {
    self.backbone = backbone
    subject = .log(of: room)
    self.log = log
    self.authority = authority
  }

  /// Tells that the log has new rows. From any thread, as often as wanted.
  public nonisolated func rowsWereWritten() {
    signal.notify()
  }

  /// Bars the earlier owner, and makes the local log equal to the backbone's.
  ///
  /// Rows of the local log that the backbone does not have stay if nobody else has written since; otherwise they go.
  /// - Throws: `.fenced`, `.unavailable`, `.log`, `.damaged`.
  public func takeOver() async throws(BackboneError) -> Restoration {
    writer = try onLog(of: subject) { try log.identity() }
    var restorer = try onLog(of: subject) { try LogRestorer(log) }
    var reader = LogReader(backbone, subject, after: restorer.position.record)
    var hasOtherWriter = false
    while true {
      let end = try await backbone.last(of: subject)
      if let token = end?.token, token > authority.token { throw .fenced(by: token) }
      while let record = try await reader.next(through: end?.sequence ?? 0) {
        hasOtherWriter = hasOtherWriter || record.writer != writer
        if !record.isFence { try onLog(of: subject) { try restorer.apply(record) } }
      }
      do throws(BackboneError) {
        let fence = NewRecord(
          id: "fence/\(authority.token)/\(end?.sequence ?? 0)",
          attributes: [RowBatch.Attribute.kind: "fence", RowBatch.Attribute.writer: writer],
          body: Data())
        let receipt = try await backbone.append(
          fence, to: subject, if: AppendCondition(last: end?.sequence ?? 0, token: authority.token))
        last = receipt.sequence
        break
      } catch {
        // The earlier owner was still writing: read that as well.
        guard case .conflict = error else { throw error }
      }
    }
    try onLog(of: subject) { try restorer.finish() }
    position = restorer.position
    var restoration = Restoration(
      restored: restorer.restored, lastRow: position.row, hasDiscarded: restorer.hasDiscarded)
    if hasOtherWriter, try !onLog(of: subject, { try log.rows(after: position.row, limit: 1).isEmpty }) {
      try onLog(of: subject) { try log.discard(after: position.row) }
      restoration.hasDiscarded = true
    }
    authority.confirm(position.row)
    return restoration
  }

  /// Replicates until the task is cancelled; call `takeOver` first.
  /// - Throws: `.fenced` when another owner has taken over, `.log`, and what needs a person.
  public func run() async throws(BackboneError) {
    while !Task.isCancelled {
      let version = signal.version
      if try await !replicateNext(until: nil) { await signal.wait(after: version, atMost: .seconds(1)) }
    }
  }

  /// Replicates what is in the log by now; returns false when the time was not enough.
  public func flush(within duration: Duration) async throws(BackboneError) -> Bool {
    let deadline = ContinuousClock.now + duration
    while try await replicateNext(until: deadline) {}
    return try onLog(of: subject) { try log.rows(after: position.row, limit: 1).isEmpty }
  }

  private var isReplicating = false

  /// Brings the next batch over, however long the backbone is away. False when there is none, or time is over.
  private func replicateNext(until deadline: ContinuousClock.Instant?) async throws(BackboneError) -> Bool {
    // `flush` and `run` may come at once, and the actor lets the second in while the first waits.
    while isReplicating {
      guard !Task.isCancelled, deadline.map({ $0 > .now }) ?? true else { return false }
      await pause(.milliseconds(5))
    }
    isReplicating = true
    defer { isReplicating = false }
    let rows = try onLog(of: subject) { try log.rows(after: position.row, limit: RowBatch.rowLimit) }
    guard let batch = try RowBatch(beginning: rows) else { return false }
    let record = try batch.record(writtenBy: writer)
    var backoff = Backoff()
    while !Task.isCancelled, deadline.map({ $0 > .now }) ?? true {
      do throws(BackboneError) {
        let receipt = try await backbone.append(
          record, to: subject, if: AppendCondition(last: last, token: authority.token))
        last = receipt.sequence
        position = ReplicatedPosition(row: batch.last, record: receipt.sequence)
        try onLog(of: subject) { try log.confirmReplicated(position) }
        authority.confirm(batch.last)
        return true
      } catch {
        guard error.isTransient else { throw error }
        await backoff.wait()
      }
    }
    return false
  }
}
