public import LiveshelfCore

/// What was sold in some stretch of time, counted when the room learnt of it.
public struct SalesCount: Hashable, Sendable {
  /// Orders created, and their pieces and price; cancelled ones are not taken off.
  public var orders = 0
  public var units = 0
  /// Gross merchandise value: the price of all orders created.
  public var value = Money.zero
  /// Orders paid, cancelled, refunded (at least in part), and refused for want of stock.
  public var paid = 0
  public var cancelled = 0
  public var refunded = 0
  public var refused = 0

  public init() {}

  mutating func add(_ event: OrderEvent) {
    switch event.type {
    case .created:
      orders += 1
      units = units.addingReportingOverflow(event.quantity).partialValue
      if let price = event.value { value = value + price }
    case .paid: paid += 1
    case .cancelled: cancelled += 1
    case .refunded: refunded += 1
    case .rejectedOutOfStock: refused += 1
    case .edited, .rerouted, .shipped: break
    }
  }

  mutating func add(_ other: SalesCount) {
    orders += other.orders
    units = units.addingReportingOverflow(other.units).partialValue
    value = value + other.value
    paid += other.paid
    cancelled += other.cancelled
    refunded += other.refunded
    refused += other.refused
  }
}
