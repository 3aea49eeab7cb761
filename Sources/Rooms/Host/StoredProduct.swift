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
  /// Of the prices; nil: unspecified, also in files of before they were kept.
  let listCurrency: Currency?
  let liveCurrency: Currency?
  let costCurrency: Currency?
  /// Nil: it is no kit.
  let parts: [Part]?

  struct Part: Codable {
    let sku: String
    let option: String
    let quantity: Int
  }

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
    listCurrency = Self.currency(of: product.listPrice)
    liveCurrency = Self.currency(of: product.livePrice)
    costCurrency = Self.currency(of: product.cost)
    parts =
      product.parts.isEmpty
      ? nil : product.parts.map { Part(sku: $0.sku.text, option: $0.option, quantity: $0.quantity) }
  }

  private static func currency(of price: Money?) -> Currency? {
    price.flatMap { $0.currency == .unspecified ? nil : $0.currency }
  }

  private static func price(_ hundredths: Int64?, _ currency: Currency?) -> Money? {
    hundredths.map { Money(hundredths: $0, currency: currency ?? .unspecified) }
  }

  public var product: Product {
    Product(
      sku: SKU(sku), name: name, aliases: aliases, category: category,
      listPrice: Self.price(listPrice, listCurrency), livePrice: Self.price(livePrice, liveCurrency),
      cost: Self.price(cost, costCurrency), linkNumber: link, options: options,
      parts: (parts ?? []).map { KitPart(sku: SKU($0.sku), option: $0.option, quantity: max(1, $0.quantity)) })
  }
}
