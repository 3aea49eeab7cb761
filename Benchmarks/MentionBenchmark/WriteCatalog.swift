import ArgumentParser
import LiveshelfCore

/// Writes a synthetic catalog, to hear shows with products that they don't name.
struct WriteCatalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Writes a seeded synthetic catalog as CSV.")

  @Option(help: "number of products") var products = 300
  @Option(help: "seed") var seed: UInt64 = 1

  func run() throws {
    var random = SeededRandom(seed: seed)
    print("sku,name,aliases,category,list_price,live_price,link_no,options")
    for product in SyntheticCatalog.make(products: products, random: &random).products {
      let link = product.linkNumber.map(String.init) ?? ""
      print("\(product.sku),\(product.name),\(product.aliases.joined(separator: "|")),,,,\(link),")
    }
  }
}
