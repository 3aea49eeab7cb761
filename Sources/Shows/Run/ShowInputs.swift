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
    func take(_ kind: RowKind, _ file: URL?) throws(IntakeError) {
      guard let file else { return }
      let read = try RowReader.read(kind, file)
      rows += read.rows
      rejected += read.rejected
    }
    try take(.stock, settings.inventory)
    try take(.transactions, settings.transactions)
    following = Self.following(settings, file.catalog)
    if let url = settings.orders, !(follows && following?.file == nil) {
      let read = try Self.readOrders(url, settings.orderColumns, file.catalog, follows: follows)
      rows += read.events.map { .order($0) }
      rejected += read.rejected
      following?.rowsRead = read.events.count + read.rejected.count
    }
    try take(.clicks, settings.clicks)
    try take(.comments, settings.comments)
    self.rows = rows
    self.rejected = rejected
    let unknown = Set(rows.compactMap(\.stockedSKU)).filter { file.catalog[$0] == nil }.sorted()
    warnings =
      file.warnings.map(\.description)
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
    _ url: URL, _ columns: OrderColumns?, _ catalog: Catalog, follows: Bool
  ) throws(IntakeError) -> (events: [OrderEvent], rejected: [RejectedRow]) {
    var reader =
      isStandardInput(url)
      ? OrderReader.standardInput(columns: columns)
      : try OrderReader(url, columns: columns, catalog: catalog, follows: follows)
    var (events, rejected) = ([OrderEvent](), [RejectedRow]())
    while let row = try reader.next() {
      switch row {
      case .event(let event): events.append(event)
      case .rejected(let row): rejected.append(row)
      }
    }
    return (events, rejected)
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
