import Foundation
import Intake
import LiveshelfCore

/// A synthetic show: its orders as a live run would get to know them, its stock, and its true presentations in the
/// place of those that a tracker would find.
struct Show {
  /// Seconds after which the tracker that the truth stands in for would have announced a change.
  static let trackerDelay = 3.0

  enum Event {
    case order(OrderEvent)
    case snapshot(StockSnapshot)
    case presentation(SKU, starts: Bool)
    case tick
  }

  let name: String
  let catalog: Catalog
  let clock: ShowClock
  let duration: Double
  let orders: [OrderEvent]
  let snapshots: [StockSnapshot]
  let truth: Truth

  init(_ folder: URL) throws {
    name = folder.lastPathComponent
    catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    let orders = try OrderReader.readAll(folder.appending(path: "orders.csv"))
    let inventory = try InventoryReader.read(folder.appending(path: "inventory.csv"))
    guard orders.rejected.isEmpty, inventory.rejected.isEmpty else { throw BenchmarkError.rejectedRows(name) }
    (self.orders, snapshots) = (orders.events, inventory.snapshots)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    truth = try decoder.decode(Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    duration = truth.durationS
    guard let start = WallTime.parse(truth.streamStart) else { throw BenchmarkError.truth(name) }
    clock = ShowClock(start: start.time, offset: start.offset)
  }

  /// Everything in the order in which it became known, with a tick each second.
  func events() -> [(time: WallTime, event: Event)] {
    var events: [(time: WallTime, event: Event)] = snapshots.map { ($0.time, .snapshot($0)) }
    events += orders.map { ($0.knownAt, .order($0)) }
    for segment in truth.segments {
      events.append((at(segment.start + Self.trackerDelay), .presentation(SKU(segment.sku), starts: true)))
      events.append((at(segment.end + Self.trackerDelay), .presentation(SKU(segment.sku), starts: false)))
    }
    let times = events.map(\.time)
    if let first = times.min(), let last = times.max() {
      for second in stride(from: 0, through: last - first, by: 1) { events.append((first + second, .tick)) }
    }
    return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  func at(_ seconds: Double) -> WallTime {
    clock.start + seconds
  }
}

/// The parts of truth.json that the benchmark needs.
struct Truth: Decodable {
  struct Segment: Decodable {
    var sku: String
    var start: Double
    var end: Double
  }

  var durationS: Double
  var streamStart: String
  var segments: [Segment]
}

enum BenchmarkError: Error, CustomStringConvertible {
  case usage
  case rejectedRows(String)
  case truth(String)

  var description: String {
    switch self {
    case .usage:
      "usage: inventory-benchmark replay SHOW OUT [--planned-end] [--no-presentations] | forecast SHOW OUT [--learn-from RESULTS...] | throughput ORDERS"
    case .rejectedRows(let show): "\(show): rows of orders.csv or inventory.csv cannot be read"
    case .truth(let show): "\(show): truth.json has no readable stream_start"
    }
  }
}
