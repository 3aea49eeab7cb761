internal import LiveshelfCore

/// A signal as the page shows it.
struct ReportSignal: Encodable {
  /// Without `liveshelf.`
  let type: String
  let at: Double
  let p: Int?
  let reason: String
  let available: Int?
  let warehouse: String?
  let from: String?
  let quantity: Int?
  let demand: Double?
  let expected: Double?
  let eta: Double?
  let days: Double?
  let suggestion: String?
  let ranking: [Int]?
  let intent: String?
  let count: Int?
  let example: String?
  let feed: String?
  let lag: Double?

  init(_ signal: SignalEntry, place: (SKU) -> Int?) {
    let data = signal.data
    type = signal.type.hasPrefix("liveshelf.") ? String(signal.type.dropFirst(10)) : signal.type
    at = data.detectedAt.tenths
    p = data.sku.flatMap(place)
    reason = String((data.reason ?? "").prefix(400))
    (available, warehouse, from) = (data.available, data.warehouse, data.transferFrom)
    quantity = data.quantity ?? data.transferQuantity
    demand = data.demandRate.flatMap(Self.finite)
    expected = data.expectedRate.flatMap(Self.finite)
    eta = data.eta.flatMap(Self.finite)
    days = data.daysOfCover.flatMap(Self.finite)
    suggestion = data.suggestion.map { String($0.prefix(400)) }
    ranking = data.ranking.map { Array($0.compactMap(place).prefix(5)) }
    (intent, count) = (data.intent, data.count)
    example = data.example.map { String($0.prefix(200)) }
    (feed, lag) = (data.feed, data.lag.flatMap(Self.finite))
  }

  /// To a tenth; nil for what JSON cannot hold.
  private static func finite(_ value: Double) -> Double? {
    value.isFinite ? value.rounded(places: 1) : nil
  }
}
