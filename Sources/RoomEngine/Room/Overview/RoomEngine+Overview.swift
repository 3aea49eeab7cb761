internal import InventoryEngine
public import LiveshelfCore

extension RoomEngine {
  /// Where the room stands: a read model for screens. Reads counters that are kept up to date and changes nothing; some
  /// tenths of a millisecond for thirty products.
  ///
  /// - Parameter skus: the products to describe; nil: all that the catalog, an order or a snapshot named.
  public func overview(of skus: Set<SKU>? = nil) -> RoomOverview {
    let at = now ?? .zero
    let onStage = stage.announced.filter { $0.end == nil }
    let presented = Set(onStage.map(\.sku))
    let products = stock.outlooks(of: skus).map { outlook in
      product(outlook, isPresented: presented.contains(outlook.sku), at: at)
    }
    return RoomOverview(
      at: at, presentations: onStage, progress: progress.suffix(onStage.count + 10), sales: sales.room.total,
      salesOfLastMinute: sales.room.sales(ofLast: 60, until: at),
      salesOfLastFiveMinutes: sales.room.sales(ofLast: 300, until: at),
      mentions: mentions.count, comments: comments.count, viewerDelay: comments.viewerDelay, products: products,
      next: stock.nextProducts,
      questions: comments.questions(limit: 10), differences: stock.differences, remarks: stock.notices.remarks)
  }

  private func product(_ outlook: ProductOutlook, isPresented: Bool, at: StreamTime) -> ProductOverview {
    let log = sales.log(of: outlook.sku)
    let (minute, minutes) = (log.sales(ofLast: 60, until: at), log.sales(ofLast: 300, until: at))
    return ProductOverview(
      product: catalog[outlook.sku] ?? Product(sku: outlook.sku, name: outlook.sku.text), isPresented: isPresented,
      heat: ProductHeat(outlook, lastMinute: minute, lastFiveMinutes: minutes), sales: log.total,
      salesOfLastMinute: minute, salesOfLastFiveMinutes: minutes, mentions: mentionCounts[outlook.sku] ?? 0,
      comments: comments.counts[outlook.sku] ?? 0, outlook: outlook)
  }
}

extension ProductHeat {
  /// Seconds before a stock-out in which a product is on the brink.
  private static let brinkSeconds = 900.0
  /// Orders a minute below which nothing surges, and how many times the usual a surge is.
  private static let leastSurge = 4
  private static let surgeFactor = 3.0

  init(_ outlook: ProductOutlook, lastMinute: SalesCount, lastFiveMinutes: SalesCount) {
    let demand = lastMinute.orders + lastMinute.refused
    if let sellable = outlook.sellable, sellable <= 0 {
      self = .soldOut
    } else if outlook.isStockoutPredicted, let median = outlook.stockout?.median, median <= Self.brinkSeconds {
      self = .brink
    } else if outlook.isSurging
      || (demand >= Self.leastSurge && Double(demand) >= Self.surgeFactor * outlook.baselineOrdersPerMinute)
    {
      self = .surging
    } else if outlook.isSlow {
      self = .slow
    } else {
      self = lastFiveMinutes.orders + lastFiveMinutes.refused > 0 ? .steady : .idle
    }
  }
}
