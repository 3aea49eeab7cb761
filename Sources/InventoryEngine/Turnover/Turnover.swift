public import LiveshelfCore

/// Turnover metrics of stock histories: pure functions.
public enum Turnover {
  /// Measures each group over a period.
  ///
  /// - Parameters:
  ///   - period: its start and end; an empty period gives no metrics.
  ///   - costs: what a unit costs; products without one are valued at `costShare` of their live or list price.
  /// - Returns: sorted by group.
  public static func measure(
    _ histories: [StockHistory], from start: WallTime, to end: WallTime, by grouping: TurnoverGrouping,
    catalog: Catalog, costs: [SKU: Money] = [:], costShare: Double = 0.6
  ) -> [TurnoverMetrics] {
    guard start < end else { return [] }
    var groups: [String: [StockHistory]] = [:]
    for history in histories {
      let name =
        switch grouping {
        case .sku: history.cell.sku.text
        case .category: catalog[history.cell.sku]?.category ?? ""
        case .warehouse: history.cell.warehouse
        case .all: "all"
        }
      groups[name, default: []].append(history)
    }
    return groups.keys.sorted().map { name in
      measure(name, groups[name] ?? [], start, end, bySKU: grouping == .sku) { sku in
        if let cost = costs[sku] {
          return (Double(cost.hundredths), price(of: sku, catalog) ?? Double(cost.hundredths))
        }
        let price = price(of: sku, catalog) ?? 0
        return (price * costShare, price)
      }
    }
  }

  private static func price(of sku: SKU, _ catalog: Catalog) -> Double? {
    let product = catalog[sku]
    return (product?.livePrice ?? product?.listPrice).map { Double($0.hundredths) }
  }

  /// - Parameter value: cost and price of a unit, in hundredths.
  private static func measure(
    _ name: String, _ histories: [StockHistory], _ start: WallTime, _ end: WallTime, bySKU: Bool,
    value: (SKU) -> (cost: Double, price: Double)
  ) -> TurnoverMetrics {
    var metrics = TurnoverMetrics(group: name)
    let days = (end - start) / 86_400
    var (soldCost, averageCost, deadCost, lostValue) = (0.0, 0.0, 0.0, 0.0)
    var responses: [Double] = []
    let reportsRejections = histories.contains { !$0.rejections.isEmpty }
    for history in histories {
      let (cost, price) = value(history.cell.sku)
      let usage = CellUsage(history, from: start, to: end)
      metrics.openingUnits += usage.opening
      metrics.receivedUnits += usage.received
      metrics.soldUnits += usage.sold
      metrics.closingUnits += usage.closing
      metrics.averageUnits += usage.average
      metrics.rejectedUnits += usage.rejected
      metrics.stockoutMinutes += usage.emptySeconds / 60
      soldCost += Double(usage.sold) * cost
      averageCost += usage.average * cost
      if usage.sold <= 0 { deadCost += Double(max(0, usage.closing)) * cost }
      let inStock = (end - start) - usage.emptySeconds
      let missed = inStock > 0 ? Double(max(0, usage.sold)) / inStock * usage.emptySeconds : 0
      let lost = reportsRejections ? Double(usage.rejected) : missed
      metrics.lostUnits += lost
      lostValue += lost * price
      responses += usage.responses
    }
    if bySKU { metrics.stockoutMinutes = secondsWithNothing(histories, start, end) / 60 }
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

  /// Seconds in which no cell of the group had anything.
  private static func secondsWithNothing(_ histories: [StockHistory], _ start: WallTime, _ end: WallTime) -> Double {
    var changes: [(time: WallTime, cell: Int, available: Int)] = []
    for (number, history) in histories.enumerated() {
      changes += history.levels.map { ($0.time, number, $0.available) }
    }
    changes.sort { ($0.time, $0.cell) < ($1.time, $1.cell) }
    var available: [Int: Int] = [:]
    var (seconds, since) = (0.0, start)
    for change in changes where change.time < end {
      let time = max(start, change.time)
      if !available.isEmpty, available.values.allSatisfy({ $0 <= 0 }) { seconds += time - since }
      since = time
      available[change.cell] = change.available
    }
    if !available.isEmpty, available.values.allSatisfy({ $0 <= 0 }) { seconds += end - since }
    return seconds
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
