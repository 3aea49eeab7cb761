internal import LiveshelfCore

/// Orders, units and sales of a show's window. docs/metrics.md defines them.
public struct SoldFigures: Hashable, Sendable {
  public private(set) var orders = 0
  public private(set) var units = 0
  /// Orders that were not taken back in full, and their units.
  public private(set) var keptOrders = 0
  public private(set) var keptUnits = 0
  /// Orders that did not say their price: the catalog's stands for it.
  public private(set) var estimated = 0
  private var total = MoneyTotal()
  private var kept = MoneyTotal()

  mutating func add(_ order: OrderEntry) {
    orders += 1
    units = units.addingReportingOverflow(order.units).partialValue
    if order.isEstimated { estimated += 1 }
    if let sales = order.sales { total.add(sales) }
    guard !order.isUndone else { return }
    keptOrders += 1
    keptUnits = keptUnits.addingReportingOverflow(order.units).partialValue
    if let sales = order.sales { kept.add(sales) }
  }

  /// Counts orders of which nothing but the number is known.
  mutating func add(orders: Int, units: Int, price: Money?) {
    self.orders += orders
    self.units = self.units.addingReportingOverflow(units).partialValue
    keptOrders += orders
    keptUnits = keptUnits.addingReportingOverflow(units).partialValue
    estimated += orders
    guard let price, units != 0 else { return }
    total.add(price * units)
    kept.add(price * units)
  }

  mutating func add(_ other: SoldFigures) {
    orders += other.orders
    units = units.addingReportingOverflow(other.units).partialValue
    keptOrders += other.keptOrders
    keptUnits = keptUnits.addingReportingOverflow(other.keptUnits).partialValue
    estimated += other.estimated
    total.add(other.total)
    kept.add(other.kept)
  }

  /// What the buyers of all orders pay, after discounts, in the currency in which most was sold.
  public var sales: Double { Double(total.main.hundredths) / 100 }
  /// The same without the orders that were taken back in full.
  public var keptSales: Double { Double(kept.main.hundredths) / 100 }
  /// The code of the currency; empty: the shop's own.
  public var currency: String { total.main.currency.code }
}
