import LiveshelfCore

/// Finds the catalog's product for what an order file calls it. Only certain matches count; anything else stays as it is.
struct SKUMatcher: Sendable {
  private let catalog: Catalog
  /// SKUs and names without case, width and blanks. Nil: several products are called that.
  private let byKey: [String: SKU?]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    var keys: [String: SKU?] = [:]
    for product in catalog.products {
      for text in [product.sku.text, product.name] + product.names {
        let key = Self.key(text)
        if let known = keys[key], known != product.sku { keys[key] = .some(nil) } else { keys[key] = product.sku }
      }
    }
    byKey = keys
  }

  /// The SKU of the catalog, or `text` itself.
  func sku(_ text: String, productName: String) -> SKU {
    let sku = SKU(text)
    if catalog[sku] != nil { return sku }
    return (byKey[Self.key(text)] ?? nil) ?? (byKey[Self.key(productName)] ?? nil) ?? sku
  }

  private static func key(_ text: String) -> String {
    var key = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      // Full-width Latin letters, digits and signs.
      let plain = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      key.unicodeScalars.append(plain)
    }
    return key.lowercased()
  }
}
