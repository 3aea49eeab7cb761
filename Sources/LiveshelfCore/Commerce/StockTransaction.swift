/// Something that a warehouse did with its stock, or found out about it.
public struct StockTransaction: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    /// Units arrived from outside; `quantity` is 1 or more.
    case receipt(warehouse: String, quantity: Int)
    /// Units left one warehouse for another; `quantity` is 1 or more. They are there at `arrival`, on their way until then;
    /// nil: at once.
    case transfer(from: String, to: String, quantity: Int, arrival: WallTime? = nil)
    /// So many units could be promised; the ledger is set to it.
    case count(warehouse: String, units: Int, scope: CountScope = .cycle)
    /// A correction of so many units, positive or negative; the transaction's `reason` says why.
    case adjustment(warehouse: String, units: Int)
    /// Units broke, spoiled or were lost; `quantity` is 1 or more.
    case damage(warehouse: String, quantity: Int)
    /// A buyer's units came back; `quantity` is 1 or more, of which `resellable` go back to the shelf. `orderID` is empty where
    /// the warehouse does not know the order.
    case returnReceived(warehouse: String, quantity: Int, resellable: Int, orderID: String = "")
    /// Units went back to where they were bought; `quantity` is 1 or more.
    case returnToSupplier(warehouse: String, quantity: Int)
    /// Kits were put together out of the parts that the catalog names; negative: taken apart again.
    case assembly(warehouse: String, quantity: Int)
    /// So many units more than there are may be sold on purpose, to be sent by `due`; it replaces what was allowed before, and
    /// 0 allows nothing.
    case presaleAllowance(warehouse: String, units: Int, due: WallTime?)
    /// So many units are kept for a room or a source of orders (`channel`) until a moment; nil: until something else is said. It
    /// replaces what was kept for it before, and 0 keeps nothing. Orders of the channel that come after it use it up.
    case allocation(warehouse: String, units: Int, channel: String, until: WallTime?)
  }

  /// How much was counted.
  public enum CountScope: String, Hashable, Sendable, Codable, CaseIterable {
    /// This place alone.
    case cycle
    /// All that the warehouse has of the SKU: options that no row of the same moment names have nothing.
    case full
  }

  /// Identifies the transaction: the same id seen again is the same transaction.
  public var id: String
  /// When it happened. A count tells of the moment before anything else that happened at its time.
  public var time: WallTime
  public var sku: SKU
  /// The variant; empty: the product has none, or stock is not told by variant.
  public var option: String
  /// Why, in the words of whoever reports it; empty: nothing was said.
  public var reason: String
  public var change: Change

  public init(id: String, time: WallTime, sku: SKU, option: String = "", reason: String = "", _ change: Change) {
    self.id = id
    self.time = time
    self.sku = sku
    self.option = option
    self.reason = reason
    self.change = change
  }
}
