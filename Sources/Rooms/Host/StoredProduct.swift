public import LiveshelfCore

/// A product as files and other machines keep it. Prices are hundredths.
public struct StoredProduct: Codable, Sendable {
  let sku: String
  let name: String
  let aliases: [String]
  let category: String
  let listPrice: Int64?
  let livePrice: Int64?
  /// Nil also in files of before it was kept.
  let cost: Int64?
  let link: Int?
  let options: [String]

  public init(_ product: Product) {
    sku = product.sku.text
    name = product.name
    aliases = product.aliases
    category = product.category
    listPrice = product.listPrice?.hundredths
    livePrice = product.livePrice?.hundredths
    cost = product.cost?.hundredths
    link = product.linkNumber
    options = product.options
  }

  public var product: Product {
    Product(
      sku: SKU(sku), name: name, aliases: aliases, category: category,
      listPrice: listPrice.map { Money(hundredths: $0) }, livePrice: livePrice.map { Money(hundredths: $0) },
      cost: cost.map { Money(hundredths: $0) }, linkNumber: link, options: options)
  }
}
