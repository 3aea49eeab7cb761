import LiveshelfCore

/// Puts the rows of a catalog file together, and tells what is odd about them.
struct CatalogBuilder {
  private let file: String
  private var products: [Product] = []
  private var lines: [Int] = []
  private var placeOfSKU: [SKU: Int] = [:]
  private var lineOfLink: [Int: Int] = [:]
  private var warnings: [IntakeWarning] = []

  /// More warnings of one kind than these are only counted.
  private static let shown = 20

  init(file: String) { self.file = file }

  /// Takes in a row. Rows of one SKU that differ by their option are one product.
  mutating func add(_ product: Product, line: Int) throws(IntakeError) {
    if let place = placeOfSKU[product.sku] {
      let known = products[place]
      guard known.name == product.name, !product.options.isEmpty, !known.options.isEmpty,
        !product.options.contains(where: known.options.contains)
      else {
        throw .duplicateSKU(file: file, sku: product.sku.text, line: line, firstLine: lines[place])
      }
      products[place].options += product.options
      return
    }
    if let link = product.linkNumber, let first = lineOfLink.updateValue(line, forKey: link) {
      warnings.append(
        IntakeWarning(
          file: file, line: line, text: "link number \(link) is also on line \(first); the later one holds"))
    }
    guard products.count < CatalogReader.maximumProducts else {
      throw .tooLarge(
        file: file, limit: "\(CatalogReader.maximumProducts) products",
        remedy: "keep only the products that the show may present")
    }
    placeOfSKU[product.sku] = products.count
    products.append(product)
    lines.append(line)
  }

  /// The catalog, with spoken names for products that have only a title.
  mutating func finish(tellsStock: Bool) throws(IntakeError) -> CatalogFile {
    guard !products.isEmpty else {
      throw .empty(file: file, remedy: "list the show's products, one on each row")
    }
    let proposed = SpokenNames.propose(for: products)
    for (place, names) in proposed { products[place].aliases = names }
    tellSharedNames()
    tellUnnamed(proposed)
    return CatalogFile(
      catalog: Catalog(products), warnings: warnings,
      proposedNames: Dictionary(uniqueKeysWithValues: proposed.map { (products[$0].sku, $1) }), tellsStock: tellsStock)
  }

  private mutating func tellSharedNames() {
    var owner: [String: Int] = [:]
    var found: [IntakeWarning] = []
    for (place, product) in products.enumerated() {
      for name in product.names {
        guard let first = owner[SpokenNames.key(name)] else {
          owner[SpokenNames.key(name)] = place
          continue
        }
        guard first != place else { continue }
        found.append(
          IntakeWarning(
            file: file, line: lines[place],
            text:
              "“\(name)” is also a name of \(products[first].sku) (line \(lines[first])): whoever says it is taken to mean the "
              + "product spoken of last; give each a name of its own, or make them options of one product"))
      }
    }
    append(found, more: "names that several products share")
  }

  private mutating func tellUnnamed(_ proposed: [Int: [String]]) {
    let found = proposed.filter(\.value.isEmpty).keys.sorted().map { place in
      IntakeWarning(
        file: file, line: lines[place],
        text:
          "\(products[place].sku) has a listing's title and no name of its own that a host would say; write one into the column aliases"
      )
    }
    append(found, more: "products without a name that a host would say")
  }

  private mutating func append(_ found: [IntakeWarning], more: String) {
    warnings += found.prefix(Self.shown)
    if let next = found.dropFirst(Self.shown).first {
      warnings.append(IntakeWarning(file: file, line: next.line, text: "and \(found.count - Self.shown) more \(more)"))
    }
  }
}
