import ArgumentParser
import Foundation
import History

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "What shows say together: products, hosts, prices, money lost.",
    discussion: """
      Products over shows, hosts over products, and a model that parts host, product, hour, price and stock from each other, with \
      95 % intervals. What the shows cannot tell is said so.

      Example:
        liveshelf history --shows results --database shows.sqlite
      """)

  @OptionGroup var shows: HistoryOptions

  @Option(help: ArgumentHelp("One product: its shows one by one.", valueName: "sku"))
  var sku: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let report = try await shows.with { try $0.history(of: sku) }
    Console.line(json ? try report.json() : HistoryText.text(report))
  }
}

/// A history for a terminal.
enum HistoryText {
  static func text(_ report: HistoryReport) -> String {
    var parts = [
      "SHOWS", QueryTable.text(report.shows.keeping(showColumns)), "PRODUCTS", QueryTable.text(report.products),
      "HOSTS",
      QueryTable.text(report.hosts),
    ]
    guard let effects = report.effects else {
      parts += [
        "EFFECTS", "cannot be told: it takes 20 presentations in 3 shows whose host is known (--host of batch)",
      ]
      return parts.joined(separator: "\n")
    }
    parts.append("EFFECTS on the orders of a presentation, times (95 % interval)")
    parts += effects.hosts.map { line("host \($0.name)", $0) }
    if effects.hosts.isEmpty { parts.append("  hosts: there is only one") }
    parts += effects.hours.map { line("hours \($0.name)", $0) }
    parts += effects.minutes.map { line("\($0.name) minutes", $0) }
    let others = [
      effects.tenPercentOff, effects.twiceAsLong, effects.shownBefore, effects.soldOut, effects.alikeBefore,
      effects.alikeAfter,
    ]
    parts += others.compactMap { $0 }.map { line($0.name, $0) }
    if effects.priceElasticity == nil { parts.append("  price: cannot be told, no price changed") }
    parts.append(HistoryReport.caveat)
    return parts.joined(separator: "\n")
  }

  private static let showColumns: Set<String> = [
    "room", "show", "host", "sku", "length_s", "orders", "units", "sales", "kept_sales", "uplift_orders",
    "earned_per_minute", "stockout_minutes", "lost_units", "lost_sales", "margin",
  ]

  private static func line(_ name: String, _ effect: Effect) -> String {
    func figure(_ value: Double) -> String { value.isFinite ? String(format: "%.2f", value) : "?" }
    let told = effect.isTold ? "" : "  cannot be told: \(effect.reason ?? "")"
    return
      "  \(DisplayWidth.fitted(name, to: 26)) \(figure(effect.times)) (\(figure(effect.low))–\(figure(effect.high)))\(told)"
  }
}

extension QueryResult {
  /// The columns of these names, in their order.
  func keeping(_ names: Set<String>) -> QueryResult {
    let places = columns.indices.filter { names.contains(columns[$0]) }
    return QueryResult(
      columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } }, isCut: isCut)
  }
}
