internal import LiveshelfCore

/// The products of a show with what the show did for each: those of the catalog in its order, then any others that the
/// files name.
struct ReportProducts {
  /// Further products are left out of the page.
  private static let most = 2000

  let products: [ShowProduct]
  let summaries: [ProductSummary]
  private let places: [SKU: Int]

  init(_ folder: ShowFolder) {
    var products: [ShowProduct] = []
    var places: [SKU: Int] = [:]
    func include(_ product: ShowProduct) {
      guard !product.sku.text.isEmpty, places[product.sku] == nil, products.count < Self.most else { return }
      places[product.sku] = products.count
      products.append(product)
    }
    folder.show.products.forEach(include)
    let named = (folder.presentations ?? []).map(\.sku) + (folder.timeline?.skus ?? [])
    for sku in named { include(ShowProduct(Product(sku: sku, name: sku.text))) }
    self.products = products
    self.places = places
    summaries = Self.summaries(of: folder, products: products, places: places)
  }

  /// The index of a product.
  func place(of sku: SKU) -> Int? { places[sku] }

  private static func summaries(
    of folder: ShowFolder, products: [ShowProduct], places: [SKU: Int]
  ) -> [ProductSummary] {
    var summaries = products.map(ProductSummary.init)
    if let timeline = folder.timeline {
      let end = StreamTime(seconds: folder.show.durationSeconds + ProductSummary.aftermathSeconds)
      for row in timeline.rows where row.start >= .zero && row.start < end {
        if let place = places[row.sku] { summaries[place].add(row, minutes: timeline.binSeconds / 60) }
      }
      if timeline.rows.contains(where: { $0.refusedUnits > 0 }) {
        for place in summaries.indices { summaries[place].trustRefusals() }
      }
    }
    for entry in folder.presentations ?? [] {
      if let place = places[entry.sku] { summaries[place].add(entry) }
    }
    for entry in folder.uplift ?? [] {
      if let place = places[entry.sku] { summaries[place].add(entry) }
    }
    for signal in folder.signals ?? []
    where signal.type == SignalType.slowMoving.rawValue && signal.data.phase != .resolved {
      if let place = signal.data.sku.flatMap({ places[$0] }) { summaries[place].noteSlow() }
    }
    var stock: [SKU: (available: Int, onTheWay: Int)] = [:]
    for entry in folder.inventory ?? [] {
      stock[entry.sku, default: (0, 0)].available += entry.available
      stock[entry.sku, default: (0, 0)].onTheWay += max(0, entry.inTransit)
    }
    for (place, product) in products.enumerated() {
      if let left = stock[product.sku] { summaries[place].settle(available: left.available, onTheWay: left.onTheWay) }
    }
    return summaries
  }
}
