internal import GRDB
public import LiveshelfCore

/// When a signal of a show was raised, became durable and was delivered.
public struct SignalTiming: Sendable {
  /// The row of the log that raised it.
  public var row: Int64
  public var type: String
  /// When the commit that holds it began.
  public var created: WallTime
  /// When receivers acknowledged it, by sink.
  public var delivered: [String: WallTime]
}

extension RoomStore {
  /// When commits became durable: the last row of the log that each held, when it began and when it was done.
  public func commits(of show: String) throws(StoreError) -> [StoreCommit.Durability] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM durability WHERE sequence >= (SELECT min(sequence) FROM log WHERE show = ?)
          ORDER BY sequence
          """, arguments: [show]
      ).map { row in
        let (began, durable): (Int64, Int64) = (row["began"], row["durable"])
        return StoreCommit.Durability(
          sequence: row["sequence"], began: WallTime(microseconds: began), durable: WallTime(microseconds: durable))
      }
    }
  }

  /// The signals of a show with the moments of their way out, in order.
  public func signalTimings(of show: String) throws(StoreError) -> [SignalTiming] {
    try read { database in
      var delivered: [Int64: [String: WallTime]] = [:]
      let deliveries = try Row.fetchCursor(
        database,
        sql: "SELECT d.* FROM delivery d JOIN outbox o ON o.sequence = d.sequence WHERE o.show = ?", arguments: [show])
      while let row = try deliveries.next() {
        let (sink, sequence, time): (String, Int64, Int64) = (row["sink"], row["sequence"], row["time"])
        delivered[sequence, default: [:]][sink] = WallTime(microseconds: time)
      }
      return try Row.fetchAll(
        database, sql: "SELECT sequence, log, type, created FROM outbox WHERE show = ? ORDER BY sequence",
        arguments: [show]
      ).map { row in
        let (sequence, created): (Int64, Int64) = (row["sequence"], row["created"])
        return SignalTiming(
          row: row["log"], type: row["type"], created: WallTime(microseconds: created),
          delivered: delivered[sequence] ?? [:])
      }
    }
  }
}
