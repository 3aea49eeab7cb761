public import LiveshelfCore

/// Turnover metrics of stock histories: pure functions.
public enum Turnover {
  /// Measures each group over a period.
  ///
  /// - Parameters:
  ///   - period: its start and end; an empty period gives no metrics.
  ///   - costs: what a unit costs; else what the catalog says, else `costShare` of the live or list price.
  /// - Returns: sorted by group.
  public static func measure(
    _ histories: [StockHistory], from start: WallTime, to end: WallTime, by grouping: TurnoverGrouping,
    catalog: Catalog, costs: [SKU: Money] = [:], costShare: Double = 0.6
  ) -> [TurnoverMetrics] {
    guard start < end else { return [] }
    let reportsRejections = histories.contains { $0.rejections.contains { $0.time >= start && $0.time < end } }
    var groups: [String: [CellTurnover]] = [:]
    for (sku, cells) in Dictionary(grouping: histories, by: \.cell.sku) {
      let product = ProductTurnover(cells, from: start, to: end, reportsRejections: reportsRejections)
      let price = price(of: sku, catalog)
      let cost = costs[sku] ?? catalog[sku]?.cost
      let value = (
        cost: cost.map { Double($0.hundredths) } ?? (price ?? 0) * costShare,
        price: price ?? cost.map { Double($0.hundredths) } ?? 0
      )
      for (place, cell) in product.cells.enumerated() {
        let name =
          switch grouping {
          case .sku: sku.text
          case .category: catalog[sku]?.category ?? ""
          case .warehouse: cell.history.cell.warehouse
          case .all: "all"
          }
        // The minutes of a product are counted with the first of its cells.
        let minutes = place == 0 ? product.emptySeconds / 60 : 0
        groups[name, default: []].append(
          CellTurnover(
            usage: cell.usage, lost: cell.lost, stockoutMinutes: minutes, cost: value.cost, price: value.price))
      }
    }
    return groups.keys.sorted().map { name in
      var metrics = sum(name, groups[name] ?? [], days: (end - start) / 86_400)
      if grouping == .warehouse { metrics.stockoutMinutes = nil }
      return metrics
    }
  }

  /// Units that were asked for and not had: those of the refused orders where the orders tell of any, else the pace at which
  /// the product sold while it was there, for as long as it was not.
  ///
  /// - Parameters:
  ///   - sold: units sold in the period.
  ///   - length, empty: seconds of the period, and those in which nothing was available.
  public static func lostUnits(sold: Int, length: Double, empty: Double) -> Double {
    length > empty ? Double(max(0, sold)) / (length - empty) * max(0, empty) : 0
  }

  private static func price(of sku: SKU, _ catalog: Catalog) -> Double? {
    let product = catalog[sku]
    return (product?.livePrice ?? product?.listPrice).map { Double($0.hundredths) }
  }

  /// What one cell adds to its group. Cost and price of a unit are in hundredths.
  private struct CellTurnover {
    var usage: CellUsage
    var lost: Double
    var stockoutMinutes: Double
    var cost: Double
    var price: Double
  }

  private static func sum(_ name: String, _ cells: [CellTurnover], days: Double) -> TurnoverMetrics {
    var metrics = TurnoverMetrics(group: name)
    var (soldCost, averageCost, deadCost, lostValue, minutes) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var responses: [Double] = []
    for cell in cells {
      let usage = cell.usage
      metrics.openingUnits += usage.opening
      metrics.receivedUnits += usage.received
      metrics.soldUnits += usage.sold
      metrics.closingUnits += usage.closing
      metrics.averageUnits += usage.average
      metrics.rejectedUnits += usage.rejected
      metrics.emptyCellMinutes += usage.emptySeconds / 60
      minutes += cell.stockoutMinutes
      soldCost += Double(usage.sold) * cell.cost
      averageCost += usage.average * cell.cost
      if usage.sold <= 0 { deadCost += Double(max(0, usage.closing)) * cell.cost }
      metrics.lostUnits += cell.lost
      lostValue += cell.lost * cell.price
      responses += usage.responses
    }
    metrics.stockoutMinutes = minutes
    metrics.turnoverRatio = averageCost > 0 ? soldCost / averageCost : nil
    metrics.daysOfInventory = soldCost > 0 ? averageCost / soldCost * days : nil
    let offered = metrics.openingUnits + metrics.receivedUnits
    metrics.sellThrough = offered > 0 ? min(1, max(0, Double(metrics.soldUnits) / Double(offered))) : nil
    metrics.daysOfCover =
      metrics.soldUnits > 0 ? Double(max(0, metrics.closingUnits)) / Double(metrics.soldUnits) * days : nil
    metrics.deadStockValue = money(deadCost)
    metrics.lostSalesValue = money(lostValue)
    metrics.replenishmentResponse = responses.isEmpty ? nil : responses.reduce(0, +) / Double(responses.count)
    return metrics
  }

  private static func money(_ hundredths: Double) -> Money {
    Money(hundredths: Int64(max(-9e18, min(9e18, hundredths.rounded()))))
  }
}

/// What one cell did in a period.
struct CellUsage {
  var opening = 0
  var closing = 0
  var sold = 0
  var received = 0
  var rejected = 0
  /// Available units (none below zero), averaged over time from the first known level on.
  var average = 0.0
  var emptySeconds = 0.0
  /// Seconds from falling to the safety stock to the next receipt.
  var responses: [Double] = []

  init(_ history: StockHistory, from start: WallTime, to end: WallTime) {
    func units(_ list: [StockHistory.Quantity]) -> Int {
      list.reduce(0) { $1.time >= start && $1.time < end ? $0 + $1.units : $0 }
    }
    sold = units(history.sales)
    received = max(0, units(history.receipts))
    rejected = units(history.rejections)
    let first = history.levels.first.map { max($0.time, start) } ?? end
    opening = history.levels.last { $0.time <= first }?.available ?? 0
    closing = opening
    var (since, unitSeconds) = (first, 0.0)
    func pass(to time: WallTime) {
      unitSeconds += Double(max(0, closing)) * (time - since)
      if closing <= 0 { emptySeconds += time - since }
      since = time
    }
    var fellAt: WallTime?
    for level in history.levels where level.time > first && level.time < end {
      pass(to: level.time)
      if closing > history.safetyStock, level.available <= history.safetyStock { fellAt = level.time }
      closing = level.available
      if let fell = fellAt, history.receipts.contains(where: { $0.time == level.time && $0.units > 0 }) {
        responses.append(level.time - fell)
        fellAt = nil
      }
    }
    if first < end { pass(to: end) }
    average = end - first > 0 ? unitSeconds / (end - first) : 0
  }
}
