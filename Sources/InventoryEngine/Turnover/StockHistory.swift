public import LiveshelfCore

/// What happened to one cell over time: the raw material of turnover metrics.
public struct StockHistory: Hashable, Sendable {
  public var cell: StockCell
  public var safetyStock: Int
  /// Available units from each moment on, in the order of time.
  public private(set) var levels: [Level] = []
  /// Units that orders asked for and did not get, by time.
  public private(set) var rejections: [Quantity] = []
  /// Net units sold by time: created orders count, cancelled and returned ones are taken back (negative).
  public private(set) var sales: [Quantity] = []
  /// Units that came in by receipt or transfer, less those moved out.
  public private(set) var receipts: [Quantity] = []

  public struct Level: Hashable, Sendable {
    public var time: WallTime
    public var available: Int
  }

  public struct Quantity: Hashable, Sendable {
    public var time: WallTime
    public var units: Int
  }

  public init(cell: StockCell, safetyStock: Int = 0) {
    self.cell = cell
    self.safetyStock = safetyStock
  }

  /// Adds a ledger's movement. Movements may come out of order: levels are those that the events' own times make.
  public mutating func add(_ movement: StockMovement) {
    guard movement.cell == cell else { return }
    switch movement.kind {
    case .reservation, .release, .refundReturn, .commitment, .returnReceived, .edit, .rerouting, .expiry, .presale:
      if movement.available != 0 {
        Self.insert(Quantity(time: movement.time, units: -movement.available), into: &sales)
      }
    case .receipt, .transferIn, .transferOut, .returnToSupplier:
      Self.insert(Quantity(time: movement.time, units: movement.available), into: &receipts)
    case .opening, .count, .adjustment, .damage, .assembly, .allocation, .shop: break
    }
    guard movement.available != 0 || movement.kind == .opening else { return }
    let place = Self.place(of: movement.time, count: levels.count) { levels[$0].time }
    let before = place > 0 ? levels[place - 1].available : 0
    levels.insert(Level(time: movement.time, available: before), at: place)
    for index in place..<levels.count { levels[index].available += movement.available }
  }

  /// Adds an order that was rejected because nothing was left.
  public mutating func addRejection(units: Int, at time: WallTime) {
    Self.insert(Quantity(time: time, units: units), into: &rejections)
  }

  private static func insert(_ quantity: Quantity, into list: inout [Quantity]) {
    list.insert(quantity, at: place(of: quantity.time, count: list.count) { list[$0].time })
  }

  /// After the last entry that is not later; searched from the back, because most entries come nearly in order.
  private static func place(of time: WallTime, count: Int, at: (Int) -> WallTime) -> Int {
    var place = count
    while place > 0, time < at(place - 1) { place -= 1 }
    return place
  }
}

/// Collects the histories of all cells from what an advisor or ledger put out.
public struct StockHistories: Sendable {
  private var histories: [StockCell: StockHistory] = [:]
  private var seen: Set<String> = []

  public init() {}

  public mutating func add(_ movements: [StockMovement]) {
    for movement in movements {
      histories[movement.cell, default: StockHistory(cell: movement.cell)].add(movement)
    }
  }

  /// Adds a rejected order; other events, repeats and quantities below 1 change nothing.
  public mutating func add(_ event: OrderEvent) {
    guard event.type == .rejectedOutOfStock, event.quantity > 0, seen.insert(event.eventID).inserted else { return }
    let cell = StockCell(sku: event.sku, option: event.option, warehouse: event.warehouse)
    histories[cell, default: StockHistory(cell: cell)].addRejection(
      units: min(event.quantity, 1_000_000), at: min(event.eventTime, event.knownAt))
  }

  public mutating func setSafetyStock(_ units: Int, of cell: StockCell) {
    histories[cell, default: StockHistory(cell: cell)].safetyStock = units
  }

  /// Sorted by SKU and warehouse.
  public var all: [StockHistory] {
    histories.keys.sorted().compactMap { histories[$0] }
  }
}
