public import LiveshelfCore

/// How well the stock of a group of cells was used in a period (Silver, Pyke and Thomas, Inventory and Production
/// Management in Supply Chains, 4th ed., ch. 2). Values are in the currency's hundredths at cost.
public struct TurnoverMetrics: Hashable, Sendable {
  /// What was grouped: a SKU, a category, a warehouse, or everything.
  public var group: String
  public var openingUnits = 0
  public var receivedUnits = 0
  /// Net of cancelled and returned units.
  public var soldUnits = 0
  public var closingUnits = 0
  /// Available units, averaged over the time of the period.
  public var averageUnits = 0.0
  /// Cost of the units sold ÷ average stock at cost, within the period; nil without stock.
  public var turnoverRatio: Double?
  /// Days that the average stock lasts at the pace of the period; nil without sales.
  public var daysOfInventory: Double?
  /// Units sold ÷ units that were there to be sold, 0…1; nil without any.
  public var sellThrough: Double?
  /// Days that the closing stock lasts at the pace of the period; nil without sales.
  public var daysOfCover: Double?
  /// Minutes in which a product had nothing available in any warehouse, summed over the products; nil of a warehouse, which
  /// is not what a product is sold out in.
  public var stockoutMinutes: Double? = 0
  /// Minutes in which a cell had nothing available, summed over the cells: another warehouse or option may have had some.
  public var emptyCellMinutes = 0.0
  /// Units of rejected orders.
  public var rejectedUnits = 0
  /// Units asked for and not had (`Turnover.lostUnits`), and what they would have brought.
  public var lostUnits = 0.0
  public var lostSalesValue = Money.zero
  /// The closing stock of cells that sold nothing in the period, at cost.
  public var deadStockValue = Money.zero
  /// Seconds from falling to the safety stock to the next receipt, averaged; nil when there was no such receipt.
  public var replenishmentResponse: Double?

  public init(group: String) {
    self.group = group
  }
}

/// What metrics are made for.
public enum TurnoverGrouping: String, Hashable, Sendable, Codable, CaseIterable {
  case sku, category, warehouse, all
}
