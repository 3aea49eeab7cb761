import ArgumentParser
import Foundation
import Intake
import LiveshelfCore
import MediaIngest
import Shows

/// What `batch` and `attach` know about a show beside its sound.
struct ShowOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The products (CSV: sku, name, aliases, …).", valueName: "file"), completion: .file())
  var catalog: String

  @Option(
    help: ArgumentHelp(
      "What the catalog's columns mean, such as 'sku=货号,name=宝贝名'. Known exports need none.", valueName: "mapping"))
  var catalogColumns: CatalogColumns?

  @Option(
    help: ArgumentHelp(
      "The orders (CSV or JSON Lines; - for standard input). attach follows the file while it grows.", valueName: "file"
    ),
    completion: .file())
  var orders: String?

  @Option(
    help: ArgumentHelp(
      "The lines of the orders, where an export has them in a file of their own (Taobao's ExportOrderDetailList).",
      valueName: "file"), completion: .file())
  var orderLines: String?

  @OptionGroup var tables: TableOptions

  @Option(
    help: ArgumentHelp("The stock when the show opens (CSV, or an export of an ERP or shop).", valueName: "file"),
    completion: .file())
  var inventory: String?

  @Option(
    help: ArgumentHelp(
      "What the warehouses did meanwhile (CSV or JSON Lines: id, type receipt, transfer or count, sku, warehouse, qty, event_time, to_warehouse).",
      valueName: "file"), completion: .file())
  var transactions: String?

  @Option(help: ArgumentHelp("The viewers' comments (JSON Lines).", valueName: "file"), completion: .file())
  var comments: String?

  @Option(
    help: ArgumentHelp(
      "Explicit events (JSON Lines or CSV: event explain.start or explain.end, sku, event_time).", valueName: "file"),
    completion: .file())
  var clicks: String?

  @Option(help: ArgumentHelp("A folder of stingers, one sound file each.", valueName: "folder"), completion: .directory)
  var markers: String?

  @Option(
    help: ArgumentHelp(
      "Clean the sound before speech is recognised, with any of highpass, noise, gain, joined by commas.",
      valueName: "stages"))
  var clean: CleaningStages?

  @Option(
    help: ArgumentHelp(
      "When the stream began, such as 2026-04-10T20:00:00+08:00. Without it, what the stream or the recording's name tells. With several recordings it may be given once for each part.",
      valueName: "time"))
  var startTime: [StartTime] = []

  @Option(
    name: .customLong("out"), help: ArgumentHelp("The folder for the results; made when absent.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(help: ArgumentHelp("The room's name in signals.", valueName: "name"))
  var room: RoomName = .main

  @Option(help: ArgumentHelp("Who presents, for comparisons of hosts.", valueName: "name"))
  var host: String?

  @Option(
    help: ArgumentHelp("Thresholds of the advice (YAML; see 'liveshelf thresholds').", valueName: "file"),
    completion: .file())
  var thresholds: String?

  @Option(
    help: ArgumentHelp(
      "A folder of an earlier show, to learn from how its categories sell; may be given several times.",
      valueName: "folder"), completion: .directory)
  var learnFrom: [String] = []

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  func validate() throws {
    let files = [
      ("catalog", catalog), ("inventory", inventory), ("transactions", transactions), ("comments", comments),
      ("clicks", clicks), ("markers", markers), ("thresholds", thresholds), ("out", output),
    ]
    for (name, file) in files + [("orders", orders)] where file?.isEmpty == true {
      throw ValidationError("--\(name) is empty: name a file or folder")
    }
    for (name, file) in files where file == "-" {
      throw ValidationError("--\(name) takes a file or folder; only --orders reads standard input (-)")
    }
  }

  var settings: ShowSettings {
    var settings = ShowSettings(
      room: room, catalog: URL(filePath: catalog), catalogColumns: catalogColumns ?? .known,
      orders: orders.map { URL(filePath: $0) },
      orderColumns: tables.orders,
      inventory: inventory.map { URL(filePath: $0) }, transactions: transactions.map { URL(filePath: $0) },
      comments: comments.map { URL(filePath: $0) },
      markers: markers.map { URL(filePath: $0) },
      clicks: clicks.map { URL(filePath: $0) }, cleaning: clean?.settings,
      startTime: startTime.first.map { ($0.time, $0.offset) },
      output: URL(filePath: output), models: models.map { URL(filePath: $0) }, host: host ?? "",
      thresholds: thresholds.map { URL(filePath: $0) }, earlierShows: learnFrom.map { URL(filePath: $0) })
    settings.orderLines = orderLines.map { URL(filePath: $0) }
    settings.inventoryColumns = tables.inventory
    settings.transactionColumns = tables.transactions
    return settings
  }
}

/// Stages of cleaning by name.
struct CleaningStages: ExpressibleByArgument {
  private(set) var settings = CleaningSettings()

  init?(argument: String) {
    for stage in argument.split(separator: ",") {
      switch stage {
      case "highpass": settings.highPass = true
      case "noise": settings.noiseSuppression = .high
      case "gain": settings.gainControl = true
      default: return nil
      }
    }
  }
}

/// A moment with the offset in which it was stated.
struct StartTime: ExpressibleByArgument {
  let time: WallTime
  let offset: ZoneOffset

  init?(argument: String) {
    guard let (time, offset) = WallTime.parse(argument) else { return nil }
    (self.time, self.offset) = (time, offset)
  }
}
