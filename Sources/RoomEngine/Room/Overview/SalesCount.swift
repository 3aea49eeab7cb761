public import LiveshelfCore

/// What was sold in some stretch of time, by the orders' true times.
public struct SalesCount: Hashable, Sendable {
  /// Orders created, and their pieces and price; cancelled ones are not taken off.
  public var orders = 0
  public var units = 0
  /// Gross merchandise value: the price of all orders created, by currency.
  public var total = MoneyTotal()
  /// Orders that did not say their price: the catalog's stands for it, which may be wrong.
  public var estimated = 0
  /// Orders paid, cancelled, refunded (at least in part), and refused for want of stock.
  public var paid = 0
  public var cancelled = 0
  public var refunded = 0
  public var refused = 0

  public init() {}

  /// The value in the currency in which most was sold.
  public var value: Money { total.main }

  /// - Parameter estimate: what a piece costs where the event does not tell.
  mutating func add(_ event: OrderEvent, estimate: Money?) {
    switch event.type {
    case .created:
      orders += 1
      units = units.addingReportingOverflow(event.quantity).partialValue
      if let price = event.value {
        total.add(price)
      } else {
        estimated += 1
        if let estimate { total.add(estimate * event.quantity) }
      }
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
    total.add(other.total)
    estimated += other.estimated
    paid += other.paid
    cancelled += other.cancelled
    refunded += other.refunded
    refused += other.refused
  }
}
