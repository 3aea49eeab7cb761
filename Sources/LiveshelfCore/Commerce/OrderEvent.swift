/// What happened to an order.
public enum OrderEventType: String, Hashable, Sendable, Codable, CaseIterable {
  case created
  case paid
  case cancelled
  case refunded
  /// The shop refused the order because nothing was left.
  case rejectedOutOfStock = "rejected_oos"
  /// The line was changed: it is an order of `quantity` pieces instead. Cancellations and refunds count on their own.
  case edited
  /// `quantity` pieces of the line are served from `warehouse` instead of another one.
  case rerouted
  /// The pieces have left the warehouse: a refund gives them back only when they have come.
  case shipped
}

/// One event in the life of an order line. It carries nothing about the buyer.
///
/// A line is known by source, order and line id; where rows name no line, by source, order, SKU and option.
public struct OrderEvent: Hashable, Sendable {
  /// Identifies the event within its source: the same id seen again is the same event.
  public var eventID: String
  public var orderID: String
  /// Identifies the line within its order; empty: the source does not number lines.
  public var lineID: String
  public var type: OrderEventType
  public var sku: SKU
  public var option: String
  /// Pieces, 1 or more.
  public var quantity: Int
  /// What one piece costs the buyer before `discount`; nil: the source tells no price.
  public var unitPrice: Money?
  /// What is taken off the price of all pieces together; nil: nothing.
  public var discount: Money?
  public var region: String
  public var warehouse: String
  /// Where the order came from, such as `live_mini`, `search`, `app`.
  public var source: String
  /// The platform's mark of the room that caused the order; empty: it has none.
  public var roomMark: String
  /// The room that the shop takes for the cause, decided once, when the order came; empty: none, or its room keeps its own stock.
  public var room: String
  /// The day by which a pre-sold order is to be sent: it was taken on purpose although stock did not suffice; nil: no pre-sale.
  public var presaleDue: WallTime?
  /// When it happened, on the clock of the warehouse or shop that reports it: that clock may be off by seconds.
  public var eventTime: WallTime
  /// When our side received it; nil when the source does not tell.
  public var ingestTime: WallTime?

  public init(
    eventID: String, orderID: String, lineID: String = "", type: OrderEventType, sku: SKU, option: String = "",
    quantity: Int, unitPrice: Money?, discount: Money? = nil, region: String = "", warehouse: String = "",
    source: String = "", roomMark: String = "", room: String = "", presaleDue: WallTime? = nil, eventTime: WallTime,
    ingestTime: WallTime? = nil
  ) {
    self.eventID = eventID
    self.orderID = orderID
    self.lineID = lineID
    self.type = type
    self.sku = sku
    self.option = option
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.discount = discount
    self.region = region
    self.warehouse = warehouse
    self.source = source
    self.roomMark = roomMark
    self.room = room
    self.presaleDue = presaleDue
    self.eventTime = eventTime
    self.ingestTime = ingestTime
  }

  /// When the event became known to us: the moment at which a live run would have seen it.
  public var knownAt: WallTime { ingestTime ?? eventTime }

  /// Somebody asked for the product: an order, or one that the shop refused.
  public var isDemand: Bool { type == .created || type == .rejectedOutOfStock }

  /// What all its pieces cost the buyer, at least nothing; nil: the source tells no price.
  public var value: Money? {
    guard let unitPrice else { return nil }
    let full = unitPrice * quantity
    guard let discount else { return full }
    return max(full + -discount, Money(hundredths: 0, currency: full.currency))
  }
}
