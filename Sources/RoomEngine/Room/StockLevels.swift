internal import LiveshelfCore

/// The stock of each product over time, as the room knew it: how much could be promised, and when it would end.
struct StockLevels: Sendable {
  private struct Level: Sendable {
    var at: StreamTime
    var available: Int
    var eta: Double?
  }

  private var levels: [SKU: [Level]] = [:]

  /// Notes what holds from `time` on; times never go back.
  mutating func note(_ sku: SKU, at time: StreamTime, available: Int, eta: Double?) {
    let level = Level(at: time, available: available, eta: eta)
    guard let last = levels[sku]?.last else {
      levels[sku] = [level]
      return
    }
    guard last.available != available || last.eta != eta else { return }
    if last.at == time { levels[sku]?.removeLast() }
    levels[sku]?.append(level)
  }

  /// What held at a moment; nil before anything was known. The time to the end has run on since it was stated.
  func level(of sku: SKU, at time: StreamTime) -> (available: Int, eta: Double?)? {
    guard let levels = levels[sku] else { return nil }
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if levels[middle].at <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let level = levels[low - 1]
    return (level.available, level.eta.map { max(0, $0 - (time - level.at)) })
  }
}
