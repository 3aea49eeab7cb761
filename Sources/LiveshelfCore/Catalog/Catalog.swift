/// The products that a show may present, in the catalog's order, found by SKU.
public struct Catalog: Sendable {
  /// In the order of the file: link numbers and rankings fall back on it.
  public let products: [Product]
  private let indexBySKU: [SKU: Int]

  /// Keeps the first of several products with the same SKU; readers refuse duplicates before this.
  public init(_ products: [Product]) {
    var index: [SKU: Int] = [:]
    var kept: [Product] = []
    for product in products where index[product.sku] == nil {
      index[product.sku] = kept.count
      kept.append(product)
    }
    self.products = kept
    self.indexBySKU = index
  }

  public subscript(sku: SKU) -> Product? {
    indexBySKU[sku].map { products[$0] }
  }

  /// The place of a product in the catalog's order.
  public func position(of sku: SKU) -> Int? {
    indexBySKU[sku]
  }
}
