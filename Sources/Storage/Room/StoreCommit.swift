public import InventoryEngine
public import LiveshelfCore

/// What belongs together: inputs and everything that follows from them. It is stored whole or not at all.
public struct StoreCommit: Sendable {
  /// An answer that is given again when the same request comes again.
  public struct Answer: Sendable {
    public var key: String
    /// A digest of the request: another request with the same key is a mistake.
    public var digest: String
    public var answer: String

    public init(key: String, digest: String, answer: String) {
      self.key = key
      self.digest = digest
      self.answer = answer
    }
  }

  public var show: String
  public var entries: [(entry: RoomEntry, receivedAt: WallTime)] = []
  /// The signals, with the CloudEvents that go out.
  public var signals: [(signal: Signal, event: String)] = []
  public var movements: [StockMovement] = []
  /// The cells of the ledger that changed, as they are now.
  public var stock: [StockRow] = []
  public var answers: [Answer] = []
  /// The moment of the commit, for the outbox.
  public var time: WallTime

  public init(show: String, time: WallTime) {
    self.show = show
    self.time = time
  }

  public var isEmpty: Bool { entries.isEmpty && signals.isEmpty && answers.isEmpty && stock.isEmpty }
}
