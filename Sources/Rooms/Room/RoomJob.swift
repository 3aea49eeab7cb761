public import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Something that a room's thread shall do.
enum RoomJob: Sendable {
  /// Rows from outside, with who waits for their durability.
  case intake(RoomIntake, done: @Sendable (Result<RoomReceipt, RoomHostError>) -> Void)
  /// What was heard of the stream, in order.
  case heard([RoomInput])
  /// The connection to the stream changed.
  case feed(FeedChange)
  case begin(ShowRecord, done: @Sendable (Result<Void, RoomHostError>) -> Void)
  case end(done: @Sendable (Result<Void, RoomHostError>) -> Void)
  case setThresholds(AdvisorSettings)
  case change(Catalog, done: @Sendable (Result<Void, RoomHostError>) -> Void)
  /// A look at the show, with all earlier jobs done and stored; nil: no show has begun.
  case look(@Sendable (RoomFold?) -> Void)
  /// An operator attended to a signal.
  case attended(StoredSignal)
  /// So many seconds of the stream's sound are lost.
  case lost(seconds: Double)
}

/// Rows that came together.
public struct RoomIntake: Sendable {
  public var rows: [Row]
  /// What a shop or a room of it tells, after the rows.
  public var facts: [ShopFact]
  public var receivedAt: WallTime
  /// The rows are all of a numbered intake up to this number; nil: it is not numbered.
  public var through: UInt64?
  /// A room without a show begins one for it; else it refuses it.
  public var beginsShow: Bool
  /// Rows that came along and could not be used: they are set aside.
  public var unusable: [SetAsideRow]
  /// What was decided about rows that were set aside.
  public var settlements: [RowSettlement]

  public init(
    _ rows: [Row], facts: [ShopFact] = [], receivedAt: WallTime, through: UInt64? = nil, beginsShow: Bool = true,
    unusable: [SetAsideRow] = [], settlements: [RowSettlement] = []
  ) {
    self.rows = rows
    self.facts = facts
    self.receivedAt = receivedAt
    self.through = through
    self.beginsShow = beginsShow
    self.unusable = unusable
    self.settlements = settlements
  }
}

/// Rows are durable.
public struct RoomReceipt: Hashable, Sendable {
  /// Rows that were new.
  public var accepted: Int
  /// Rows that the room has set aside.
  public var setAside = 0
  /// Order events and stock transactions that the room had seen before.
  public var repeated: Int
  /// What the ledger remarked about the rows, in their order; at most 1,000.
  public var notices: [LedgerNotice]
  public var durableAt: WallTime
  /// The last row of the log that holds them, or a later one.
  public var sequence: Int64
}
