/// A stretch of the show in which one product was presented.
public struct PresentationView: Codable, Hashable, Sendable {
  public var id: String
  public var sku: String
  public var product: String
  /// Stream times; `end` is nil while it goes on.
  public var start: Double
  @Nullable public var end: Double?
  public var confidence: Double
  public var announcedAt: Double
  /// In English, and in Chinese.
  public var reason: String
  public var reasonZh: String
  /// Set by an operator.
  public var corrected: Bool

  public init(
    id: String, sku: String, product: String, start: Double, end: Double? = nil, confidence: Double,
    announcedAt: Double, reason: String, reasonZh: String = "", corrected: Bool = false
  ) {
    self.id = id
    self.sku = sku
    self.product = product
    self.start = start
    self.end = end
    self.confidence = confidence
    self.announcedAt = announcedAt
    self.reason = reason
    self.reasonZh = reasonZh
    self.corrected = corrected
  }

  private enum CodingKeys: String, CodingKey {
    case id, sku, product, start, end, confidence, reason, corrected
    case announcedAt = "announced_at"
    case reasonZh = "reason_zh"
  }
}

/// One row of the stock table, in units.
public struct InventoryRow: Codable, Hashable, Sendable {
  public var sku: String
  public var product: String
  public var warehouse: String
  public var onHand: Int
  public var reserved: Int
  public var available: Int
  public var inTransit: Int
  /// RFC 3339.
  @Nullable public var arrival: String?
  public var safetyStock: Int
  /// Empty: the product has none, or its stock is not told by option, or units whose option nobody knows.
  public var option: String
  /// Pre-sold units that wait for the next receipts.
  public var owed: Int
  /// Units that buyers were refunded and have not sent back yet.
  public var expectedBack: Int
  /// Units that are kept for rooms and sources of orders, by name.
  public var allocated: [String: Int]

  public init(
    sku: String, product: String, warehouse: String, onHand: Int, reserved: Int, available: Int, inTransit: Int = 0,
    arrival: String? = nil, safetyStock: Int = 0, option: String = "", owed: Int = 0, expectedBack: Int = 0,
    allocated: [String: Int] = [:]
  ) {
    self.option = option
    self.owed = owed
    self.expectedBack = expectedBack
    self.allocated = allocated
    self.sku = sku
    self.product = product
    self.warehouse = warehouse
    self.onHand = onHand
    self.reserved = reserved
    self.available = available
    self.inTransit = inTransit
    self.arrival = arrival
    self.safetyStock = safetyStock
  }

  private enum CodingKeys: String, CodingKey {
    case sku, product, warehouse, reserved, available, arrival, option, owed, allocated
    case expectedBack = "expected_back"
    case onHand = "on_hand"
    case inTransit = "in_transit"
    case safetyStock = "safety_stock"
  }
}

/// How well the stock of a group was used in the show; values in yuan.
public struct TurnoverRow: Codable, Hashable, Sendable {
  /// A SKU, a category, a warehouse, or `all`.
  public var group: String
  public var openingUnits: Int
  public var receivedUnits: Int
  public var soldUnits: Int
  public var closingUnits: Int
  public var averageUnits: Double
  @Nullable public var turnoverRatio: Double?
  @Nullable public var daysOfInventory: Double?
  /// 0…1.
  @Nullable public var sellThrough: Double?
  @Nullable public var daysOfCover: Double?
  @Nullable public var stockoutMinutes: Double?
  public var rejectedUnits: Int
  public var lostUnits: Double
  public var lostSalesValue: Double
  public var deadStockValue: Double
  @Nullable public var replenishmentResponseSeconds: Double?

  public init(
    group: String, openingUnits: Int = 0, receivedUnits: Int = 0, soldUnits: Int = 0, closingUnits: Int = 0,
    averageUnits: Double = 0, turnoverRatio: Double? = nil, daysOfInventory: Double? = nil,
    sellThrough: Double? = nil, daysOfCover: Double? = nil, stockoutMinutes: Double? = nil, rejectedUnits: Int = 0,
    lostUnits: Double = 0, lostSalesValue: Double = 0, deadStockValue: Double = 0,
    replenishmentResponseSeconds: Double? = nil
  ) {
    self.group = group
    self.openingUnits = openingUnits
    self.receivedUnits = receivedUnits
    self.soldUnits = soldUnits
    self.closingUnits = closingUnits
    self.averageUnits = averageUnits
    self.turnoverRatio = turnoverRatio
    self.daysOfInventory = daysOfInventory
    self.sellThrough = sellThrough
    self.daysOfCover = daysOfCover
    self.stockoutMinutes = stockoutMinutes
    self.rejectedUnits = rejectedUnits
    self.lostUnits = lostUnits
    self.lostSalesValue = lostSalesValue
    self.deadStockValue = deadStockValue
    self.replenishmentResponseSeconds = replenishmentResponseSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case group
    case openingUnits = "opening_units"
    case receivedUnits = "received_units"
    case soldUnits = "sold_units"
    case closingUnits = "closing_units"
    case averageUnits = "average_units"
    case turnoverRatio = "turnover_ratio"
    case daysOfInventory = "days_of_inventory"
    case sellThrough = "sell_through"
    case daysOfCover = "days_of_cover"
    case stockoutMinutes = "stockout_minutes"
    case rejectedUnits = "rejected_units"
    case lostUnits = "lost_units"
    case lostSalesValue = "lost_sales_value"
    case deadStockValue = "dead_stock_value"
    case replenishmentResponseSeconds = "replenishment_response_s"
  }
}
