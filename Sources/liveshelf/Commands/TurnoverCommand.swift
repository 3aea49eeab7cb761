import ArgumentParser
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore

struct TurnoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnover", abstract: "Measure how stock moved: turnover, cover, stock-outs, dead stock.",
    discussion: """
      The ledger is replayed from the opening stock, the orders, and what the warehouses did. The period is that of the data unless given.

      Example:
        liveshelf turnover --catalog catalog.csv --orders orders.csv --inventory inventory.csv --by category
      """)

  @Option(help: ArgumentHelp("The products (CSV).", valueName: "file"), completion: .file())
  var catalog: String

  @Option(help: ArgumentHelp("The orders (CSV or JSON Lines).", valueName: "file"), completion: .file())
  var orders: String

  @Option(help: ArgumentHelp("The opening stock (CSV).", valueName: "file"), completion: .file())
  var inventory: String

  @Option(
    help: ArgumentHelp("Receipts, transfers and counts (CSV or JSON Lines).", valueName: "file"), completion: .file())
  var transactions: String?

  @Option(help: ArgumentHelp("What the catalog's columns mean, such as 'sku=货号'.", valueName: "mapping"))
  var catalogColumns: CatalogColumns?

  @OptionGroup var tables: TableOptions

  @Option(help: ArgumentHelp("The period's start (default: the first data).", valueName: "time"))
  var from: StartTime?

  @Option(help: ArgumentHelp("The period's end (default: the last data).", valueName: "time"))
  var to: StartTime?

  @Option(help: "What a line is made for.")
  var by: TurnoverGrouping = .sku

  @Option(help: "How to print it.")
  var format: TurnoverFormat = .table

  func validate() throws {
    if let from, let to, from.time >= to.time { throw ValidationError("--from must be before --to") }
  }

  func run() async throws {
    let catalog = try CatalogReader.read(URL(filePath: catalog), columns: catalogColumns ?? .known).catalog
    let stock = try InventoryReader.read(URL(filePath: inventory), mapping: tables.inventory ?? ColumnMapping())
    var events: [OrderEvent] = []
    let moves =
      try transactions.map {
        try TransactionReader.read(URL(filePath: $0), mapping: tables.transactions ?? ColumnMapping())
      }
      ?? TransactionFile(transactions: [], rejected: [])
    var rejected = stock.rejected + moves.rejected
    var reader = try OrderReader(URL(filePath: orders), columns: tables.orders, catalog: catalog)
    let reading = WorkProgress("reading orders")
    while let row = try reader.next() {
      if events.count % 4096 == 4095 { reading.note(reader.readShare ?? 0) }
      switch row {
      case .event(let event): events.append(event)
      case .rejected(let row): rejected.append(row)
      }
    }
    reading.end()
    for note in [reader.reading] + stock.notes + moves.notes + reader.doubts {
      Console.error("liveshelf: note: \(note)")
    }
    for row in rejected.prefix(10) { Console.error("liveshelf: skipped \(row)") }
    if rejected.count > 10 { Console.error("liveshelf: skipped \(rejected.count - 10) more rows") }
    let inputs =
      stock.snapshots.map { Input.snapshot($0) } + moves.transactions.map { .transaction($0) }
      + events.map { .order($0) }
    guard let first = inputs.map(\.knownAt).min(), let last = inputs.map(\.knownAt).max() else {
      throw ValidationError("neither orders nor stock have a row that can be used")
    }
    let progress = WorkProgress("replaying the ledger")
    let histories = replay(inputs, progress)
    progress.end()
    let metrics = Turnover.measure(
      histories.all, from: from?.time ?? first, to: to?.time ?? (last + 0.001), by: by, catalog: catalog)
    Console.line(try TurnoverText.text(metrics, format: format, catalog: by == .sku ? catalog : nil))
  }

  /// Something that became known at a moment.
  private enum Input {
    case snapshot(StockSnapshot)
    case transaction(StockTransaction)
    case order(OrderEvent)

    var knownAt: WallTime {
      switch self {
      case .snapshot(let snapshot): snapshot.time
      case .transaction(let transaction): transaction.time
      case .order(let event): event.knownAt
      }
    }
  }

  /// The ledger's movements, in the order in which things became known. Shipments that are due meanwhile arrive.
  private func replay(_ inputs: [Input], _ progress: WorkProgress) -> StockHistories {
    var ledger = StockLedger()
    var histories = StockHistories()
    var done = 0
    for (_, input) in inputs.enumerated().sorted(by: {
      ($0.element.knownAt, $0.offset) < ($1.element.knownAt, $1.offset)
    }) {
      done += 1
      if done % 1024 == 0 { progress.note(Double(done) / Double(inputs.count)) }
      histories.add(ledger.advance(to: input.knownAt).movements)
      switch input {
      case .snapshot(let snapshot):
        histories.add(ledger.record(snapshot).movements)
        histories.setSafetyStock(
          snapshot.safetyStock, of: StockCell(sku: snapshot.sku, option: snapshot.option, warehouse: snapshot.warehouse)
        )
      case .transaction(let transaction): histories.add(ledger.apply(transaction).movements)
      case .order(let event):
        let result = ledger.apply(event)
        histories.add(result.movements)
        if !result.isRepeat, !result.isRefused { histories.add(event) }
      }
    }
    return histories
  }
}

enum TurnoverFormat: String, CaseIterable, ExpressibleByArgument {
  case table, csv, json
}
