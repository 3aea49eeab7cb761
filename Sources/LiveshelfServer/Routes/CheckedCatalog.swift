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

  enum CodingKeys: String, CodingKey {
    case products, notes, titles, findings, omitted
    case tellsStock = "tells_stock"
  }

  /// Runs aside from requests that are quick.
  static func check(_ file: CatalogFile) async -> CheckedCatalog {
    await Task.detached(priority: .utility) { CheckedCatalog(file) }.value
  }

  private init(_ file: CatalogFile) {
    let check = CatalogCheck(file.catalog)
    products = file.catalog.products.count
    notes = file.warnings.map { "\($0)" }
    tellsStock = file.tellsStock
    titles = file.catalog.products.compactMap { product in
      file.proposedNames[product.sku].map { Proposal(sku: product.sku.text, title: product.name, listensFor: $0) }
    }
    findings = check.findings.map { Finding(sku: $0.sku.text, name: $0.name, text: $0.description) }
    omitted = check.omitted
  }
}
