public import InventoryEngine
public import LiveshelfCore

extension RoomEngine {
  /// Whether the ledger's entries are kept until `takeMovements` fetches them; at first not.
  public var keepsMovements: Bool {
    get { stock.keepsMovements }
    set { stock.keepsMovements = newValue }
  }

  /// The ledger's entries since they were last taken, oldest first.
  public mutating func takeMovements() -> [StockMovement] { stock.takeMovements() }

  /// What the ledger remarked since this was last taken, while entries are kept: oldest first, at most 1,000.
  public mutating func takeNotices() -> [LedgerNotice] { stock.takeNotices() }

  /// Whether an order has been heard of before, by any of its events.
  public func knows(_ event: OrderEvent) -> Bool { stock.knows(event) }

  /// Receipts, transfers and counts that had been booked before.
  public var repeatedTransactions: Int { stock.repeatedTransactions }

  /// Every cell of the ledger, sorted by SKU and warehouse.
  public var stockTable: [StockRow] { stock.table }

  /// The cells of one SKU, by warehouse.
  public func stockRows(of sku: SKU) -> [StockRow] { stock.rows(of: sku) }

  /// The presentations as they were announced, with the latest revisions, in the order of the announcements.
  public var presentations: [Presentation] { stage.announced }

  /// Where a product stands, with what is expected of other horizons than the usual; nil: nothing named it.
  ///
  /// - Parameter horizons: in seconds.
  public func outlook(of sku: SKU, horizons: [Double]) -> ProductOutlook? {
    stock.outlooks(of: [sku], horizons: horizons).first
  }

  /// The clocks of the orders' sources, as far as their events tell.
  ///
  /// - Parameter moment: for which their errors are stated.
  public func clocks(at moment: WallTime) -> [ClockEstimate] { orders.alignment(at: moment).estimates }
}
