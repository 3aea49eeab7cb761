public import Foundation
public import LiveshelfCore

/// What was understood of an order file, and what was not, for `liveshelf orders check`. Memory does not grow with the file's rows,
/// but with its products.
public struct OrderFileCheck: Sendable {
  /// Rejected rows that are kept as examples; all are counted.
  public static let maximumExamples = 50
  private static let maximumNames = 100_000

  public private(set) var file: String
  /// The preset or mapping that was used.
  public private(set) var format = ""
  /// Which column was read as what, in the order of the fields.
  public private(set) var columns: [(field: OrderField, header: String)] = []
  /// Columns that were not read, buyers' data among them.
  public private(set) var unreadColumns: [String] = []
  /// Events by type.
  public private(set) var events: [OrderEventType: Int] = [:]
  public private(set) var rejectedRows = 0
  public private(set) var examples: [RejectedRow] = []
  public private(set) var firstTime: WallTime?
  public private(set) var lastTime: WallTime?
  /// SKUs that the catalog does not know, with their events, most frequent first; empty without a catalog.
  public private(set) var unknownSKUs: [(sku: SKU, events: Int)] = []
  /// Rows and orders.
  public private(set) var tally = OrderTally()
  /// Of the times of an export that state none.
  private var assumedZone: ZoneOffset?
  /// What looks wrong although it can be read, with the remedy.
  public private(set) var warnings: [String] = []

  private var skus: [SKU: Int] = [:]
  private var withoutIngest = 0
  private var inFuture = 0
  private var outsideShow = 0
  private var hundredfold = 0
  private var priced = 0

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - lines: a second file with the lines of the orders.
  ///   - columns: what the user says of them; the rest is found from the header.
  ///   - show: orders more than a day away from it are called those of another day.
  ///   - now: later times are called wrong.
  ///   - progress: is told the share of the file that has been read, 0…1.
  /// - Throws: what `OrderReader.next()` throws.
  public static func run(
    _ url: URL, lines: URL? = nil, columns: OrderColumns? = nil, catalog: Catalog? = nil,
    show: ClosedRange<WallTime>? = nil,
    now: WallTime? = nil, progress: (Double) -> Void = { _ in }
  ) throws(IntakeError) -> OrderFileCheck {
    var check = OrderFileCheck(file: url.lastPathComponent)
    var reader = try OrderReader(url, lines: lines, columns: columns, catalog: catalog)
    var rows = 0
    while let row = try reader.next() {
      rows += 1
      if rows % 4096 == 0 { progress(reader.readShare ?? 0) }
      switch row {
      case .rejected(let row):
        check.rejectedRows += 1
        if check.examples.count < maximumExamples { check.examples.append(row) }
      case .event(let event): check.note(event, catalog: catalog, show: show, now: now)
      }
    }
    check.describe(columns: reader.columnsInUse, header: reader.header)
    check.tally = reader.tally
    check.warnings = reader.doubts
    check.conclude(catalog: catalog, show: show)
    return check
  }

  private init(file: String) {
    self.file = file
  }

  private mutating func note(_ event: OrderEvent, catalog: Catalog?, show: ClosedRange<WallTime>?, now: WallTime?) {
    events[event.type, default: 0] += 1
    firstTime = min(firstTime ?? event.eventTime, event.eventTime)
    lastTime = max(lastTime ?? event.eventTime, event.eventTime)
    if event.ingestTime == nil { withoutIngest += 1 }
    if let now, event.eventTime - now > 60 { inFuture += 1 }
    if let show, event.eventTime - show.upperBound > 86_400 || show.lowerBound - event.eventTime > 86_400 {
      outsideShow += 1
    }
    guard let catalog else { return }
    guard let product = catalog[event.sku] else {
      if skus.count < Self.maximumNames || skus[event.sku] != nil { skus[event.sku, default: 0] += 1 }
      return
    }
    guard let price = product.livePrice ?? product.listPrice, price.hundredths > 0, let paid = event.unitPrice else {
      return
    }
    priced += 1
    let ratio = Double(paid.hundredths) / Double(price.hundredths)
    if (30...300).contains(ratio) { hundredfold += 1 }
  }

  private mutating func describe(columns used: OrderPreset?, header: [String]) {
    guard let used else { return }
    format = used.title
    assumedZone = used.layout == .lifecycle ? used.times.zone : nil
    let index = HeaderIndex(header)
    var read: Set<String> = []
    for field in OrderField.allCases {
      if let place = HeaderName.position(of: used.headers[field] ?? [], in: index) {
        columns.append((field, header[place]))
        read.insert(header[place])
      }
    }
    unreadColumns = header.filter { !read.contains($0) && !$0.isEmpty }
  }

  private mutating func conclude(catalog: Catalog?, show: ClosedRange<WallTime>?) {
    unknownSKUs = skus.map { ($0.key, $0.value) }.sorted { ($0.1, $1.0) > ($1.1, $0.0) }
    let total = events.values.reduce(0, +)
    if total == 0 { warnings.append("no event could be read; see the rejected rows") }
    if !unknownSKUs.isEmpty, unknownSKUs.reduce(0, { $0 + $1.events }) == total {
      warnings.append(
        "NONE of the orders is of a product of the catalog: no order will count for what the host presents")
    }
    if !unknownSKUs.isEmpty {
      let named = unknownSKUs.prefix(5).map { "\($0.sku) (\($0.events))" }.joined(separator: ", ")
      warnings.append(
        "\(unknownSKUs.count) SKUs are not in the catalog and are kept as they are: \(named)"
          + "; add them to the catalog, or map the column that holds its SKUs with --order-columns sku=COLUMN")
    }
    if priced > 0, hundredfold * 2 > priced {
      warnings.append(
        "prices are a hundred times those of the catalog; if they are in fen, add --order-columns price_unit=fen")
    }
    if inFuture > 0 {
      warnings.append("\(inFuture) events lie in the future; check the clock, or the zone (zone=+08:00)")
    }
    if show != nil, outsideShow > 0 {
      warnings.append(
        outsideShow == total
          ? "all events are more than a day away from the show; this is the file of another day"
          : "\(outsideShow) events are more than a day away from the show")
    }
    if total > 0, withoutIngest == total {
      warnings.append("no ingest times: clocks cannot be aligned and are taken as right")
    }
  }

  /// The report, a fact a line.
  public func lines(in zone: ZoneOffset = .china) -> [String] {
    var lines = ["\(file): read as \(format.isEmpty ? "nothing" : format)"]
    lines += columns.map { "  \($0.field.rawValue) <- \($0.header)" }
    if !unreadColumns.isEmpty { lines.append("  not read: \(unreadColumns.joined(separator: ", "))") }
    let counted = OrderEventType.allCases.compactMap { type in
      events[type].map { "\($0) \(type.rawValue)" }
    }
    lines.append("\(tally.rows) rows, \(tally.orders) orders, \(tally.refused) refused")
    if let stated = assumedZone {
      lines.append(
        "times that state no zone are those of \(WallTime(microseconds: 0).formatted(in: stated).suffix(6)) (zone=…)")
    }
    lines.append("events: \(counted.isEmpty ? "none" : counted.joined(separator: ", "))")
    if let firstTime, let lastTime {
      lines.append("from \(firstTime.formatted(in: zone)) to \(lastTime.formatted(in: zone))")
    }
    lines.append("rejected rows: \(rejectedRows)")
    lines += examples.map { "  \($0)" }
    lines += warnings.map { "warning: \($0)" }
    return lines
  }
}
