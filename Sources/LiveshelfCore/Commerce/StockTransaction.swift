/// Something that a warehouse did with its stock, or found out about it: units arrived, went to another warehouse, or were
/// counted.
public struct StockTransaction: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    /// Units arrived from outside; `quantity` is 1 or more.
    case receipt(warehouse: String, quantity: Int)
    /// Units left one warehouse for another and are there at once; `quantity` is 1 or more.
    case transfer(from: String, to: String, quantity: Int)
    /// So many units could be promised; the ledger is set to it.
    case count(warehouse: String, units: Int)
  }

  /// Identifies the transaction: the same id seen again is the same transaction.
  public var id: String
  /// When it happened. A count tells of the moment before anything else that happened at its time.
  public var time: WallTime
  public var sku: SKU
  public var change: Change

  public init(id: String, time: WallTime, sku: SKU, _ change: Change) {
    self.id = id
    self.time = time
    self.sku = sku
    self.change = change
  }
}
