public import LiveshelfCore

/// What happened to one product in one bin of time. A row of timeline.csv.
public struct TimelineRow: Hashable, Sendable {
  public var binStart: StreamTime
  public var sku: SKU
  /// The share of the bin in which the product was presented, 0…1.
  public var presenting = 0.0
  public var mentions = 0
  public var ordersCreated = 0
  public var ordersPaid = 0
  /// Pieces of the created orders.
  public var units = 0
  public var cancelled = 0
  public var refunded = 0
  public var comments = 0
  /// Orders that the shop refused for want of stock, and their pieces.
  public var refused = 0
  public var refusedUnits = 0
  /// Orders a minute that would come without any presentation; nil before a model has been fitted.
  public var baselineRate: Double?
  /// Orders a minute that the model expects in all, those that stock did not allow included.
  public var demandRate: Double?
  public var stockAvailable: Int?
  /// Seconds until nothing is left; nil: no end in sight.
  public var stockoutETA: Double?

  public init(binStart: StreamTime, sku: SKU) {
    self.binStart = binStart
    self.sku = sku
  }
}
