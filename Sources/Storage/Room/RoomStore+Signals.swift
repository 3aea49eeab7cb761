internal import Delivery
internal import GRDB
internal import LiveshelfCore

extension RoomStore {
  private static let columns = """
    SELECT o.sequence, o.show, o.event, a.acknowledged_by, a.acknowledged_at, a.assigned_to, a.muted_until
    FROM outbox o LEFT JOIN attention a ON a.id = o.id
    """

  /// Signals after a sequence number, oldest first.
  ///
  /// - Parameter show: only of this show; nil: of all.
  public func signals(of show: String? = nil, after sequence: Int64, limit: Int) throws(StoreError) -> [StoredSignal] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: Self.columns + " WHERE o.sequence > ? AND (? IS NULL OR o.show = ?) ORDER BY o.sequence LIMIT ?",
        arguments: [sequence, show, show, limit]
      ).map(Self.signal)
    }
  }

  /// The newest signals, oldest of them first.
  public func newestSignals(of show: String, limit: Int) throws(StoreError) -> [StoredSignal] {
    try read { database in
      try Row.fetchAll(
        database, sql: Self.columns + " WHERE o.show = ? ORDER BY o.sequence DESC LIMIT ?", arguments: [show, limit]
      ).map(Self.signal).reversed()
    }
  }

  /// How many signals a show has raised.
  public func signalCount(of show: String) throws(StoreError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox WHERE show = ?", arguments: [show]) ?? 0 }
  }

  /// A signal by its id; nil when there is none.
  public func signal(id: String) throws(StoreError) -> StoredSignal? {
    try read { database in
      try Row.fetchOne(database, sql: Self.columns + " WHERE o.id = ?", arguments: [id]).map(Self.signal)
    }
  }

  /// Changes what operators did about a signal.
  ///
  /// - Returns: the signal as it is then; nil when there is none with this id.
  public func attend(
    to id: String, _ change: (inout SignalAttention) -> Void
  ) throws(StoreError) -> StoredSignal? {
    try write { database in
      guard
        var signal = try Row.fetchOne(database, sql: Self.columns + " WHERE o.id = ?", arguments: [id])
          .map(Self.signal)
      else { return nil }
      change(&signal.attention)
      let attention = signal.attention
      try database.execute(
        sql: "INSERT OR REPLACE INTO attention VALUES (?, ?, ?, ?, ?)",
        arguments: [
          id, attention.acknowledgedBy, attention.acknowledgedAt?.microseconds, attention.assignedTo,
          attention.mutedUntil?.microseconds,
        ])
      return signal
    }
  }

  private static func signal(_ row: Row) throws(StoreError) -> StoredSignal {
    func time(_ column: String) -> WallTime? {
      let value: Int64? = row[column]
      return value.map { WallTime(microseconds: $0) }
    }
    let (sequence, json): (Int64, String) = (row["sequence"], row["event"])
    let event: CloudEvent
    do {
      event = try CloudEvent(json: json)
    } catch {
      throw .signal(sequence: sequence, reason: "\(error)")
    }
    return StoredSignal(
      sequence: sequence, show: row["show"], event: event,
      attention: SignalAttention(
        acknowledgedBy: row["acknowledged_by"], acknowledgedAt: time("acknowledged_at"),
        assignedTo: row["assigned_to"], mutedUntil: time("muted_until")))
  }
}
