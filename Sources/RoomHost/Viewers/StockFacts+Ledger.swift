public import InventoryEngine
internal import LiveshelfCore
public import ViewerComments

extension StockFacts {
  /// What the ledger's cells say, as it may be told to viewers.
  public init(_ rows: [StockRow]) {
    var products: [SKU: ProductFacts] = [:]
    for row in rows {
      let arrival = row.balance.arrival.map { time in
        // 2026-04-10T… → 4月10日: how people name a day.
        let parts = time.formatted(in: .china).prefix(10).split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? "\(parts[1])月\(parts[2])日" : ""
      }
      products[row.cell.sku, default: ProductFacts()].stock.append(
        Line(
          warehouse: row.cell.warehouse, quantity: Quantity(available: row.balance.available),
          arrival: row.balance.inTransit > 0 ? arrival : nil))
    }
    self.init(products)
  }
}
