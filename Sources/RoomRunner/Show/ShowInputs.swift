internal import Foundation
public import Intake
public import InventoryEngine
public import LiveshelfCore
internal import RoomEngine

/// The files of a show, read and checked before anything is listened to: what is wrong is said at once, not in the
/// middle of the broadcast.
public struct ShowInputs: Sendable {
  public let catalog: Catalog
  public let orders: [OrderEvent]
  public let stock: [StockSnapshot]
  /// Receipts, transfers and counts.
  public let transactions: [StockTransaction]
  public let comments: [ViewerComment]
  /// Explicit "now explaining" events.
  public let clicks: [ExplainEvent]
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
    let file = try CatalogReader.read(settings.catalog)
    catalog = file.catalog
    thresholds = if let url = settings.thresholds { try ThresholdFile.read(url) } else { AdvisorSettings() }
    var rejected: [RejectedRow] = []
    following = Self.following(settings, file.catalog)
    if let url = settings.orders, !(follows && following?.file == nil) {
      let read = try Self.readOrders(url, settings.orderColumns, file.catalog, follows: follows)
      orders = read.events
      rejected += read.rejected
      following?.rowsRead = read.events.count + read.rejected.count
    } else {
      orders = []
    }
    if let url = settings.clicks {
      let read = try ExplainEventReader.read(url)
      clicks = read.events
      rejected += read.rejected
    } else {
      clicks = []
    }
    if let url = settings.inventory {
      let read = try InventoryReader.read(url)
      stock = read.snapshots
      rejected += read.rejected
    } else {
      stock = []
    }
    if let url = settings.transactions {
      let read = try TransactionReader.read(url)
      transactions = read.transactions
      rejected += read.rejected
    } else {
      transactions = []
    }
    if let url = settings.comments {
      let read = try CommentReader.read(url)
      comments = read.comments
      rejected += read.rejected
    } else {
      comments = []
    }
    self.rejected = rejected
    let known = Set(orders.map(\.sku)).union(stock.map(\.sku)).filter { file.catalog[$0] == nil }.sorted()
    warnings =
      file.warnings.map(\.description)
      + (known.isEmpty ? [] : ["SKUs that the catalog does not have: \(Self.list(known)); they are counted, not heard"])
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
    [
      (orders.isEmpty, "orders"), (stock.isEmpty, "stock"), (transactions.isEmpty, "transactions"),
      (comments.isEmpty, "comments"), (clicks.isEmpty, "clicks"),
    ]
    .filter { !$0.0 }.map(\.1).joined(separator: ", ")
  }

  /// The inputs with the stream times at which a live run would have learnt of them.
  func dueInputs(on clock: ShowClock) -> DueInputs {
    let snapshots = stock.map { RoomInput(at: clock.streamTime(of: $0.time), .stock($0)) }
    let moves = transactions.map { RoomInput(at: clock.streamTime(of: $0.time), .transaction($0)) }
    let events = orders.map { RoomInput(at: clock.streamTime(of: $0.knownAt), .order($0)) }
    let texts = comments.map { RoomInput(at: clock.streamTime(of: $0.time), .comment($0)) }
    let explained = clicks.map { click in
      let knownAt = clock.streamTime(of: click.knownAt)
      return RoomInput(
        at: knownAt,
        .click(
          ExplainClick(
            sku: click.sku, starts: click.starts, at: clock.streamTime(of: click.time), knownAt: knownAt)))
    }
    return DueInputs(snapshots + moves + events + explained + texts)
  }

  private static func list(_ skus: [SKU]) -> String {
    skus.prefix(5).map(\.text).joined(separator: ", ") + (skus.count > 5 ? " and \(skus.count - 5) more" : "")
  }
}
