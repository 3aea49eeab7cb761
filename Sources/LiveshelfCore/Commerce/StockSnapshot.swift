/// What a warehouse system says it holds of one SKU at one moment.
public struct StockSnapshot: Hashable, Sendable {
  public var time: WallTime
  public var sku: SKU
  /// The variant; empty: the product has none, or stock is not told by variant.
  public var option: String
  public var warehouse: String
  /// Pieces on the shelf.
  public var onHand: Int
  /// Pieces promised to other channels: shown, and not subtracted.
  public var reserved: Int
  /// Pieces on their way, which arrive at `arrival`.
  public var inTransit: Int
  /// When the pieces in transit arrive; nil: unknown.
  public var arrival: WallTime?
  /// Pieces that should stay on the shelf against surprises.
  public var safetyStock: Int
  /// Pieces that were pre-sold and not sent yet: shown, and not subtracted.
  public var owed: Int

  public init(
    time: WallTime, sku: SKU, option: String = "", warehouse: String, onHand: Int, reserved: Int = 0,
    inTransit: Int = 0,
    arrival: WallTime? = nil, safetyStock: Int = 0, owed: Int = 0
  ) {
    self.time = time
    self.sku = sku
    self.option = option
    self.warehouse = warehouse
    self.onHand = onHand
    self.reserved = reserved
    self.inTransit = inTransit
    self.arrival = arrival
    self.safetyStock = safetyStock
    self.owed = owed
  }
}
