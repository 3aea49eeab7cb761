public import Backbone
internal import Foundation

/// Brings records of the backbone into a local log: rows of many records in one call of the log, because each call is a
/// synchronous write. Call `finish` at the end.
struct LogRestorer {
  /// So many rows, or so many bytes of them, are written together.
  private static let rowLimit = 4096
  private static let byteLimit = 8 << 20

  private let log: any ReplicableLog
  /// How far the log is once `finish` has returned.
  private(set) var position: ReplicatedPosition
  /// Rows that came from the backbone.
  private(set) var restored = 0
  private(set) var hasDiscarded = false

  /// Rows that wait to be written.
  private var waiting: [ReplicatedRow] = []
  private var waitingBytes = 0
  /// The position is further than what the log has noted.
  private var isBehind = false
  /// Nothing of this log is left that may be the same as what comes.
  private var isEmptied = false

  init(_ log: any ReplicableLog) throws {
    self.log = log
    position = try log.replicatedPosition()
  }

  /// Forgets everything: the backbone's log is another one than this.
  mutating func startAnew() throws {
    try log.discard(after: 0)
    position = ReplicatedPosition()
    try log.confirmReplicated(position)
    (waiting, waitingBytes, isBehind, isEmptied, hasDiscarded) = ([], 0, false, true, true)
  }

  /// Takes over a record that the backbone has: confirms its rows if the log has the same, otherwise puts them in the place
  /// of what it has.
  mutating func apply(_ record: StoredRecord) throws {
    let batch = try RowBatch(record)
    guard batch.last > position.row else { return }
    // After a trim the backbone's log begins later than at row 1: a log that lacks the rows before begins there too.
    let isContinuation = batch.rows.first.map { $0.sequence <= position.row + 1 } ?? false
    if !isContinuation, position.row > 0 || !isEmptied {
      if try !log.rows(after: 0, limit: 1).isEmpty { hasDiscarded = true }
      try log.discard(after: 0)
      (waiting, waitingBytes, isEmptied) = ([], 0, true)
    }
    let from = isContinuation ? position.row : 0
    let rows = batch.rows.filter { $0.sequence > from }
    if !isEmptied {
      let known = try log.rows(after: from, limit: rows.count)
      if known == rows {
        position = ReplicatedPosition(row: batch.last, record: record.sequence)
        isBehind = true
        return
      }
      if !known.isEmpty {
        try log.discard(after: from)
        hasDiscarded = true
      }
      // From here on everything is the backbone's.
      isEmptied = true
    }
    position = ReplicatedPosition(row: batch.last, record: record.sequence)
    restored += rows.count
    waiting += rows
    waitingBytes += rows.reduce(0) { $0 + $1.body.count }
    isBehind = true
    if waiting.count >= Self.rowLimit || waitingBytes >= Self.byteLimit { try finish() }
  }

  /// Writes what waits.
  mutating func finish() throws {
    guard isBehind else { return }
    if waiting.isEmpty {
      try log.confirmReplicated(position)
    } else {
      try log.restore(waiting, replicated: position)
    }
    (waiting, waitingBytes, isBehind) = ([], 0, false)
  }
}
