import LiveshelfCore

/// Finds the catalog's product for what an order file calls it. Only certain matches count; anything else stays as it is.
struct SKUMatcher: Sendable {
  private let catalog: Catalog
  /// SKUs and names without case, width and blanks. Nil: several products are called that.
  private let byKey: [String: SKU?]
  /// SKUs of digits alone without the zeros before them, which spreadsheets drop.
  private let byNumber: [Substring: SKU?]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    var keys: [String: SKU?] = [:]
    var numbers: [Substring: SKU?] = [:]
    for product in catalog.products {
      for text in [product.sku.text, product.name] + product.names {
        let key = Self.key(text)
        if let known = keys[key], known != product.sku { keys[key] = .some(nil) } else { keys[key] = product.sku }
      }
      guard IdentifierText.isNumber(product.sku.text) else { continue }
      let number = Self.number(product.sku.text)
      if numbers[number] == nil { numbers[number] = product.sku } else { numbers[number] = .some(nil) }
    }
    (byKey, byNumber) = (keys, numbers)
  }

  /// The SKU of the catalog that a text stands for; nil: none for certain.
  func match(_ text: String) -> SKU? {
    if text.isEmpty { return nil }
    let sku = SKU(text)
    if catalog[sku] != nil { return sku }
    if let known = byKey[Self.key(text)] ?? nil { return known }
    return IdentifierText.isNumber(text) ? byNumber[Self.number(text)] ?? nil : nil
  }

  /// The options that the catalog has of a product.
  func options(of sku: SKU) -> [String]? { catalog[sku]?.options }

  func knows(_ text: String) -> Bool { match(text) != nil }

  private static func number(_ text: String) -> Substring { text.drop { $0 == "0" } }

  private static func key(_ text: String) -> String {
    var key = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      key.unicodeScalars.append(TextWidth.halved(scalar))
    }
    return key.lowercased()
  }
}
