public import LiveshelfCore

/// An order, or an attempt that the shop refused because nothing was left, at its true time. Both are demand; only orders
/// are attributed.
public struct DemandEvent: Hashable, Sendable {
  public var orderID: String
  public var sku: SKU
  /// The variant; empty: none was told.
  public var option: String
  /// When it was made, on the stream's clock, clock errors taken out.
  public var time: StreamTime
  public var quantity: Int
  /// What one piece costs; nil: nobody told.
  public var unitPrice: Money?
  /// What all pieces bring after discounts, by the catalog where the order does not tell; nil: nobody told.
  public var value: Money?
  /// The catalog's price stands for one that nobody told.
  public var isEstimated: Bool
  /// Where it came from, such as `live_mini`; empty when unknown.
  public var source: String
  /// The warehouse that serves it; empty when unknown.
  public var warehouse: String
  /// False: refused for want of stock.
  public var isOrder: Bool
  /// Cancelled, or given back in full.
  public var isUndone: Bool

  public init(
    orderID: String, sku: SKU, option: String = "", time: StreamTime, quantity: Int = 1, unitPrice: Money? = nil,
    value: Money? = nil, isEstimated: Bool = false, source: String = "", warehouse: String = "", isOrder: Bool = true,
    isUndone: Bool = false
  ) {
    self.orderID = orderID
    self.sku = sku
    self.option = option
    self.time = time
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.value = value ?? unitPrice.map { $0 * quantity }
    self.isEstimated = isEstimated
    self.source = source
    self.warehouse = warehouse
    self.isOrder = isOrder
    self.isUndone = isUndone
  }

  /// The demand that an event tells of; nil for payments, cancellations and refunds.
  ///
  /// - Parameter estimate: what a piece costs where the event does not tell.
  public init?(_ event: OrderEvent, at time: StreamTime, estimate: Money? = nil, isUndone: Bool = false) {
    guard event.isDemand else { return nil }
    self.init(
      orderID: event.orderID, sku: event.sku, option: event.option, time: time, quantity: event.quantity,
      unitPrice: event.unitPrice, value: event.value ?? estimate.map { $0 * event.quantity },
      isEstimated: event.value == nil, source: event.source, warehouse: event.warehouse,
      isOrder: event.type == .created, isUndone: isUndone)
  }
}

/// The sale of a product was opened after a countdown.
public struct CountdownCue: Hashable, Sendable {
  /// Nil: that of the product being presented.
  public var sku: SKU?
  public var at: StreamTime

  public init(sku: SKU? = nil, at: StreamTime) {
    self.sku = sku
    self.at = at
  }

  /// The countdowns that were heard.
  static func all(in mentions: [Mention]) -> [CountdownCue] {
    mentions.filter { $0.kind == .countdown }.map { CountdownCue(sku: $0.sku, at: $0.end) }
  }
}

/// Everything that a fit looks at.
public struct AttributionInput: Sendable {
  public var presentations: [Presentation]
  /// The end of the show, or of what has been heard of it so far.
  public var showEnd: StreamTime
  /// In any order; duplicates already dropped.
  public var demand: [DemandEvent]
  /// Tells live prices from list prices.
  public var catalog: Catalog
  public var countdowns: [CountdownCue]
  /// Times at which a product was named without being presented.
  public var passingMentions: [(sku: SKU, at: StreamTime)]
  /// Whether to look for rises of orders that no presentation explains.
  public var findsPulses: Bool

  public init(
    presentations: [Presentation], showEnd: StreamTime, demand: [DemandEvent], catalog: Catalog,
    countdowns: [CountdownCue] = [], passingMentions: [(sku: SKU, at: StreamTime)] = [],
    findsPulses: Bool = true
  ) {
    self.presentations = presentations
    self.showEnd = showEnd
    self.demand = demand
    self.catalog = catalog
    self.countdowns = countdowns
    self.passingMentions = passingMentions
    self.findsPulses = findsPulses
  }
}
