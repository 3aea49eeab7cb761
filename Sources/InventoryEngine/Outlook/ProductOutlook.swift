public import LiveshelfCore

/// What is expected of a stretch of time that begins at the moment of an outlook.
public struct ExpectedDemand: Hashable, Sendable {
  /// The length of the stretch, in seconds.
  public var seconds: Double
  /// Orders a minute: the mean, and the central 90 % of what may come.
  public var ordersPerMinute: Double
  public var ordersPerMinuteLow: Double
  public var ordersPerMinuteHigh: Double
  /// Units in all: the mean, and the central 90 % of what may come.
  public var units: Double
  public var unitsLow: Int
  public var unitsHigh: Int
}

/// One warehouse's stock of a product, and what is expected of it.
public struct WarehouseOutlook: Hashable, Sendable {
  public var warehouse: String
  public var balance: StockBalance
  /// Units that can be promised by option; empty where stock is not counted by option.
  public var availableByOption: [String: Int]
  /// The share of the product's orders that it ships, 0…1.
  public var share: Double
  /// One for each horizon that was asked for.
  public var demand: [ExpectedDemand]
}

/// Where a product stands: its stock, what will be asked for, and what the advice says of it.
public struct ProductOutlook: Hashable, Sendable {
  public var sku: SKU
  /// Units on hand when its cells were opened, in all.
  public var opening: Int
  /// In the order of the warehouses' names; empty before the first snapshot.
  public var warehouses: [WarehouseOutlook]
  /// One for each horizon that was asked for.
  public var demand: [ExpectedDemand]
  /// Orders a minute that come without a presentation.
  public var baselineOrdersPerMinute: Double
  /// When its stock runs out, in seconds from the moment of the outlook; nil without stock that was counted. The
  /// advice renews it every few seconds.
  public var stockout: StockoutForecast?
  /// Days for which the stock lasts when nothing is presented; nil: no demand, or no stock that was counted.
  public var daysOfCover: Double?
  /// Units that one more presentation should sell, if there were stock.
  public var presentationUnits: Double
  /// The situations of the advice that are open.
  public var isStockoutPredicted: Bool
  public var isDepleted: Bool
  public var isOversold: Bool
  public var isSurging: Bool
  public var isSlow: Bool
  /// What they come to.
  public var verdict: ProductVerdict

  /// Units that can be promised, oversold warehouses subtracted; nil before the first snapshot.
  public var available: Int? { warehouses.isEmpty ? nil : warehouses.reduce(0) { $0 + $1.balance.available } }
  /// Units that can be promised somewhere; nil before the first snapshot.
  public var sellable: Int? { warehouses.isEmpty ? nil : warehouses.reduce(0) { $0 + max(0, $1.balance.available) } }
  public var onHand: Int { warehouses.reduce(0) { $0 + $1.balance.onHand } }
  public var inTransit: Int { warehouses.reduce(0) { $0 + $1.balance.inTransit } }
}

/// A product that could be presented next, and why.
public struct NextProduct: Hashable, Sendable {
  public var sku: SKU
  /// What a presentation should earn, more where stock would otherwise stay idle. For comparison only.
  public var score: Double
  /// Units that a presentation should sell.
  public var expectedUnits: Double
  /// The share of the stock that the next hour leaves over without a presentation, 0…1.
  public var idleShare: Double
}
