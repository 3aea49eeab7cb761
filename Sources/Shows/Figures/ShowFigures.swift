public import LiveshelfCore

/// The figures of a show, from the files of its folder: of the catalog's products in its order, then of any others that the
/// files name. docs/metrics.md defines each of them.
public struct ShowFigures: Sendable {
  /// Further products are left out.
  private static let most = 2000

  /// Seconds.
  public let length: Double
  public let products: [ProductFigures]
  private let places: [SKU: Int]

  /// - Complexity: one pass over orders and timeline.
  public init(_ folder: ShowFolder) {
    var products: [ShowProduct] = []
    var places: [SKU: Int] = [:]
    func include(_ product: ShowProduct) {
      guard !product.sku.text.isEmpty, places[product.sku] == nil, products.count < Self.most else { return }
      places[product.sku] = products.count
      products.append(product)
    }
    folder.show.products.forEach(include)
    let named = folder.stood.map(\.sku) + (folder.timeline?.skus ?? []) + (folder.orders ?? []).map(\.sku)
    for sku in named { include(ShowProduct(Product(sku: sku, name: sku.text))) }
    length = folder.show.durationSeconds
    self.places = places
    self.products = Self.products(of: folder, products, places)
  }

  /// The index of a product.
  public func place(of sku: SKU) -> Int? { places[sku] }

  /// Of all products.
  public var sold: SoldFigures {
    products.reduce(into: SoldFigures()) { $0.add($1.sold) }
  }

  /// The sum of a figure over all products.
  public func total(_ figure: (ProductFigures) -> Double) -> Double { products.reduce(0) { $0 + figure($1) } }

  /// The same of a figure that not every product has; nil: none has.
  public func total(_ figure: (ProductFigures) -> Double?) -> Double? {
    let values = products.compactMap(figure)
    return values.isEmpty ? nil : values.reduce(0, +)
  }

  private static func products(
    of folder: ShowFolder, _ products: [ShowProduct], _ places: [SKU: Int]
  ) -> [ProductFigures] {
    var figures = products.map(ProductFigures.init)
    let length = folder.show.durationSeconds
    let window = SalesWindow(length: length)
    for order in folder.orders ?? [] where window.contains(order.time) {
      if let place = places[order.sku] { figures[place].add(order) }
    }
    if let timeline = folder.timeline {
      for row in timeline.rows where window.contains(row.start) {
        guard let place = places[row.sku] else { continue }
        figures[place].add(
          row, until: row.start + timeline.binSeconds, length: length, countsOrders: folder.orders == nil)
      }
      for place in figures.indices { figures[place].finish(length: length) }
    }
    if figures.contains(where: { $0.refusedUnits > 0 }) {
      for place in figures.indices { figures[place].trustRefusals() }
    }
    for entry in folder.stood {
      if let place = places[entry.sku] { figures[place].add(entry) }
    }
    for entry in folder.uplift ?? [] {
      if let place = places[entry.sku] { figures[place].add(entry) }
    }
    for signal in folder.signals ?? [] {
      guard let type = SignalType(rawValue: signal.type), let place = signal.data.sku.flatMap({ places[$0] }) else {
        continue
      }
      figures[place].add(type, isResolved: signal.data.phase == .resolved)
    }
    var stock: [SKU: (available: Int, onTheWay: Int)] = [:]
    for entry in folder.inventory ?? [] {
      stock[entry.sku, default: (0, 0)].available += entry.available
      stock[entry.sku, default: (0, 0)].onTheWay += max(0, entry.inTransit)
    }
    for (place, product) in products.enumerated() {
      if let left = stock[product.sku] { figures[place].settle(available: left.available, onTheWay: left.onTheWay) }
    }
    return figures
  }
}
