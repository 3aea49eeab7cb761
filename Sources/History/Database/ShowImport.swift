internal import Foundation
internal import GRDB
internal import LiveshelfCore
internal import Shows

/// A show's folder as rows of the history.
struct ShowImport {
  private let folder: ShowFolder
  private let fingerprint: String
  private let figures: FiguresRecord

  init(_ folder: ShowFolder, fingerprint: String) {
    self.folder = folder
    self.fingerprint = fingerprint
    figures = FiguresRecord(ShowFigures(folder))
  }

  func write(to database: Database) throws {
    let show = folder.show
    let started = show.clock.start.formatted(in: show.clock.offset)
    try insert(
      "t_show",
      [
        nil, folder.path, fingerprint, String(started.prefix(19).filter { $0 != "-" && $0 != ":" }), show.room,
        show.host,
        show.recording, started, Double(show.clock.start.microseconds) / 1e6, show.durationSeconds,
      ] + Self.values(figures.total), database)
    let id = database.lastInsertedRowID
    try products(id, database)
    try presentations(id, database)
    try orders(id, database)
    try timeline(id, database)
    try spoken(id, database)
    try database.execute(sql: HistorySchema.moments, arguments: ["id": id])
  }

  private func insert(_ table: String, _ values: [(any DatabaseValueConvertible)?], _ database: Database) throws {
    let places = Array(repeating: "?", count: values.count).joined(separator: ",")
    try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))").execute(
      arguments: StatementArguments(values))
  }

  private static func values(_ sold: FiguresRecord.Sold) -> [(any DatabaseValueConvertible)?] {
    [
      sold.orders, sold.units, sold.sales, sold.currency, sold.estimated_orders, sold.kept_orders, sold.kept_units,
      sold.kept_sales,
    ]
  }

  private static func values(_ figures: FiguresRecord.Shared) -> [(any DatabaseValueConvertible)?] {
    values(figures.sold) + [
      figures.paid, figures.cancelled, figures.refunded, figures.refused_units, figures.uplift_orders,
      figures.uplift_sales, figures.presentations, figures.presented_s, figures.earned_per_minute,
      figures.stockout_minutes, figures.lost_units, figures.lost_sales, figures.margin, figures.mentions,
      figures.comments,
    ]
  }

  private static func number(_ price: Money?) -> Double? { price.map { Double($0.hundredths) / 100 } }

  private func products(_ id: Int64, _ database: Database) throws {
    let prices = Dictionary(folder.show.products.map { ($0.sku.text, $0) }, uniquingKeysWith: { first, _ in first })
    for product in figures.products {
      let known = prices[product.sku]
      try insert(
        "t_product",
        [
          id, product.sku, product.name, product.category, Self.number(known?.listPrice), Self.number(known?.livePrice),
          Self.number(known?.cost), product.stock_at_start, product.stock_at_end, product.suggested_stock,
          product.to_order,
        ] + Self.values(product.figures), database)
      for (option, sold) in product.variants {
        try insert("t_variant", [id, product.sku, option] + Self.values(sold), database)
      }
    }
  }

  private func presentations(_ id: Int64, _ database: Database) throws {
    let uplift = Dictionary(
      (folder.uplift ?? []).map { ($0.presentationID, $0) }, uniquingKeysWith: { first, _ in first })
    let facts = PresentationFacts(folder)
    var shown: [SKU: Int] = [:]
    for entry in (folder.presentations ?? []).sorted(by: { ($0.start, $0.id) < ($1.start, $1.id) }) {
      var nth: Int?
      if entry.withdrawnAt == nil {
        shown[entry.sku, default: 0] += 1
        nth = shown[entry.sku]
      }
      let brought = entry.withdrawnAt == nil ? uplift[entry.id] : nil
      try insert(
        "t_presentation",
        [
          id, entry.id, entry.sku.text, entry.start.seconds, entry.end.seconds, entry.confidence,
          entry.withdrawnAt?.seconds, nth, brought?.orders, brought?.units, brought?.baselineOrders,
          brought?.upliftOrders, brought?.upliftLow, brought?.upliftHigh, brought?.revenue, brought?.cancelledShare,
          facts.price(in: entry), facts.emptyShare(in: entry),
        ], database)
    }
  }

  private func orders(_ id: Int64, _ database: Database) throws {
    let window = SalesWindow(length: folder.show.durationSeconds)
    for order in folder.orders ?? [] {
      try insert(
        "t_order",
        [
          id, order.time.seconds, order.orderID,
          (order.isOrder ? OrderEventType.created : .rejectedOutOfStock).rawValue, order.sku.text, order.option,
          order.units, Self.number(order.sales), order.sales?.currency.code ?? "", order.isEstimated ? 1 : 0,
          order.isUndone ? 1 : 0, order.source, order.warehouse, window.contains(order.time) ? 1 : 0,
        ], database)
    }
  }

  /// Bins in which nothing happened are left out.
  private func timeline(_ id: Int64, _ database: Database) throws {
    guard let timeline = folder.timeline else { return }
    for bin in timeline.rows {
      let counts = [
        bin.mentions, bin.ordersCreated, bin.ordersPaid, bin.units, bin.cancelled, bin.refunded, bin.comments,
      ]
      guard bin.presenting > 0 || bin.refusedUnits > 0 || counts.contains(where: { $0 != 0 }) else { continue }
      try insert(
        "t_bin",
        [id, bin.start.seconds, timeline.binSeconds, bin.sku.text, bin.presenting] + counts
          + [bin.refusedUnits, bin.baselineRate, bin.demandRate, bin.stockAvailable], database)
    }
  }

  private func spoken(_ id: Int64, _ database: Database) throws {
    for signal in folder.signals ?? [] {
      try insert(
        "t_signal",
        [
          id, signal.data.detectedAt.seconds, signal.type, signal.data.sku?.text, signal.data.phase?.rawValue,
          signal.data.reason, signal.data.reasonZh,
        ], database)
    }
    for comment in folder.comments ?? [] {
      try insert("t_comment", [id, comment.at.seconds, comment.sku?.text, comment.intent, comment.text], database)
    }
    for line in folder.transcript ?? [] {
      try insert("t_line", [id, line.start.seconds, line.end.seconds, line.text], database)
    }
    for mention in folder.mentions ?? [] {
      try insert(
        "t_mention", [id, mention.start.seconds, mention.end.seconds, mention.sku.text, mention.text], database)
    }
  }
}

/// What held while a presentation went on: the price, and whether there was stock.
private struct PresentationFacts {
  private let orders: [SKU: [OrderEntry]]
  private let bins: [SKU: [TimelineBin]]
  private let prices: [SKU: Double]
  private let binSeconds: Double
  /// Seconds after a presentation's start in which its orders come.
  private static let reach = 900.0

  init(_ folder: ShowFolder) {
    orders = Dictionary(grouping: (folder.orders ?? []).filter { $0.isOrder && !$0.isEstimated }, by: \.sku)
    bins = Dictionary(grouping: folder.timeline?.rows ?? [], by: \.sku)
    binSeconds = folder.timeline?.binSeconds ?? 10
    prices = Dictionary(
      folder.show.products.compactMap { product in
        (product.livePrice ?? product.listPrice).map { (product.sku, Double($0.hundredths) / 100) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What a piece cost its buyers, as the orders of the quarter of an hour from its start say; else the live price.
  func price(in entry: PresentationEntry) -> Double? {
    let until = entry.start + Self.reach
    let paid = (orders[entry.sku] ?? []).filter { $0.time >= entry.start && $0.time < until }
    let units = paid.reduce(0) { $0 + ($1.sales == nil ? 0 : $1.units) }
    guard units > 0 else { return prices[entry.sku] }
    return paid.reduce(0.0) { $0 + Double($1.sales?.hundredths ?? 0) / 100 } / Double(units)
  }

  /// The share of the presentation in which nothing was left, 0…1; nil: the stock is unknown.
  func emptyShare(in entry: PresentationEntry) -> Double? {
    let during = (bins[entry.sku] ?? []).filter { $0.start < entry.end && $0.start + binSeconds > entry.start }
    let known = during.compactMap(\.stockAvailable)
    guard !known.isEmpty else { return nil }
    return Double(known.count { $0 <= 0 }) / Double(known.count)
  }
}
