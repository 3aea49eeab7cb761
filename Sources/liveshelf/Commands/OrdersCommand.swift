import ArgumentParser
import Foundation
import Intake
import LiveshelfCore

struct OrdersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders", abstract: "Check order files.", subcommands: [Check.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is understood of an order file, and row by row what is not.",
      discussion: "Exit code 0 when every row can be used, 1 when rows are rejected or the file cannot be read.")

    @Argument(
      help: ArgumentHelp("The orders (CSV, tab-separated, JSON Lines, or a workbook).", valueName: "file"),
      completion: .file())
    var file: String

    @Option(
      help: ArgumentHelp("The catalog, to find SKUs that it does not have.", valueName: "file"), completion: .file())
    var catalog: String?

    @Option(help: ArgumentHelp("What the catalog's columns mean, such as 'sku=货号'.", valueName: "mapping"))
    var catalogColumns: CatalogColumns?

    @Option(
      help: ArgumentHelp(
        "The lines of the orders, where an export has them in a file of their own.", valueName: "file"),
      completion: .file())
    var orderLines: String?

    @OptionGroup var tables: TableOptions

    func run() async throws {
      let catalog = try catalog.map {
        try CatalogReader.read(URL(filePath: $0), columns: catalogColumns ?? .known).catalog
      }
      let progress = WorkProgress("reading")
      let check = try OrderFileCheck.run(
        URL(filePath: file), lines: orderLines.map { URL(filePath: $0) }, columns: tables.orders, catalog: catalog,
        now: WallClock.system.now
      ) { progress.note($0) }
      progress.end()
      for line in check.lines() { Console.line(line) }
      if check.rejectedRows > 0 { throw ExitCode(1) }
    }
  }
}
