/// What a signal says, with the data of its type.
public enum SignalKind: Hashable, Sendable {
  case presentationStarted(presentationID: String)
  case presentationEnded(presentationID: String)
  /// Demand is well above what was expected; both rates in orders a minute.
  case demandSurge(demandRate: Double, expectedRate: Double)
  /// Stock will run out in `eta` seconds (95 % interval `etaLow`…`etaHigh`).
  case stockoutPredicted(eta: Double, etaLow: Double, etaHigh: Double, available: Int)
  /// Nothing is left while the product is on sale or presented.
  case stockDepleted(available: Int)
  /// Orders promise more than there is; `available` is negative.
  case oversold(available: Int)
  /// One warehouse runs short while others have stock.
  case warehouseLow(warehouse: String, available: Int, transferFrom: String, transferQuantity: Int)
  /// Presented, and still not moving, or cover above the limit. Nil: no demand at all, so that cover is endless.
  case slowMoving(daysOfCover: Double?)
  case replenishmentRecommended(quantity: Int, neededBy: WallTime, leadTimeSeconds: Double, serviceLevel: Double)
  case priceReviewRecommended(suggestion: String)
  /// What to present next, best first.
  case nextProductRecommended(ranking: [SKU])
  case questionTrending(intent: String, count: Int, example: String)
  /// A source is late, silent or broken. `lagSeconds`: how far behind it is, when known.
  case feedDegraded(feed: String, lagSeconds: Double?)
  /// The source works again.
  case feedRecovered(feed: String, lagSeconds: Double?)

  /// The CloudEvents type.
  public var type: String {
    switch self {
    case .presentationStarted: "liveshelf.presentation.started"
    case .presentationEnded: "liveshelf.presentation.ended"
    case .demandSurge: "liveshelf.demand.surge"
    case .stockoutPredicted: "liveshelf.stock.stockout_predicted"
    case .stockDepleted: "liveshelf.stock.depleted"
    case .oversold: "liveshelf.stock.oversold"
    case .warehouseLow: "liveshelf.stock.warehouse_low"
    case .slowMoving: "liveshelf.stock.slow_moving"
    case .replenishmentRecommended: "liveshelf.replenishment.recommended"
    case .priceReviewRecommended: "liveshelf.price.review_recommended"
    case .nextProductRecommended: "liveshelf.next_product.recommended"
    case .questionTrending: "liveshelf.question.trending"
    case .feedDegraded: "liveshelf.feed.degraded"
    case .feedRecovered: "liveshelf.feed.recovered"
    }
  }
}
