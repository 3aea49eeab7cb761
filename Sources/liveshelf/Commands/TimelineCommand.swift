import ArgumentParser
import Foundation
import LiveshelfCore
import Shows

struct TimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Show the demand timeline of a show, or compare shows.",
    discussion: """
      Of one folder: presence, mentions, orders and stock per product and bin. Of several: how the orders of a product \
      answer its presentations in each show, laid over each other. With --compare: what each host, or each show, made \
      of the products, per minute of presentation (the host is what batch and attach were told by --host).

      Examples:
        liveshelf timeline results --sku SKU012 --bin 1m
        liveshelf timeline monday tuesday --sku SKU012 --format html > compare.html
        liveshelf timeline monday tuesday --compare host
      """)

  @Argument(help: ArgumentHelp("Folders that batch or attach wrote.", valueName: "folder"), completion: .directory)
  var folders: [String]

  @Option(help: ArgumentHelp("A product; may be given several times (default: all).", valueName: "sku"))
  var sku: [String] = []

  @Option(help: ArgumentHelp("The width of a bin, such as 10s, 1m or 5m.", valueName: "time"))
  var bin: BinLength?

  @Option(help: "Compare hosts, or shows, product by product (as table, csv or json).")
  var compare: ComparisonGrouping?

  @Option(help: "How to print it.")
  var format: TimelineFormat = .table

  func validate() throws {
    if compare != nil, format == .svg || format == .html {
      throw ValidationError("a comparison is printed as table, csv or json")
    }
    if compare != nil, bin != nil { throw ValidationError("--bin has no meaning with --compare") }
  }

  func run() async throws {
    let shows = try folders.map { try ShowFolder(reading: $0) }
    for problem in shows.flatMap(\.problems) { Console.error("liveshelf: note: \(problem)") }
    if let compare {
      Console.line(try ShowComparison(shows, by: compare, skus: sku.map { SKU($0) }).text(format))
      return
    }
    let view = try TimelineView(shows, skus: sku.map { SKU($0) }, bin: bin)
    Console.line(try view.text(format))
  }
}
