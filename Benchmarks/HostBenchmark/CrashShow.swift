import Foundation
import Intake
import LiveshelfCore
import Rooms

/// A show that is taken in second by second.
protocol CrashShow: Sendable {
  /// The show's first moment.
  var opening: WallTime { get }
  var catalog: Catalog { get }
  /// What opens the ledger.
  var stock: [Row] { get }
  var batchCount: Int { get }

  /// What comes in one step, and when, in seconds since the opening.
  func batch(_ number: Int) -> (at: Double, rows: [Row])

  /// The batch from which a sender sends again that knows of so many order events that they took effect: a little earlier
  /// than it must.
  func batch(after applied: Int) -> Int
}

/// Orders that are made, fifty a second.
struct MadeShow: CrashShow {
  private static let size = 50
  let events: Int
  let opening = WallTime(microseconds: 1_800_000_000_000_000)

  var catalog: Catalog { MadeOrders.catalog }
  var stock: [Row] { MadeOrders.stock(at: opening, each: 160) }
  var batchCount: Int { events / Self.size }

  func batch(_ number: Int) -> (at: Double, rows: [Row]) {
    let now = opening + Double(number)
    return (Double(number), (0..<Self.size).map { MadeOrders.event(number * Self.size + $0, at: now) })
  }

  func batch(after applied: Int) -> Int { max(0, applied / Self.size - 2) }
}

/// Orders and stock of a recorded show, in the order in which our side received them, with its repeats and late events.
struct RecordedShow: CrashShow {
  let opening: WallTime
  let catalog: Catalog
  let stock: [Row]
  /// So many seconds after the last row are played.
  private static let stillness = 10
  private let batches: [(at: Double, rows: [Row])]
  /// Order events up to the end of each batch.
  private let sums: [Int]

  var batchCount: Int { batches.count }

  /// - Parameter folder: with catalog.csv, inventory.csv and orders.csv.
  init(_ folder: URL) throws {
    catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    let snapshots = try InventoryReader.read(folder.appending(path: "inventory.csv")).snapshots
    let orders = try OrderReader.readAll(folder.appending(path: "orders.csv")).events
    let moments = orders.map { $0.ingestTime ?? $0.eventTime }
    let opening = (moments.min() ?? WallTime(microseconds: 0)) + -60
    self.opening = opening
    stock = snapshots.filter { $0.time <= opening }.map { .stock($0) }
    var rows: [Int: [Row]] = [:]
    for snapshot in snapshots where snapshot.time > opening {
      rows[Int(snapshot.time - opening), default: []].append(.stock(snapshot))
    }
    let order = moments.indices.sorted { (moments[$0], $0) < (moments[$1], $1) }
    for index in order { rows[Int(moments[index] - opening), default: []].append(.order(orders[index])) }
    // Payments and cancellations go on for hours after a show; the empty seconds between them tell nothing.
    let last = rows.keys.max() ?? 0
    batches = (0...last).filter { second in
      rows[second] != nil || (second - Self.stillness..<second).contains { rows[$0] != nil }
    }.map { (Double($0), rows[$0] ?? []) }
    var sum = 0
    sums = batches.map { batch in
      sum += batch.rows.count { if case .order = $0 { true } else { false } }
      return sum
    }
  }

  func batch(_ number: Int) -> (at: Double, rows: [Row]) { batches[number] }

  func batch(after applied: Int) -> Int {
    // At least as many rows were sent as took effect.
    max(0, (sums.firstIndex { $0 >= applied } ?? 0) - 2)
  }
}
