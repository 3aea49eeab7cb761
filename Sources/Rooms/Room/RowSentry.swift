internal import InventoryEngine
internal import LiveshelfCore
internal import Storage

/// Looks at rows before they are folded: what is beyond all measure is set aside, so that no single sender can make the room
/// slow or large.
struct RowSentry {
  /// A show's warehouses, order sources and cells of stock at most.
  private static let mostWarehouses = 256
  private static let mostSources = 256
  private static let mostCells = 50_000

  private var warehouses: Set<String> = []
  private var sources: Set<String> = []
  private var cells: Set<StockCell> = []
  /// Rows that stopped a room's thread.
  private var refused: Set<Row> = []

  /// Where rows come from that trapped.
  static let foldPlace = "fold"

  init() {}

  /// - Parameters:
  ///   - stock: the ledger of the show that goes on.
  ///   - setAside: what was set aside in it.
  init(knowing stock: [StockRow], _ setAside: [StoredSetAsideRow]) {
    warehouses = Set(stock.map(\.cell.warehouse))
    cells = Set(stock.map(\.cell))
    refused = Set(setAside.filter { $0.content.place == Self.foldPlace }.compactMap(\.content.row))
  }

  /// Takes no such row any more.
  mutating func refuse(_ row: Row) { refused.insert(row) }

  /// Lets a row in once more: somebody wants to try it again.
  mutating func allow(_ row: Row) { refused.remove(row) }

  /// Why a row is set aside; nil: it may be folded.
  mutating func objection(to row: Row) -> String? {
    if let objection = row.objection { return objection }
    if !refused.isEmpty, refused.contains(row) { return "it stopped the room before" }
    switch row {
    case .order(let event):
      return Self.note(event.source, in: &sources, most: Self.mostSources, "sources of orders")
        ?? note(event.sku, event.option, row.warehouses)
    case .stock(let snapshot): return note(snapshot.sku, snapshot.option, row.warehouses)
    case .transaction(let transaction): return note(transaction.sku, transaction.option, row.warehouses)
    case .comment, .click: return nil
    }
  }

  private mutating func note(_ sku: SKU, _ option: String, _ warehouses: [String]) -> String? {
    for warehouse in warehouses {
      if let objection = note(sku, option, warehouse) { return objection }
    }
    return nil
  }

  private mutating func note(_ sku: SKU, _ option: String, _ warehouse: String) -> String? {
    Self.note(warehouse, in: &warehouses, most: Self.mostWarehouses, "warehouses")
      ?? Self.note(
        StockCell(sku: sku, option: option, warehouse: warehouse), in: &cells, most: Self.mostCells,
        "places of stock (SKU, option and warehouse)")
  }

  private static func note<Value>(_ value: Value, in known: inout Set<Value>, most: Int, _ what: String) -> String? {
    if known.contains(value) { return nil }
    guard known.count < most else { return "the show has \(most) \(what) already; check the column" }
    known.insert(value)
    return nil
  }
}
