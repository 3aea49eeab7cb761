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
  case priceReviewRecommended(PriceAdvice)
  /// What to present next, best first.
  case nextProductRecommended(ranking: [SKU])
  case questionTrending(intent: String, count: Int, example: String)
  /// A source is late, silent or broken. `lagSeconds`: how far behind it is, when known.
  case feedDegraded(feed: String, lagSeconds: Double?)
  /// The source works again.
  case feedRecovered(feed: String, lagSeconds: Double?)
}
