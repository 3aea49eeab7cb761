import ArgumentParser
import Foundation
import LiveshelfCore
import Planning

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Plan what to order and to move, from shows, sales, stock and supply.",
    discussion: """
      Reads what the shop, the warehouses and purchasing export, learns what shows and shelf will ask for, and writes DIR/plan.csv \
      and DIR/transfers.csv. Rows that cannot be used are named on standard error and left out; the rest is planned.

      With --what-if nothing is planned: DIR/what_if.csv compares the plan with service levels, with less money, and with other \
      running orders by what they are expected to sell, to miss and to leave over.

      Example:
        liveshelf plan --catalog catalog.csv --orders orders-1.csv --orders orders-2.csv --presentations presentations.csv \\
          --stock stock.csv --supply supply.csv --open-orders open_orders.csv --schedule schedule.csv --returns returns.csv \\
          --lanes lanes.csv --promotions promotions.csv --as-of 2026-12-10T02:00:00.000+08:00 --out plan
      """)

  @Option(help: ArgumentHelp("The products and their terms of sale (CSV).", valueName: "file"), completion: .file())
  var catalog: String

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Orders (CSV or JSON Lines); may be given again.", valueName: "file"),
    completion: .file())
  var orders: [String]

  @Option(help: ArgumentHelp("What was heard in the shows so far (CSV).", valueName: "file"), completion: .file())
  var presentations: String

  @Option(help: ArgumentHelp("Stock by option and warehouse (CSV).", valueName: "file"), completion: .file())
  var stock: String

  @Option(help: ArgumentHelp("Lead times, packs, minimums, costs (CSV).", valueName: "file"), completion: .file())
  var supply: String

  @Option(help: ArgumentHelp("Goods under way (CSV).", valueName: "file"), completion: .file())
  var openOrders: String

  @Option(help: ArgumentHelp("Shows of the past and to come (CSV).", valueName: "file"), completion: .file())
  var schedule: String

  @Option(help: ArgumentHelp("Returns, announced and received (CSV).", valueName: "file"), completion: .file())
  var returns: String

  @Option(
    help: ArgumentHelp("Lanes between warehouses (CSV; default: regions as orders show, two days).", valueName: "file"),
    completion: .file())
  var lanes: String?

  @Option(help: ArgumentHelp("Promotions and their expected effect (CSV).", valueName: "file"), completion: .file())
  var promotions: String?

  @Option(help: ArgumentHelp("The moment of planning, with its offset; nothing later is used.", valueName: "time"))
  var asOf: String

  @Option(
    name: .customLong("out"), help: ArgumentHelp("The folder for the plan.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(help: "The language of reasons: zh or en.")
  var language = PlanLanguage.chinese

  @Flag(help: "Compare service levels, budgets and running orders instead of planning.")
  var whatIf = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A schedule to compare with --what-if; may be given again.", valueName: "file"),
    completion: .file())
  var runningOrder: [String] = []

  @Flag(help: "Print a summary as JSON.")
  var json = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Plan without a kind of knowledge, to see what it is worth.", visibility: .hidden))
  var without: [PlanAblation] = []

  func validate() throws {
    if WallTime.parse(asOf) == nil {
      throw ValidationError("--as-of: '\(asOf)' is not a time with an offset; write 2026-12-10T02:00:00.000+08:00")
    }
    if !runningOrder.isEmpty, !whatIf { throw ValidationError("--running-order is compared with --what-if: add it") }
  }

  func run() async throws {
    guard let (now, offset) = WallTime.parse(asOf) else { return }
    let planner = Planner(language: language, without: Set(without))
    guard !whatIf else { return try compare(planner, now, offset) }
    let progress = WorkProgress("planning")
    let plan = try planner.plan(files, now: now, offset: offset) { progress.note($0) }
    progress.end()
    try plan.write(to: URL(filePath: output))
    try report(plan)
  }

  private func compare(_ planner: Planner, _ now: WallTime, _ offset: ZoneOffset) throws {
    let progress = WorkProgress("comparing")
    let alternatives = try planner.compare(
      files, runningOrders: runningOrder.map { URL(filePath: $0) }, now: now, offset: offset
    ) { progress.note($0) }
    progress.end()
    try alternatives.write(to: URL(filePath: output))
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      Console.line(String(decoding: try encoder.encode(alternatives), as: UTF8.self))
    } else {
      Console.line(alternatives.table(language))
    }
  }

  private var files: PlanFiles {
    func file(_ path: String) -> URL { URL(filePath: path) }
    return PlanFiles(
      catalog: file(catalog), orders: orders.map(file), presentations: file(presentations), stock: file(stock),
      supply: file(supply), openOrders: file(openOrders), schedule: file(schedule), returns: file(returns),
      lanes: lanes.map(file), promotions: promotions.map(file))
  }

  /// Rows that were left out, at most this many by name.
  private static let shownRejections = 20

  private func report(_ plan: Plan) throws {
    for row in plan.rejected.prefix(Self.shownRejections) { Console.error("liveshelf: left out: \(row)") }
    if plan.rejected.count > Self.shownRejections {
      Console.error("liveshelf: … and \(plan.rejected.count - Self.shownRejections) more rows left out")
    }
    for note in plan.notes { Console.error("liveshelf: note: \(note)") }
    let summary = plan.summary
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      Console.line(String(decoding: try encoder.encode(summary), as: UTF8.self))
      return
    }
    Console.line(
      "\(summary.orderRows) order rows, \(summary.orderedUnits) units (\(summary.rushUnits) by rush), "
        + "\(summary.transferredUnits) units moved; \(output)/plan.csv")
  }
}
