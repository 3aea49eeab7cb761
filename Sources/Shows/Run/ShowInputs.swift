internal import Foundation
public import Intake
public import InventoryEngine
public import LiveshelfCore
internal import RoomEngine

/// The files of a show, read and checked before anything is listened to: what is wrong is said at once, not in the
/// middle of the broadcast.
public struct ShowInputs: Sendable {
  public let catalog: Catalog
  /// The rows of all files, kind by kind.
  public let rows: [Row]
  /// Rows that were skipped, in the order of the files.
  public let rejected: [RejectedRow]
  /// Oddities that change nothing.
  public let warnings: [String]
  /// What each file was read as, and how much of it.
  public let readings: [String]
  /// The wall time of stream time zero; nil when only the stream can tell.
  public let clock: ShowClock?
  /// Thresholds of the advice.
  public let thresholds: AdvisorSettings
  /// What a live show follows.
  private(set) var following: OrderFollowing?

  /// - Parameter follows: orders come on while the show runs: standard input is not read here, and the last line of a
  ///   file counts only when it is complete.
  /// - Throws: `IntakeError` for a file that cannot be used at all.
  public init(_ settings: ShowSettings, follows: Bool = false) throws(IntakeError) {
    let file = try CatalogReader.read(settings.catalog, columns: settings.catalogColumns)
    catalog = file.catalog
    thresholds = if let url = settings.thresholds { try ThresholdFile.read(url) } else { AdvisorSettings() }
    // In the order in which rows of one moment are told.
    var (rows, rejected) = ([Row](), [RejectedRow]())
    var (readings, notes) = ([String](), [String]())
    func take(_ kind: RowKind, _ file: URL?, _ read: (URL) throws(IntakeError) -> RowFile) throws(IntakeError) {
      guard let file else { return }
      let read = try read(file)
      try Self.requireMost(read, of: file)
      rows += read.rows
      rejected += read.rejected
      notes += read.notes.map { "\(file.lastPathComponent): \($0)" }
      readings.append(
        "\(file.lastPathComponent): read as \(kind.rawValue): \(read.rows.count + read.rejected.count) rows, "
          + "\(read.rejected.count) refused")
    }
    try take(.stock, settings.inventory) { url throws(IntakeError) in
      let read = try InventoryReader.read(
        url, mapping: settings.inventoryColumns ?? ColumnMapping(), counted: settings.startTime?.time)
      return RowFile(rows: read.snapshots.map { .stock($0) }, rejected: read.rejected, notes: read.notes)
    }
    try take(.transactions, settings.transactions) { url throws(IntakeError) in
      let read = try TransactionReader.read(url, mapping: settings.transactionColumns ?? ColumnMapping())
      return RowFile(rows: read.transactions.map { .transaction($0) }, rejected: read.rejected, notes: read.notes)
    }
    following = Self.following(settings, file.catalog)
    var ordered: Set<SKU> = []
    if let url = settings.orders, !(follows && following?.file == nil) {
      let read = try Self.readOrders(url, settings, file.catalog, follows: follows)
      try Self.requireMost(read.file, of: url)
      rows += read.file.rows
      rejected += read.file.rejected
      notes += read.file.notes.map { "\(url.lastPathComponent): \($0)" }
      readings.append(read.reading)
      for case .order(let event) in read.file.rows { ordered.insert(event.sku) }
      following?.rowsRead = read.file.rows.count + read.file.rejected.count
    }
    try take(.clicks, settings.clicks) { url throws(IntakeError) in try RowReader.read(.clicks, url) }
    try take(.comments, settings.comments) { url throws(IntakeError) in try RowReader.read(.comments, url) }
    self.rows = rows
    self.rejected = rejected
    self.readings = readings
    let unknown = Set(rows.compactMap(\.stockedSKU)).filter { file.catalog[$0] == nil }.sorted()
    if !ordered.isEmpty, !ordered.contains(where: { file.catalog[$0] != nil }) {
      notes.append(
        "NONE of the orders is of a product of the catalog: no order will count for what the host presents; add their SKUs to the "
          + "catalog, or map the column that holds the catalog's with --order-columns sku=COLUMN")
    }
    warnings =
      file.warnings.map(\.description) + notes
      + (unknown.isEmpty
        ? [] : ["SKUs that the catalog does not have: \(Self.list(unknown)); they are counted, not heard"])
    clock = settings.startTime.map { ShowClock(start: $0.time, offset: $0.offset) }
  }

  private static func following(_ settings: ShowSettings, _ catalog: Catalog) -> OrderFollowing? {
    settings.orders.map { url in
      OrderFollowing(
        file: isStandardInput(url) ? nil : url, columns: settings.orderColumns, catalog: catalog, rowsRead: 0)
    }
  }

  private static func isStandardInput(_ url: URL) -> Bool { url.lastPathComponent == "-" }

  private static func readOrders(
    _ url: URL, _ settings: ShowSettings, _ catalog: Catalog, follows: Bool
  ) throws(IntakeError) -> (file: RowFile, reading: String) {
    var reader =
      isStandardInput(url)
      ? OrderReader.standardInput(columns: settings.orderColumns, catalog: catalog, grows: false)
      : try OrderReader(
        url, lines: settings.orderLines, columns: settings.orderColumns, catalog: catalog, follows: follows)
    var file = RowFile(rows: [], rejected: [])
    while let row = try reader.next() {
      switch row {
      case .event(let event): file.rows.append(.order(event))
      case .rejected(let row): file.rejected.append(row)
      }
    }
    file.notes = reader.doubts
    return (file, reader.reading)
  }

  /// A file of which most rows cannot be used is not what it was taken for: to go on with the rest would mislead.
  private static func requireMost(_ file: RowFile, of url: URL) throws(IntakeError) {
    let rows = file.rows.count + file.rejected.count
    guard file.rejected.count * 2 > rows else { return }
    throw .mostlyRefused(
      file: url.lastPathComponent, refused: file.rejected.count, rows: rows, examples: Array(file.rejected.prefix(3)))
  }

  /// What ties this show to the world's clock; empty when nothing does.
  public var timedParts: String {
    let kinds = Set(rows.map(\.kind))
    return RowKind.allCases.filter { kinds.contains($0) }.map(\.rawValue).joined(separator: ", ")
  }

  /// The inputs with the stream times at which a live run would have learnt of them.
  func dueInputs(on clock: ShowClock) -> DueInputs {
    DueInputs(rows.map { RoomInput(at: clock.streamTime(of: $0.knownAt), .row($0)) })
  }

  private static func list(_ skus: [SKU]) -> String {
    skus.prefix(5).map(\.text).joined(separator: ", ") + (skus.count > 5 ? " and \(skus.count - 5) more" : "")
  }
}
