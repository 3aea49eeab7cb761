public import LiveshelfCore

/// A catalog as the file that `CatalogReader` reads.
public enum CatalogText {
  /// CSV with a header, without a line end after the last row.
  public static func csv(_ catalog: Catalog) -> String {
    let header = CatalogColumns.Field.allCases.map(\.rawValue).joined(separator: ",")
    return ([header] + catalog.products.map(row)).joined(separator: "\n")
  }

  private static func row(_ product: Product) -> String {
    let parts: [String] = product.parts.map { $0.quantity == 1 ? $0.sku.text : "\($0.sku)*\($0.quantity)" }
    let prices: [String] = [product.listPrice, product.livePrice].map { price in price.map { "\($0)" } ?? "" }
    let link: String = product.linkNumber.map(String.init) ?? ""
    var fields: [String] = [product.sku.text, product.name, joined(product.aliases), product.category]
    fields += prices
    fields += [link, joined(product.options), joined(parts), product.cost.map { "\($0)" } ?? ""]
    return fields.map(quoted).joined(separator: ",")
  }

  private static func joined(_ list: [String]) -> String { list.joined(separator: "|") }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
