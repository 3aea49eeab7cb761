/// What a shop and its rooms tell each other: the shop keeps the stock that several rooms sell, and a room hears what sells it.
public enum ShopFact: Hashable, Sendable {
  /// The shop to its rooms.
  case level(StockLevel)
  /// A room to its shop.
  case stage(StageReport)
}

/// What a shop's ledger says of one cell: it stands for all that was said of the cell before.
public struct StockLevel: Hashable, Sendable {
  /// The time of the shop's newest row.
  public var time: WallTime
  public var row: StockRow

  public init(time: WallTime, row: StockRow) {
    self.time = time
    self.row = row
  }
}

/// What is on stage in a room, all of it: what an earlier report named and this one does not has ended.
public struct StageReport: Hashable, Sendable {
  public struct Shown: Hashable, Sendable {
    public var presentationID: String
    public var sku: SKU
    public var start: WallTime

    public init(presentationID: String, sku: SKU, start: WallTime) {
      self.presentationID = presentationID
      self.sku = sku
      self.start = start
    }
  }

  public var room: RoomName
  public var time: WallTime
  public var shown: [Shown]

  public init(room: RoomName, time: WallTime, shown: [Shown]) {
    self.room = room
    self.time = time
    self.shown = shown
  }
}
