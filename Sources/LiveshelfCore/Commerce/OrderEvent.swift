/// What happened to an order.
public enum OrderEventType: String, Hashable, Sendable, Codable, CaseIterable {
  case created
  case paid
  case cancelled
  case refunded
  /// The shop refused the order because nothing was left.
  case rejectedOutOfStock = "rejected_oos"
}

/// One event in the life of an order line. It carries nothing about the buyer.
public struct OrderEvent: Hashable, Sendable {
  /// Identifies the event: the same id seen again is the same event.
  public var eventID: String
  public var orderID: String
  public var type: OrderEventType
  public var sku: SKU
  public var option: String
  /// Pieces, 1 or more.
  public var quantity: Int
  public var unitPrice: Money
  public var region: String
  public var warehouse: String
  /// Where the order came from, such as `live_mini`, `search`, `app`.
  public var source: String
  /// When it happened, on the clock of the warehouse or shop that reports it: that clock may be off by seconds.
  public var eventTime: WallTime
  /// When our side received it; nil when the source does not tell.
  public var ingestTime: WallTime?

  public init(
    eventID: String, orderID: String, type: OrderEventType, sku: SKU, option: String = "", quantity: Int,
    unitPrice: Money, region: String = "", warehouse: String = "", source: String = "", eventTime: WallTime,
    ingestTime: WallTime? = nil
  ) {
    self.eventID = eventID
    self.orderID = orderID
    self.type = type
    self.sku = sku
    self.option = option
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.region = region
    self.warehouse = warehouse
    self.source = source
    self.eventTime = eventTime
    self.ingestTime = ingestTime
  }

  /// When the event became known to us: the moment at which a live run would have seen it.
  public var knownAt: WallTime { ingestTime ?? eventTime }
}
