internal import Foundation
public import Intake
public import LiveshelfCore
internal import RoomEngine

/// The files of a show, read and checked before anything is listened to: what is wrong is said at once, not in the
/// middle of the broadcast.
public struct ShowInputs: Sendable {
  public let catalog: Catalog
  public let orders: [OrderEvent]
  public let stock: [StockSnapshot]
  public let comments: [ViewerComment]
  /// Rows that were skipped, in the order of the files.
  public let rejected: [RejectedRow]
  /// Oddities that change nothing.
  public let warnings: [String]
  /// The wall time of stream time zero; nil when only the stream can tell.
  public let clock: ShowClock?

  /// - Throws: `IntakeError` for a file that cannot be used at all.
  public init(_ settings: ShowSettings) throws(IntakeError) {
    let file = try CatalogReader.read(settings.catalog)
    catalog = file.catalog
    var rejected: [RejectedRow] = []
    if let url = settings.orders {
      let read = try Self.readOrders(url, settings.orderColumns, file.catalog)
      orders = read.events
      rejected += read.rejected
    } else {
      orders = []
    }
    if let url = settings.inventory {
      let read = try InventoryReader.read(url)
      stock = read.snapshots
      rejected += read.rejected
    } else {
      stock = []
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

  private static func readOrders(
    _ url: URL, _ columns: OrderColumns?, _ catalog: Catalog
  ) throws(IntakeError) -> (events: [OrderEvent], rejected: [RejectedRow]) {
    var reader = try OrderReader(url, columns: columns, catalog: catalog)
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
    [(orders.isEmpty, "orders"), (stock.isEmpty, "stock"), (comments.isEmpty, "comments")]
      .filter { !$0.0 }.map(\.1).joined(separator: ", ")
  }

  /// The inputs with the stream times at which a live run would have learnt of them.
  func dueInputs(on clock: ShowClock) -> DueInputs {
    let snapshots = stock.map { RoomInput(at: clock.streamTime(of: $0.time), .stock($0)) }
    let events = orders.map { RoomInput(at: clock.streamTime(of: $0.knownAt), .order($0)) }
    let texts = comments.map { RoomInput(at: clock.streamTime(of: $0.time), .comment($0)) }
    return DueInputs(snapshots + events + texts)
  }

  private static func list(_ skus: [SKU]) -> String {
    skus.prefix(5).map(\.text).joined(separator: ", ") + (skus.count > 5 ? " and \(skus.count - 5) more" : "")
  }
}
