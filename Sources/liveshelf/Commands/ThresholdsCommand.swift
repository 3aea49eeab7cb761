import ArgumentParser
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore

struct ThresholdsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thresholds", abstract: "Show the thresholds of the advice, or check a file of them.",
    discussion: """
      A file (YAML) names only what differs from the defaults, for all products, by category and by product:

        thresholds:
          leadTimeDays: 3
        categories:
          食品: {serviceLevel: 0.9}
        products:
          SKU001: {marginShare: 0.2}
      """,
    subcommands: [Show.self, Check.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print all thresholds as YAML, with what they mean: the defaults, or those that a file leads to.")

    @Argument(help: ArgumentHelp("Thresholds (YAML); default: none.", valueName: "file"), completion: .file())
    var file: String?

    @Option(
      help: ArgumentHelp("The products, to show what holds for one of them.", valueName: "file"), completion: .file())
    var catalog: String?

    @Option(help: ArgumentHelp("What holds for this product (needs --catalog).", valueName: "sku"))
    var sku: String?

    func validate() throws {
      if sku != nil, catalog == nil { throw ValidationError("--sku needs --catalog, which tells its category") }
    }

    func run() async throws {
      let settings = try file.map { try ThresholdFile.read(URL(filePath: $0)) } ?? AdvisorSettings()
      guard let sku, let catalog else {
        Console.line(ThresholdText.text(settings))
        return
      }
      guard let product = try CatalogReader.read(URL(filePath: catalog)).catalog[SKU(sku)] else {
        throw ValidationError("the catalog has no product '\(sku)'")
      }
      Console.line(ThresholdText.text(of: settings.thresholds(for: product), title: "\(product.sku) \(product.name)"))
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether a file of thresholds can be used, and where not.",
      discussion: "Exit code 0 when it can, 1 when not. Names that the catalog lacks are told and do no harm.")

    @Argument(help: ArgumentHelp("Thresholds (YAML).", valueName: "file"), completion: .file())
    var file: String

    @Option(
      help: ArgumentHelp("The products, to find categories and SKUs that it does not have.", valueName: "file"),
      completion: .file())
    var catalog: String?

    func run() async throws {
      let settings = try ThresholdFile.read(URL(filePath: file))
      if let catalog {
        let products = try CatalogReader.read(URL(filePath: catalog)).catalog.products
        let (skus, categories) = (Set(products.map(\.sku.text)), Set(products.map(\.category)))
        for name in settings.categories.keys.sorted() where !categories.contains(name) {
          Console.line("categories.\(name): no product of the catalog has this category")
        }
        for name in settings.products.keys.sorted() where !skus.contains(name) {
          Console.line("products.\(name): the catalog has no such SKU")
        }
      }
      Console.line(
        "\(file) can be used: \(settings.categories.count) categories and \(settings.products.count) products differ")
    }
  }
}
