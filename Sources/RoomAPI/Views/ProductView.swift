public import InventoryEngine
public import RoomEngine

/// A product as a room sees it.
public struct ProductView: Codable, Hashable, Sendable {
  public var sku: String
  public var name: String
  public var category: String
  @Nullable public var linkNumber: Int?
  @Nullable public var listPrice: Double?
  @Nullable public var livePrice: Double?
  /// Units that can still be promised; negative when oversold; nil: no stock was reported.
  @Nullable public var available: Int?
  /// Units of the first snapshots.
  @Nullable public var opening: Int?
  @Nullable public var onHand: Int?
  public var inTransit: Int
  /// Sold in this show.
  public var units: Int
  public var orders: Int
  public var gmv: Double
  public var ordersPerMinute: Double
  @Nullable public var expectedOrdersPerMinute: Double?
  public var heat: ProductHeat
  /// Seconds until nothing is left, with its 95 % interval; nil: none in sight.
  @Nullable public var stockoutETA: Double?
  @Nullable public var etaLow: Double?
  @Nullable public var etaHigh: Double?
  @Nullable public var daysOfCover: Double?
  /// Units that one more presentation should sell, if there were stock.
  public var presentationUnits: Int
  public var presenting: Bool
  /// How it stands and what to do about it, as on its card (`CardView`).
  public var state: ProductState
  public var step: String
  public var mentions: Int
  public var comments: Int
  /// Sorted by warehouse.
  public var warehouses: [WarehouseStock]

  public init(
    sku: String, name: String, category: String = "", linkNumber: Int? = nil, listPrice: Double? = nil,
    livePrice: Double? = nil, available: Int? = nil, opening: Int? = nil, onHand: Int? = nil, inTransit: Int = 0,
    units: Int = 0, orders: Int = 0, gmv: Double = 0, ordersPerMinute: Double = 0,
    expectedOrdersPerMinute: Double? = nil, heat: ProductHeat = .idle, stockoutETA: Double? = nil,
    etaLow: Double? = nil, etaHigh: Double? = nil, daysOfCover: Double? = nil, presentationUnits: Int = 0,
    presenting: Bool = false,
    state: ProductState = .fine, step: String = "none", mentions: Int = 0, comments: Int = 0,
    warehouses: [WarehouseStock] = []
  ) {
    self.sku = sku
    self.name = name
    self.category = category
    self.linkNumber = linkNumber
    self.listPrice = listPrice
    self.livePrice = livePrice
    self.available = available
    self.opening = opening
    self.onHand = onHand
    self.inTransit = inTransit
    self.units = units
    self.orders = orders
    self.gmv = gmv
    self.ordersPerMinute = ordersPerMinute
    self.expectedOrdersPerMinute = expectedOrdersPerMinute
    self.heat = heat
    self.stockoutETA = stockoutETA
    self.etaLow = etaLow
    self.etaHigh = etaHigh
    self.daysOfCover = daysOfCover
    self.presentationUnits = presentationUnits
    self.presenting = presenting
    self.state = state
    self.step = step
    self.mentions = mentions
    self.comments = comments
    self.warehouses = warehouses
  }

  private enum CodingKeys: String, CodingKey {
    case sku, name, category, available, opening, units, orders, gmv, heat, presenting, state, step, mentions, comments,
      warehouses
    case linkNumber = "link_no"
    case listPrice = "list_price"
    case livePrice = "live_price"
    case onHand = "on_hand"
    case inTransit = "in_transit"
    case ordersPerMinute = "orders_per_min"
    case expectedOrdersPerMinute = "expected_orders_per_min"
    case stockoutETA = "stockout_eta_s"
    case etaLow = "eta_lo_s"
    case etaHigh = "eta_hi_s"
    case daysOfCover = "days_of_cover"
    case presentationUnits = "presentation_units"
  }
}

/// Stock of one product in one warehouse, in units.
public struct WarehouseStock: Codable, Hashable, Sendable {
  public var warehouse: String
  public var available: Int
  public var onHand: Int
  public var inTransit: Int
  /// When the units in transit arrive, RFC 3339.
  @Nullable public var arrival: String?
  public var safetyStock: Int

  public init(
    warehouse: String, available: Int, onHand: Int, inTransit: Int = 0, arrival: String? = nil, safetyStock: Int = 0
  ) {
    self.warehouse = warehouse
    self.available = available
    self.onHand = onHand
    self.inTransit = inTransit
    self.arrival = arrival
    self.safetyStock = safetyStock
  }

  private enum CodingKeys: String, CodingKey {
    case warehouse, available, arrival
    case onHand = "on_hand"
    case inTransit = "in_transit"
    case safetyStock = "safety_stock"
  }
}
