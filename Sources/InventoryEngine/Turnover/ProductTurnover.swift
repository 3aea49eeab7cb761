import LiveshelfCore

/// What the cells of one product did in a period, and what was lost for want of stock: the product is sold out when none of its
/// cells has anything, whatever a table is grouped by.
struct ProductTurnover {
  private(set) var cells: [(history: StockHistory, usage: CellUsage, lost: Double)]
  /// Seconds in which no cell had anything.
  let emptySeconds: Double

  /// - Parameter reportsRejections: the orders of the period tell which were refused, of this product or another.
  init(_ histories: [StockHistory], from start: WallTime, to end: WallTime, reportsRejections: Bool) {
    let usages = histories.map { CellUsage($0, from: start, to: end) }
    emptySeconds = Self.secondsWithNothing(histories, start, end)
    let sold = usages.reduce(0) { $0 + max(0, $1.sold) }
    let lost = Turnover.lostUnits(sold: sold, length: end - start, empty: emptySeconds)
    cells = zip(histories, usages).map { history, usage in
      // The modelled loss goes to the cells by what they sold.
      let share = sold > 0 ? Double(max(0, usage.sold)) / Double(sold) : 0
      return (history, usage, reportsRejections ? Double(usage.rejected) : lost * share)
    }
  }

  private static func secondsWithNothing(_ histories: [StockHistory], _ start: WallTime, _ end: WallTime) -> Double {
    var changes: [(time: WallTime, cell: Int, available: Int)] = []
    for (number, history) in histories.enumerated() {
      changes += history.levels.map { ($0.time, number, $0.available) }
    }
    changes.sort { ($0.time, $0.cell) < ($1.time, $1.cell) }
    var available: [Int: Int] = [:]
    // Of the cells that are known, so many have something.
    var filled = 0
    var (seconds, since) = (0.0, start)
    for change in changes where change.time < end {
      let time = max(start, change.time)
      if !available.isEmpty, filled == 0 { seconds += time - since }
      since = time
      if available[change.cell] ?? 0 > 0 { filled -= 1 }
      if change.available > 0 { filled += 1 }
      available[change.cell] = change.available
    }
    if !available.isEmpty, filled == 0 { seconds += end - since }
    return seconds
  }
}
