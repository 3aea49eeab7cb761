/// One variant of a SKU in one warehouse: the place at which stock is kept, counted and promised.
public struct StockCell: Hashable, Comparable, Sendable {
  public var sku: SKU
  /// The variant; empty: the product has none, or its stock is not told by variant.
  public var option: String
  public var warehouse: String

  public init(sku: SKU, option: String = "", warehouse: String) {
    self.sku = sku
    self.option = option
    self.warehouse = warehouse
  }

  /// By SKU, then by warehouse, then by option: the order of every table.
  public static func < (left: StockCell, right: StockCell) -> Bool {
    guard left.sku == right.sku else { return left.sku < right.sku }
    return left.warehouse == right.warehouse ? left.option < right.option : left.warehouse < right.warehouse
  }
}

/// What the ledger knows of one cell, in units.
public struct StockBalance: Hashable, Sendable {
  /// Units on the shelf: what is available and what is reserved. Negative when more was sold than there was.
  public var onHand: Int
  /// Units of orders that are created and neither paid nor cancelled.
  public var reserved: Int
  /// Units that the warehouse system last called reserved for other channels: shown, and not subtracted.
  public var reservedElsewhere: Int
  /// Units on their way that have not arrived.
  public var inTransit: Int
  /// When they arrive; nil: nothing is on its way, or nobody knows when.
  public var arrival: WallTime?
  /// Units that should stay on the shelf against surprises.
  public var safetyStock: Int
  /// Units that pre-sold orders wait for: the next receipts fill them.
  public var owed: Int
  /// Units that buyers were refunded and have not sent back yet.
  public var returning: Int
  /// Units that may be sold beyond what there is.
  public var presaleAllowance: Int
  /// Units that are kept for rooms and sources of orders, by name; none is 0 or less.
  public var allocated: [String: Int] = [:]

  public init(
    onHand: Int = 0, reserved: Int = 0, reservedElsewhere: Int = 0, inTransit: Int = 0, arrival: WallTime? = nil,
    safetyStock: Int = 0, owed: Int = 0, returning: Int = 0, presaleAllowance: Int = 0
  ) {
    self.onHand = onHand
    self.reserved = reserved
    self.reservedElsewhere = reservedElsewhere
    self.inTransit = inTransit
    self.arrival = arrival
    self.safetyStock = safetyStock
    self.owed = owed
    self.returning = returning
    self.presaleAllowance = presaleAllowance
  }

  /// Units that can still be promised; negative when orders promise more than there is.
  public var available: Int { onHand - reserved }
  /// What anybody may still buy: the available units, and those that may be sold beyond stock, without what is kept for somebody.
  public var promisable: Int { allocated.values.reduce(available + presaleAllowance) { $0 - $1 } }

  /// Adds another cell's units; shipments on their way arrive with the earliest.
  public mutating func add(_ other: StockBalance) {
    onHand += other.onHand
    reserved += other.reserved
    reservedElsewhere += other.reservedElsewhere
    inTransit += other.inTransit
    arrival = [arrival, other.arrival].compactMap { $0 }.min()
    safetyStock += other.safetyStock
    owed += other.owed
    returning += other.returning
    presaleAllowance += other.presaleAllowance
    allocated.merge(other.allocated) { $0 + $1 }
  }
}

/// A row of the stock table, such as `inventory_final.csv`.
public struct StockRow: Hashable, Sendable {
  public var cell: StockCell
  public var balance: StockBalance

  public init(cell: StockCell, balance: StockBalance) {
    self.cell = cell
    self.balance = balance
  }
}
