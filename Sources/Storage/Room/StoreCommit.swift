public import Delivery
public import InventoryEngine
public import LiveshelfCore

/// What belongs together: inputs and everything that follows from them. It is stored whole or not at all.
public struct StoreCommit: Sendable {
  /// How long an earlier commit took to become durable.
  public struct Durability: Sendable {
    /// The last row of the log that it held.
    public var sequence: Int64
    public var began: WallTime
    public var durable: WallTime

    public init(sequence: Int64, began: WallTime, durable: WallTime) {
      self.sequence = sequence
      self.began = began
      self.durable = durable
    }
  }

  public var show: String
  public var entries: [(entry: RoomEntry, receivedAt: WallTime)] = []
  /// The signals as they go out, and the places in `entries` of what raised them.
  public var signals: [(event: CloudEvent, json: String, entry: Int)] = []
  /// The ledger's entries, and the places in `entries` of what caused them.
  public var movements: [(movement: StockMovement, entry: Int)] = []
  /// The cells of the ledger that changed, as they are now.
  public var stock: [StockRow] = []
  public var durability: Durability?
  /// The moment of the commit, for the outbox.
  public var time: WallTime

  public init(show: String, time: WallTime) {
    self.show = show
    self.time = time
  }

  public var isEmpty: Bool { entries.isEmpty && signals.isEmpty && stock.isEmpty }
}

/// What a commit became.
public struct CommitOutcome: Sendable {
  /// The last sequence number of the log.
  public var sequence: Int64
  /// The signals that were new.
  public var signals: [StoredSignal]
}
