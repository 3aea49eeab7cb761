internal import LiveshelfCore

/// Finds the product that a comment names: the longest of the catalog's names in it.
struct CommentNames: Sendable {
  private let names: [(name: String, skus: [SKU])]

  init(catalog: Catalog) {
    var skus: [String: [SKU]] = [:]
    for product in catalog.products {
      for name in product.names where name.count > 1 { skus[name.lowercased(), default: []].append(product.sku) }
    }
    names = skus.map { (name: $0.key, skus: $0.value) }.sorted { ($1.name.count, $0.name) < ($0.name.count, $1.name) }
  }

  /// Nil when no product is named, or several share the name and none of them is on stage.
  func product(in text: String, onStage: SKU?) -> SKU? {
    let text = text.lowercased()
    guard let found = names.first(where: { text.contains($0.name) }) else { return nil }
    return found.skus.count == 1 ? found.skus.first : found.skus.first { $0 == onStage }
  }
}
