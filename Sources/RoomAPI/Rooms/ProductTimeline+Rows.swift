internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

extension ProductTimeline {
  /// The engine's bins, in seconds; other widths are made by joining them.
  private static let engineBin = 10

  /// - Parameter rows: of one product, in order of time.
  init(_ rows: [TimelineRow], room: RoomName, sku: SKU, binSeconds: Int) {
    let joined = max(1, (binSeconds + Self.engineBin / 2) / Self.engineBin)
    let width = Double(joined * Self.engineBin)
    self.init(room: room.text, sku: sku.text, binSeconds: width)
    let shown = rows.filter { $0.binStart >= .zero }
    guard let first = shown.first, let last = shown.last else { return }
    func bin(_ row: TimelineRow) -> Int { Int(row.binStart.seconds / width) }
    let (from, count) = (bin(first), bin(last) - bin(first) + 1)
    start = Double(from) * width
    units = Array(repeating: 0, count: count)
    orders = units
    mentions = units
    comments = units
    presenting = Array(repeating: 0, count: count)
    var levels: [Int?] = Array(repeating: nil, count: count)
    for row in shown {
      let place = bin(row) - from
      units[place] += row.units
      orders[place] += row.ordersCreated
      mentions[place] += row.mentions
      comments[place] += row.comments
      presenting[place] = min(1, presenting[place] + row.presenting / Double(joined))
      levels[place] = row.stockAvailable ?? levels[place]
    }
    // Before the first snapshot there is no level: the first known one stands for it, so that all arrays fit.
    if let known = levels.compactMap({ $0 }).first {
      var level = known
      available = levels.map { value in
        level = value ?? level
        return level
      }
    }
  }

  /// What is expected of the next quarter of an hour, by minutes.
  mutating func look(ahead engine: RoomEngine, at now: StreamTime) {
    let horizons = (0...15).map { Double($0) * 60 }.dropFirst()
    guard let outlook = engine.outlook(of: SKU(sku), horizons: Array(horizons)) else { return }
    (state, step) = (outlook.verdict.state.rawValue, outlook.verdict.step.code)
    var previous = (mean: 0.0, low: 0.0, high: 0.0)
    var forecast = DemandForecastView(start: now.seconds, binSeconds: 60, p50: [], low: [], high: [])
    for demand in outlook.demand {
      let total = (mean: demand.units, low: Double(demand.unitsLow), high: Double(demand.unitsHigh))
      forecast.p50.append(Self.tenth(total.mean - previous.mean))
      forecast.low.append(Self.tenth(max(0, total.low - previous.low)))
      forecast.high.append(Self.tenth(max(0, total.high - previous.high)))
      previous = total
    }
    self.forecast = forecast
    if let stockout = outlook.stockout, let median = stockout.median {
      self.stockout = StockoutView(
        etaSeconds: median, lowSeconds: stockout.low ?? median, highSeconds: stockout.high ?? median)
    }
  }

  private static func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
