public import LiveshelfCore

/// A row of uplift.csv: what one presentation brought.
public struct UpliftEntry: Hashable, Sendable, TableRow {
  public let presentationID: String
  public let sku: SKU
  public let orders: Double
  public let units: Double
  public let baselineOrders: Double
  public let upliftOrders: Double
  /// The ends of the 95 % interval.
  public let upliftLow: Double
  public let upliftHigh: Double
  /// In the currency's unit.
  public let revenue: Double
  /// Which share of the orders that it caused was cancelled or given back, 0…1.
  public let cancelledShare: Double

  static let columns = ["presentation_id", "sku", "uplift_orders"]

  init(_ fields: RowFields) throws(RowError) {
    presentationID = fields.text("presentation_id")
    sku = fields.sku()
    orders = try fields.number("orders") ?? 0
    units = try fields.number("units") ?? 0
    baselineOrders = try fields.number("baseline_orders") ?? 0
    guard let uplift = try fields.number("uplift_orders") else { throw RowError(reason: "uplift_orders is empty") }
    upliftOrders = uplift
    upliftLow = try fields.number("uplift_lo") ?? uplift
    upliftHigh = try fields.number("uplift_hi") ?? uplift
    revenue = try fields.number("revenue") ?? 0
    cancelledShare = min(max(try fields.number("cancelled_share") ?? 0, 0), 1)
  }
}

/// A row of orders.csv: an order that counts, or one that the shop refused, at its true time.
public struct OrderEntry: Hashable, Sendable, TableRow {
  public let orderID: String
  public let sku: SKU
  public let option: String
  public let time: StreamTime
  public let units: Int
  /// What its buyer pays for all pieces after discounts; nil: nobody tells.
  public let sales: Money?
  /// The order told no price, and the catalog's stands for it.
  public let isEstimated: Bool
  /// It was taken back in full.
  public let isUndone: Bool
  /// False: the shop refused it for want of stock.
  public let isOrder: Bool
  public let source: String
  public let warehouse: String

  static let columns = ["order_id", "sku", "event_type", "stream_time", "qty"]

  init(_ fields: RowFields) throws(RowError) {
    (orderID, sku, option) = (fields.text("order_id"), fields.sku(), fields.text("option"))
    time = try fields.streamTime("stream_time")
    units = try fields.count("qty")
    let currency = Currency(fields.text("currency")) ?? .unspecified
    sales = try fields.number("sales").map { Money(hundredths: Int64(($0 * 100).rounded()), currency: currency) }
    isEstimated = fields.text("estimated") == "1"
    isUndone = fields.text("undone") == "1"
    isOrder = fields.text("event_type") == OrderEventType.created.rawValue
    (source, warehouse) = (fields.text("source"), fields.text("warehouse"))
  }
}

/// A row of inventory_final.csv: the stock of a product in a warehouse when the show was over.
public struct InventoryEntry: Hashable, Sendable, TableRow {
  public let sku: SKU
  public let warehouse: String
  public let onHand: Int
  public let reserved: Int
  public let available: Int
  /// Units on their way; 0 where the table does not say.
  public let inTransit: Int

  static let columns = ["sku", "warehouse", "available"]

  init(_ fields: RowFields) throws(RowError) {
    sku = fields.sku()
    warehouse = fields.text("warehouse")
    onHand = try fields.count("on_hand")
    reserved = try fields.count("reserved")
    available = try fields.count("available")
    inTransit = try fields.count("in_transit")
  }
}

/// A row of timeline.csv: one product in one bin of time.
public struct TimelineBin: Hashable, Sendable, TableRow {
  public var start: StreamTime
  /// Empty: what concerns no product.
  public var sku: SKU
  /// The share of the bin in which it was presented, 0…1.
  public var presenting: Double
  public var mentions: Int
  public var ordersCreated: Int
  public var ordersPaid: Int
  public var units: Int
  public var cancelled: Int
  public var refunded: Int
  public var comments: Int
  /// Orders a minute; nil where the folder does not say.
  public var baselineRate: Double?
  public var demandRate: Double?
  /// At the bin's end.
  public var stockAvailable: Int?
  /// Seconds until the stock runs out; nil: not in sight.
  public var stockoutETA: Double?
  /// Pieces that the shop refused for want of stock; 0 also where the folder does not say.
  public var refusedUnits = 0

  static let columns = ["stream_start", "sku", "orders_created"]

  init(_ fields: RowFields) throws(RowError) {
    start = try fields.streamTime("stream_start")
    sku = fields.sku()
    presenting = min(max(try fields.number("presenting") ?? 0, 0), 1)
    mentions = try fields.count("mentions")
    ordersCreated = try fields.count("orders_created")
    ordersPaid = try fields.count("orders_paid")
    units = try fields.count("units")
    cancelled = try fields.count("cancelled")
    refunded = try fields.count("refunded")
    comments = try fields.count("comments")
    baselineRate = try fields.number("baseline_rate")
    demandRate = try fields.number("demand_rate")
    stockAvailable = try fields.number("stock_available").map { Int($0.rounded()) }
    stockoutETA = try fields.number("stockout_eta_s")
    refusedUnits = try fields.count("rejected_units")
  }
}
