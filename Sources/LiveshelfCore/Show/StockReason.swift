/// How a product's stock stands; counts in units, lengths of time in seconds.
public enum StockReason: Hashable, Sendable {
  /// `eta` is the time until nothing is left, `low` and `high` the ends of its 95 % interval.
  case runningOut(available: Int, eta: Double, low: Double, high: Double, isPresented: Bool)
  case ranOut
  /// It will probably last.
  case holds(available: Int)
  case soldOut(isPresented: Bool)
  /// The shop refuses orders although so many should be left.
  case ordersRefused(available: Int)
  case isBack(available: Int)
  /// Orders promise so many more than `places` have; other warehouses hold `elsewhere`.
  case oversold(units: Int, places: [OwingWarehouse], elsewhere: Int)
  case nothingOwed
  /// A warehouse runs short, and `source` can ship `quantity` of its `sourceAvailable` in its place.
  case warehouseShort(warehouse: String, available: Int, source: String, sourceAvailable: Int, quantity: Int)
  case warehouseFine(warehouse: String)
  /// No other warehouse has anything that could be moved.
  case nothingToMove(warehouse: String)
  /// A show like this one needs `demand`, more than there is and on its way, and a delivery takes `leadTime`.
  case reorder(available: Int, onTheWay: Int, demand: Int, leadTime: Double, quantity: Int)
  case enough

  var code: String {
    switch self {
    case .runningOut: "running_out"
    case .ranOut: "ran_out"
    case .holds: "stock_holds"
    case .soldOut: "sold_out"
    case .ordersRefused: "orders_refused"
    case .isBack: "stock_is_back"
    case .oversold: "oversold"
    case .nothingOwed: "nothing_owed"
    case .warehouseShort: "warehouse_short"
    case .warehouseFine: "warehouse_fine"
    case .nothingToMove: "nothing_to_move"
    case .reorder: "reorder"
    case .enough: "enough_stock"
    }
  }
}

/// A warehouse that owes units: orders promise more than it has.
public struct OwingWarehouse: Hashable, Sendable {
  public var warehouse: String
  /// At least 1.
  public var units: Int

  public init(warehouse: String, units: Int) {
    self.warehouse = warehouse
    self.units = units
  }
}
