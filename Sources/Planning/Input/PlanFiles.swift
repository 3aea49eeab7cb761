public import Foundation

/// The files from which a plan is made, as a merchant exports them.
public struct PlanFiles: Sendable {
  public var catalog: URL
  /// One file a day is usual.
  public var orders: [URL]
  public var presentations: URL
  public var stock: URL
  public var supply: URL
  public var openOrders: URL
  public var schedule: URL
  public var returns: URL
  public var lanes: URL?
  public var promotions: URL?

  public init(
    catalog: URL, orders: [URL], presentations: URL, stock: URL, supply: URL, openOrders: URL, schedule: URL,
    returns: URL, lanes: URL? = nil, promotions: URL? = nil
  ) {
    self.catalog = catalog
    self.orders = orders
    self.presentations = presentations
    self.stock = stock
    self.supply = supply
    self.openOrders = openOrders
    self.schedule = schedule
    self.returns = returns
    self.lanes = lanes
    self.promotions = promotions
  }
}
