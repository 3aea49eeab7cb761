import ArgumentParser
import Foundation
import LiveshelfCore
import Planning
import Rooms

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

      A server's folder holds all but the suppliers' terms and the shows to come:
        liveshelf plan --data liveshelf-data --shop main --supply supply.csv --schedule schedule.csv --out plan
      What was taken from there lies in DIR/inputs; a file that is named as well stands for the one from there.
      """)

  @Option(
    help: ArgumentHelp(
      "The folder that 'liveshelf serve' works in, for all files that are not named.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "With --data: the shop, or the room that keeps its own stock (default: the only one).", valueName: "name"))
  var shop: RoomName?

  @Option(help: ArgumentHelp("The products and their terms of sale (CSV).", valueName: "file"), completion: .file())
  var catalog: String?

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Orders (CSV or JSON Lines); may be given again.", valueName: "file"),
    completion: .file())
  var orders: [String] = []

  @Option(help: ArgumentHelp("What was heard in the shows so far (CSV).", valueName: "file"), completion: .file())
  var presentations: String?

  @Option(help: ArgumentHelp("Stock by option and warehouse (CSV).", valueName: "file"), completion: .file())
  var stock: String?

  @Option(help: ArgumentHelp("Lead times, packs, minimums, costs (CSV).", valueName: "file"), completion: .file())
  var supply: String?

  @Option(help: ArgumentHelp("Goods under way (CSV).", valueName: "file"), completion: .file())
  var openOrders: String?

  @Option(help: ArgumentHelp("Shows of the past and to come (CSV).", valueName: "file"), completion: .file())
  var schedule: String?

  @Option(help: ArgumentHelp("Returns, announced and received (CSV).", valueName: "file"), completion: .file())
  var returns: String?

  @Option(
    help: ArgumentHelp("Lanes between warehouses (CSV; default: regions as orders show, two days).", valueName: "file"),
    completion: .file())
  var lanes: String?

  @Option(help: ArgumentHelp("Promotions and their expected effect (CSV).", valueName: "file"), completion: .file())
  var promotions: String?

  @Option(
    help: ArgumentHelp(
      "The moment of planning, with its offset; nothing later is used (default with --data: now).", valueName: "time"))
  var asOf: String?

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
    if let asOf, WallTime.parse(asOf) == nil {
      throw ValidationError("--as-of: '\(asOf)' is not a time with an offset; write 2026-12-10T02:00:00.000+08:00")
    }
    if shop != nil, data == nil { throw ValidationError("--shop names a shop of a server's folder: add --data") }
    if supply == nil {
      throw ValidationError("--supply is missing: a file with sku, lead_days and unit_cost, at least")
    }
    guard data == nil else { return }
    let named: [(String, Bool)] = [
      ("--catalog", catalog != nil), ("--orders", !orders.isEmpty), ("--presentations", presentations != nil),
      ("--stock", stock != nil), ("--open-orders", openOrders != nil), ("--schedule", schedule != nil),
      ("--returns", returns != nil), ("--as-of", asOf != nil),
    ]
    let missing = named.filter { !$0.1 }.map(\.0)
    if !missing.isEmpty {
      throw ValidationError(
        "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing; or name a server's folder with --data"
      )
    }
    if !runningOrder.isEmpty, !whatIf { throw ValidationError("--running-order is compared with --what-if: add it") }
  }

  func run() async throws {
    let told = asOf.flatMap { WallTime.parse($0) }
    let now = told?.time ?? WallClock.system.now
    let (files, shopOffset) = try files(now: now)
    let offset = told?.offset ?? shopOffset
    let planner = Planner(language: language, without: Set(without))
    guard !whatIf else { return try compare(planner, files, now, offset) }
    let progress = WorkProgress("planning")
    let plan = try planner.plan(files, now: now, offset: offset) { progress.note($0) }
    progress.end()
    try plan.write(to: URL(filePath: output))
    try report(plan)
  }

  private func compare(_ planner: Planner, _ files: PlanFiles, _ now: WallTime, _ offset: ZoneOffset) throws {
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

  /// The files that are named, and for the others those from the server's folder.
  ///
  /// - Returns: also the zone of the shop's times.
  private func files(now: WallTime) throws -> (PlanFiles, ZoneOffset) {
    func file(_ path: String) -> URL { URL(filePath: path) }
    let served = try data.map { data in
      let progress = WorkProgress("reading the shop")
      defer { progress.end() }
      return try PlanningExport(rooms: file(data).appending(path: "rooms"), shop: shop).write(
        to: file(output).appending(path: "inputs"), since: now + -Double(Planner.historyDays) * 86_400
      ) { progress.note($0) }
    }
    if stock == nil, let show = served?.olderStockShow {
      Console.error(
        "liveshelf: note: the stock is that of show \(show), the last that told any; what later shows sold is not taken off "
          + "it: send stock to the shop, or give --stock")
    }
    guard let catalog = catalog.map(file) ?? served?.catalog,
      let presentations = presentations.map(file) ?? served?.presentations,
      let stock = stock.map(file) ?? served?.stock, let supply = supply.map(file),
      let openOrders = openOrders.map(file) ?? served?.openOrders,
      let schedule = schedule.map(file) ?? served?.schedule, let returns = returns.map(file) ?? served?.returns
    else { throw ValidationError("a file is missing") }
    let orders = orders.isEmpty ? served.map { [$0.orders] } ?? [] : orders.map(file)
    let files = PlanFiles(
      catalog: catalog, orders: orders, presentations: presentations, stock: stock, supply: supply,
      openOrders: openOrders, schedule: schedule, returns: returns, lanes: lanes.map(file),
      promotions: promotions.map(file))
    return (files, served?.offset ?? .china)
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
