import ArgumentParser
import Foundation
import Intake
import LiveshelfCore
import ProductMentions

struct CatalogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Check catalogs.", subcommands: [Check.self, Names.self])

  struct File: ParsableArguments {
    @Argument(
      help: ArgumentHelp("The catalog (CSV or JSON Lines), or a shop's product export.", valueName: "file"),
      completion: .file())
    var catalog: String

    @Option(
      help: ArgumentHelp(
        "What the columns mean, such as 'sku=货号,name=宝贝名'. Known exports need none.", valueName: "mapping"))
    var catalogColumns: CatalogColumns?

    func read() throws -> CatalogFile {
      try CatalogReader.read(URL(filePath: catalog), columns: catalogColumns ?? .known)
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which names will be hard to hear, or will be taken for each other.",
      discussion: """
        Listing titles are no names: for products that have nothing else, it says which names are listened for. 'liveshelf catalog \
        names' writes them into a catalog, to be edited. Exit code 0 also when there are findings: a show runs with them. \
        1: the file cannot be used.
        """)

    @OptionGroup var file: File

    @Flag(help: "Print JSON Lines.")
    var json = false

    private struct Line: Encodable {
      let sku: String
      let name: String
      let text: String
      /// What is listened for in a title's place.
      var listens_for: [String]?
    }

    func run() async throws {
      let file = try file.read()
      let progress = WorkProgress("checking names")
      let check = CatalogCheck(file.catalog) { progress.note($0) }
      progress.end()
      let titles = file.catalog.products.compactMap { product in
        file.proposedNames[product.sku].map { Self.line(product, names: $0) }
      }
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = titles + check.findings.map { Line(sku: $0.sku.text, name: $0.name, text: $0.description) }
        for line in lines { Console.line(String(decoding: try encoder.encode(line), as: UTF8.self)) }
        return
      }
      for warning in file.warnings { Console.line("note: \(warning)") }
      if file.tellsStock {
        Console.line(
          "note: the file tells stock, too, which a catalog's reader does not take: name it with --inventory as well")
      }
      for line in titles { Console.line(line.text) }
      for finding in check.findings { Console.line(finding.description) }
      if check.omitted > 0 { Console.line("… and \(check.omitted) more") }
      let count = titles.count + check.findings.count + check.omitted
      Console.line("\(file.catalog.products.count) products, \(count) findings")
    }

    private static func line(_ product: Product, names: [String]) -> Line {
      let text =
        names.isEmpty
        ? "has a listing’s title, which nobody says, and no name of its own was found in it; write one into the column aliases"
        : "has a listing’s title, which nobody says; listens for \(names.joined(separator: " | ")) instead"
      return Line(
        sku: product.sku.text, name: product.name, text: "\(product.sku) “\(product.name)”: \(text)", listens_for: names
      )
    }
  }

  struct Names: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the catalog with the names that are listened for, to be edited.",
      discussion: """
        The names that were found in titles stand in the column aliases; what is written there is taken as it is.

        Example:
          liveshelf catalog names export.csv > catalog.csv
        """)

    @OptionGroup var file: File

    func run() async throws {
      let file = try file.read()
      for warning in file.warnings { Console.error("liveshelf: note: \(warning)") }
      Console.line(CatalogText.csv(file.catalog))
    }
  }
}
