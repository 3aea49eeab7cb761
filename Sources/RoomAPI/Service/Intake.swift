public import InventoryEngine
public import LiveshelfCore

/// Rows that came in one request, already checked, without anything about buyers and viewers.
public struct IntakeBatch: Sendable {
  public var rows: [Row]
  /// Rows that came along and could not be used.
  public var unusable: [SetAsideRow]
  /// When the server had received the request. Rows without a time of reception of their own take it.
  public var receivedAt: WallTime
  /// The name of the token that sent it, for the log.
  public var sender: String

  public init(_ rows: [Row], unusable: [SetAsideRow] = [], receivedAt: WallTime, sender: String) {
    self.rows = rows
    self.unusable = unusable
    self.receivedAt = receivedAt
    self.sender = sender
  }
}

/// What became of a batch. It is durable.
public struct IntakeReceipt: Hashable, Sendable {
  /// Rows that are new.
  public var accepted: Int
  /// Rows that were there already, found by their ids.
  public var repeated: Int
  /// Rows that the room has set aside.
  public var setAside: Int
  public var durableAt: WallTime
  /// What the ledger remarked about the rows, in their order.
  public var notices: [LedgerNotice]

  public init(accepted: Int, repeated: Int, setAside: Int = 0, durableAt: WallTime, notices: [LedgerNotice] = []) {
    self.accepted = accepted
    self.repeated = repeated
    self.setAside = setAside
    self.durableAt = durableAt
    self.notices = notices
  }
}
