import ArgumentParser
import Foundation
import Intake
import LiveshelfCore
import ProductMentions

struct CatalogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Check catalogs.", subcommands: [Check.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which names will be hard to hear, or will be taken for each other.",
      discussion: "Exit code 0 also when there are findings: a show runs with them. 1: the file cannot be used.")

    @Argument(help: ArgumentHelp("The catalog (CSV).", valueName: "file"), completion: .file())
    var catalog: String

    @Flag(help: "Print JSON Lines.")
    var json = false

    private struct Line: Encodable {
      let sku: String
      let name: String
      let text: String
    }

    func run() async throws {
      let file = try CatalogReader.read(URL(filePath: catalog))
      let check = CatalogCheck(file.catalog)
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for finding in check.findings {
          let line = Line(sku: finding.sku.text, name: finding.name, text: finding.description)
          Console.line(String(decoding: try encoder.encode(line), as: UTF8.self))
        }
        return
      }
      for warning in file.warnings { Console.line("note: \(warning)") }
      for finding in check.findings { Console.line(finding.description) }
      if check.omitted > 0 { Console.line("… and \(check.omitted) more") }
      Console.line("\(file.catalog.products.count) products, \(check.findings.count + check.omitted) findings")
    }
  }
}
