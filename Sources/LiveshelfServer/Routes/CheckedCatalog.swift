internal import Intake
internal import LiveshelfCore
internal import ProductMentions

/// What `liveshelf catalog check` says of a catalog.
struct CheckedCatalog: Encodable, Sendable {
  struct Finding: Encodable, Sendable {
    var sku: String
    var name: String
    /// What is wrong and what helps.
    var text: String
  }

  struct Proposal: Encodable, Sendable {
    var sku: String
    /// The title, which nobody says.
    var title: String
    /// What is listened for instead; empty: nothing was found.
    var listensFor: [String]

    enum CodingKeys: String, CodingKey {
      case sku, title
      case listensFor = "listens_for"
    }
  }

  /// A product as a catalog in JSON has it, so that a person can change its names and put it in.
  struct Entry: Encodable, Sendable {
    var sku, name, aliases, category, options, parts: String
    var listPrice, livePrice, cost: String?
    var link: Int?

    enum CodingKeys: String, CodingKey {
      case sku, name, aliases, category, options, parts, cost
      case listPrice = "list_price"
      case livePrice = "live_price"
      case link = "link_no"
    }

    init(_ product: Product) {
      (sku, name, category, link) = (product.sku.text, product.name, product.category, product.linkNumber)
      (aliases, options) = (product.aliases.joined(separator: "|"), product.options.joined(separator: "|"))
      parts = product.parts.map { "\($0.sku)*\($0.quantity)" }.joined(separator: "|")
      listPrice = product.listPrice.map(Self.text)
      livePrice = product.livePrice.map(Self.text)
      cost = product.cost.map(Self.text)
    }

    private static func text(_ money: Money) -> String {
      let cents = money.hundredths % 100
      let number = "\(money.hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
      return money.currency == .unspecified ? number : "\(money.currency.code) \(number)"
    }
  }

  /// Each name is compared with all others: of more products that takes too long for an answer.
  static let mostProducts = 5_000

  var products: Int
  /// Odd lines of the file, such as names that several products have.
  var notes: [String]
  /// The file tells stock, too, which is sent as stock.
  var tellsStock: Bool
  var titles: [Proposal]
  var findings: [Finding]
  /// Findings that are not listed.
  var omitted: Int
  /// All products, when they were asked for.
  var catalog: [Entry]?

  enum CodingKeys: String, CodingKey {
    case products, notes, titles, findings, omitted, catalog
    case tellsStock = "tells_stock"
  }

  /// Runs aside from requests that are quick.
  ///
  /// - Parameter listing: give all products, too.
  static func check(_ file: CatalogFile, listing: Bool) async -> CheckedCatalog {
    await Task.detached(priority: .utility) { CheckedCatalog(file, listing: listing) }.value
  }

  private init(_ file: CatalogFile, listing: Bool) {
    let check = CatalogCheck(file.catalog)
    products = file.catalog.products.count
    notes = file.warnings.map { "\($0)" }
    tellsStock = file.tellsStock
    titles = file.catalog.products.compactMap { product in
      file.proposedNames[product.sku].map { Proposal(sku: product.sku.text, title: product.name, listensFor: $0) }
    }
    findings = check.findings.map { Finding(sku: $0.sku.text, name: $0.name, text: $0.description) }
    omitted = check.omitted
    catalog = listing ? file.catalog.products.map(Entry.init) : nil
  }
}
