public import LiveshelfCore
public import Storage

/// A row that a room did not take in, without personal data.
public struct SetAsideView: Codable, Hashable, Sendable {
  /// By which it is replayed or dropped.
  public var id: Int64
  /// `orders`, `stock`, …; nil: it could not be told.
  @Nullable public var kind: String?
  /// Where it came from.
  public var place: String
  public var reason: String
  /// What it says; nil: it could not be read, and can only be dropped.
  @Nullable public var content: String?
  /// Whether it can be replayed.
  public var isReplayable: Bool
  /// RFC 3339.
  public var receivedAt: String
  /// `waiting`, `replayed` or `dropped`.
  public var state: String
  /// Who decided it.
  @Nullable public var decidedBy: String?

  private enum CodingKeys: String, CodingKey {
    case id, kind, place, reason, content, state
    case isReplayable = "replayable"
    case receivedAt = "received_at"
    case decidedBy = "decided_by"
  }

  public init(
    id: Int64, _ row: SetAsideRow, receivedAt: WallTime, settlement: RowSettlement? = nil
  ) {
    self.id = id
    kind = row.kind?.rawValue
    place = row.place
    reason = row.reason
    content = row.content
    isReplayable = row.row != nil
    self.receivedAt = receivedAt.formatted(in: .utc)
    state = settlement?.outcome.rawValue ?? "waiting"
    decidedBy = settlement?.decidedBy
  }
}

extension SetAsideView {
  /// All rows that a store has set aside, newest first, at most 100,000.
  public static func all(of store: RoomStore) throws(StoreError) -> [SetAsideView] {
    try store.setAsideRows(limit: 100_000).map { SetAsideView($0) }
  }

  init(_ stored: StoredSetAsideRow) {
    self.init(
      id: stored.sequence, stored.content, receivedAt: stored.receivedAt, settlement: stored.settlement)
  }

  /// Why a decision about the row cannot be carried out; nil: it can.
  func objection(to settlement: RowSettlement) -> ServiceError? {
    if state != "waiting" { return .conflict("the row \(id) was \(state) already") }
    if settlement.outcome == .replayed, !isReplayable {
      return .conflict(
        "the row \(id) could not be read, or is too large: mend it at its source, send it again, and drop this one")
    }
    return nil
  }
}
