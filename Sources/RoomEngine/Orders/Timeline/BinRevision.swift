public import LiveshelfCore

/// A count of a bin that had been called final, and changed.
public struct BinRevision: Hashable, Sendable {
  /// The columns of the timeline that a late event can change.
  public enum Quantity: String, Hashable, Sendable, Codable, CaseIterable {
    case ordersCreated = "orders_created"
    case ordersPaid = "orders_paid"
    case units
    case cancelled
    case refunded
  }

  public var binStart: StreamTime
  /// The bin's length in seconds.
  public var binSeconds: Double
  public var sku: SKU
  public var quantity: Quantity
  public var old: Int
  public var new: Int
  /// Why, in one sentence.
  public var reason: String
  /// When the room learnt of it.
  public var at: StreamTime
}
