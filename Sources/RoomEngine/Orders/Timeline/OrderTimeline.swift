public import LiveshelfCore

/// Counts what happens to each product, bin by bin. Bins begin at whole multiples of their width from stream time zero, so
/// that shows can be laid over each other; they reach as far before and after the show as there are orders.
///
/// Counts are exact: each applied event is in the bin of its true time, whenever it arrives. Events far from the show (a
/// clock that is years away) are in no bin: `farEvents` counts and names them.
public struct OrderTimeline: Sendable {
  /// Seconds before the start of the stream, and after its end, beyond which an event is far.
  public static let reach = 7.0 * 86_400
  /// Bins farther than this from the start of the stream are one.
  private static let farthestBin = Int64(1) << 32

  /// Microseconds.
  private let width: Int64
  private let largestRowCount: Int

  struct Cell: Sendable {
    var created = 0
    var paid = 0
    var units = 0
    var cancelled = 0
    var refunded = 0
    var mentions = 0
    var comments = 0
    var refused = 0
    var refusedUnits = 0
  }
  private struct Place: Hashable, Comparable {
    var bin: Int64
    var sku: SKU
    static func < (left: Place, right: Place) -> Bool { (left.bin, left.sku) < (right.bin, right.sku) }
  }
  private var cells: [Place: Cell] = [:]
  /// Order events by bin, where a bin may turn out to be far: their number and the first of their ids.
  private var suspects: [Int64: (count: Int, firstID: String)] = [:]

  /// - Parameters:
  ///   - binSeconds: at least a tenth of a second; 10 by default.
  ///   - largestRowCount: quiet bins are listed as long as the show has no more rows than this; then only bins in which
  ///     something happened follow. Four hours with 1,300 products have as many as the default.
  public init(binSeconds: Double = 10, largestRowCount: Int = 2_000_000) {
    self.largestRowCount = largestRowCount
    width = max(100_000, StreamTime(seconds: binSeconds).microseconds)
  }

  public var binSeconds: Double { Double(width) / 1_000_000 }

  private func bin(of time: StreamTime) -> Int64 {
    let quotient = time.microseconds / width
    let bin = time.microseconds % width < 0 ? quotient - 1 : quotient
    return min(max(bin, -Self.farthestBin), Self.farthestBin)
  }

  private func start(of bin: Int64) -> StreamTime {
    StreamTime(microseconds: bin.multipliedReportingOverflow(by: width).partialValue)
  }

  private mutating func update(_ sku: SKU, _ time: StreamTime, _ body: (inout Cell) -> Void) {
    body(&cells[Place(bin: bin(of: time), sku: sku), default: Cell()])
  }

  /// Counts an event that the order book applied, at its true time.
  public mutating func add(_ event: OrderEvent, at time: StreamTime) {
    if abs(Double(time.microseconds)) > Self.reach * 1e6 {
      let bin = bin(of: time)
      let known = suspects[bin] ?? (0, event.eventID)
      suspects[bin] = (known.count + 1, min(known.firstID, event.eventID))
    }
    update(event.sku, time) { cell in
      switch event.type {
      case .created:
        cell.created += 1
        cell.units = cell.units.addingReportingOverflow(event.quantity).partialValue
      case .paid: cell.paid += 1
      case .cancelled: cell.cancelled += 1
      case .refunded: cell.refunded += 1
      case .rejectedOutOfStock:
        cell.refused += 1
        cell.refusedUnits = cell.refusedUnits.addingReportingOverflow(event.quantity).partialValue
      case .edited, .rerouted, .shipped: break
      }
    }
  }

  /// Counts a mention.
  public mutating func addMention(of sku: SKU, at time: StreamTime) {
    update(sku, time) { $0.mentions += 1 }
  }

  /// Counts a comment that is about a product.
  public mutating func addComment(about sku: SKU, at time: StreamTime) {
    update(sku, time) { $0.comments += 1 }
  }

  /// The rows in order of time, then SKU: every bin of the show for every product, and before and after the show those in
  /// which something happened.
  ///
  /// - Parameters:
  ///   - skus: products to list even if nothing happened to them.
  ///   - show: from stream time zero to the end of the show.
  ///   - presentations: an open one lasts to the end of the show.
  ///   - rates: the fitted model's rates, if there is one.
  ///   - stock: what is known of a product's stock at the end of a bin.
  public func rows(
    skus: [SKU], show end: StreamTime, presentations: [Presentation], rates: (any DemandRates)?,
    stock: (SKU, StreamTime) -> (available: Int, eta: Double?)? = { _, _ in nil }
  ) -> [TimelineRow] {
    var wanted = Set(skus)
    for place in cells.keys { wanted.insert(place.sku) }
    for presentation in presentations { wanted.insert(presentation.sku) }
    let all = wanted.sorted()
    let lastBin = lastBin(end)
    let listed = min(lastBin, Int64(largestRowCount / max(1, all.count)))
    let near = nearBins(lastBin)
    var places = cells.keys.filter { ($0.bin < 0 || $0.bin > listed) && near.contains($0.bin) }
    if listed >= 0 {
      for bin in 0...listed { for sku in all { places.append(Place(bin: bin, sku: sku)) } }
    }
    places.sort()
    let spans = Dictionary(grouping: presentations, by: \.sku)
    return places.map { place in
      let start = start(of: place.bin)
      let until = start + binSeconds
      var row = TimelineRow(binStart: start, sku: place.sku)
      if let cell = cells[place] {
        row.ordersCreated = cell.created
        row.ordersPaid = cell.paid
        row.units = cell.units
        row.cancelled = cell.cancelled
        row.refunded = cell.refunded
        row.mentions = cell.mentions
        row.comments = cell.comments
        row.refused = cell.refused
        row.refusedUnits = cell.refusedUnits
      }
      let shown = (spans[place.sku] ?? []).reduce(0.0) { sum, presentation in
        sum + max(0, min(presentation.end ?? end, until) - max(presentation.start, start))
      }
      row.presenting = min(1, shown / binSeconds)
      let rate = rates?.rate(of: place.sku, at: start + binSeconds / 2)
      row.baselineRate = rate?.baseline
      row.demandRate = rate?.demand
      let level = stock(place.sku, until)
      row.stockAvailable = level?.available
      row.stockoutETA = level?.eta
      return row
    }
  }

  /// The order events that are too far from the show to be in a row.
  ///
  /// - Parameter end: the end of the show.
  public func farEvents(show end: StreamTime) -> FarEvents? {
    let near = nearBins(lastBin(end))
    let far = suspects.filter { !near.contains($0.key) }
    guard let first = far.keys.min(), let last = far.keys.max(), let example = far.values.map(\.firstID).min() else {
      return nil
    }
    return FarEvents(
      count: far.values.reduce(0) { $0 + $1.count }, exampleID: example, earliest: start(of: first),
      latest: start(of: last))
  }

  private func lastBin(_ end: StreamTime) -> Int64 {
    end.microseconds > 0 ? bin(of: StreamTime(microseconds: end.microseconds - 1)) : -1
  }

  private func nearBins(_ lastBin: Int64) -> ClosedRange<Int64> {
    let reach = Int64(Self.reach * 1e6) / width
    return -reach...max(0, lastBin) + reach
  }
}

/// Order events whose true time lies far from the show: a clock, of the room or of a source, is wrong.
public struct FarEvents: Hashable, Sendable {
  public var count: Int
  /// The id of one of them, the first in order.
  public var exampleID: String
  /// The bins of the first and the last of them.
  public var earliest: StreamTime
  public var latest: StreamTime
}

/// A model that says how many orders a minute to expect.
public protocol DemandRates: Sendable {
  /// Orders a minute of a product at a moment: without any presentation, and in all. Nil for a product that it does not know.
  func rate(of sku: SKU, at time: StreamTime) -> (baseline: Double, demand: Double)?
}
