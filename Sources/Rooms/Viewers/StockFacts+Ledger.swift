public import InventoryEngine
public import LiveshelfCore
public import ViewerComments

extension StockFacts {
  /// What the ledger's cells say, as it may be told to viewers.
  ///
  /// - Parameters:
  ///   - catalog: its products are told of even when the ledger does not know them: nothing is known of their stock.
  ///   - told: what operators told about products and warehouses.
  public init(_ rows: [StockRow], catalog: Catalog = Catalog([]), told: ViewerFacts = ViewerFacts()) {
    var products: [SKU: ProductFacts] = [:]
    var options: [SKU: [(sku: SKU, option: String)]] = [:]
    for product in catalog.products {
      let details = told.products?[product.sku.text]
      products[product.sku] = ProductFacts(
        sizes: (details?.sizes ?? []).map { Fit($0) }, dispatch: details?.dispatch ?? told.dispatch,
        isShippingFree: details?.freeShipping ?? told.freeShipping)
      for (option, sku) in (details?.options ?? [:]).sorted(by: { $0.key < $1.key }) {
        options[SKU(sku), default: []].append((product.sku, option))
      }
    }
    for row in rows {
      for place in options[row.cell.sku] ?? [] {
        products[place.sku, default: ProductFacts()].stock.append(Line(row, option: place.option, told: told))
      }
      if options[row.cell.sku]?.contains(where: { $0.sku == row.cell.sku }) ?? false { continue }
      products[row.cell.sku, default: ProductFacts()].stock.append(
        Line(row, option: row.cell.option.isEmpty ? nil : row.cell.option, told: told))
    }
    self.init(products)
  }
}

extension StockFacts.Line {
  fileprivate init(_ row: StockRow, option: String?, told: ViewerFacts) {
    let warehouse = told.warehouses?[row.cell.warehouse]
    self.init(
      option: option, warehouse: warehouse?.name ?? row.cell.warehouse, regions: warehouse?.regions ?? [],
      quantity: StockFacts.Quantity(available: row.balance.available),
      arrival: row.balance.inTransit > 0 ? row.balance.arrival.flatMap(Self.day) : nil)
  }

  /// 2026-04-10T… → 4月10日: how people name a day.
  private static func day(_ time: WallTime) -> String? {
    let parts = time.formatted(in: .china).prefix(10).split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? "\(parts[1])月\(parts[2])日" : nil
  }
}

extension StockFacts.Fit {
  fileprivate init(_ size: ViewerFacts.Size) {
    self.init(size: size.size, kilograms: Self.range(size.kg), centimetres: Self.range(size.cm))
  }

  private static func range(_ bounds: [Double]?) -> ClosedRange<Double>? {
    guard let bounds, bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
    return bounds[0]...bounds[1]
  }
}
