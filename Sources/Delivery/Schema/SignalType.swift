public import LiveshelfCore

/// The types of signals, for what is said about a type and not about one signal.
public enum SignalType: String, CaseIterable, Sendable {
  case presentationStarted = "liveshelf.presentation.started"
  case presentationEnded = "liveshelf.presentation.ended"
  case demandSurge = "liveshelf.demand.surge"
  case stockoutPredicted = "liveshelf.stock.stockout_predicted"
  case stockDepleted = "liveshelf.stock.depleted"
  case oversold = "liveshelf.stock.oversold"
  case warehouseLow = "liveshelf.stock.warehouse_low"
  case slowMoving = "liveshelf.stock.slow_moving"
  case replenishmentRecommended = "liveshelf.replenishment.recommended"
  case priceReviewRecommended = "liveshelf.price.review_recommended"
  case nextProductRecommended = "liveshelf.next_product.recommended"
  case questionTrending = "liveshelf.question.trending"
  case feedDegraded = "liveshelf.feed.degraded"
  case feedRecovered = "liveshelf.feed.recovered"

  public init(_ kind: SignalKind) {
    self =
      switch kind {
      case .presentationStarted: .presentationStarted
      case .presentationEnded: .presentationEnded
      case .demandSurge: .demandSurge
      case .stockoutPredicted: .stockoutPredicted
      case .stockDepleted: .stockDepleted
      case .oversold: .oversold
      case .warehouseLow: .warehouseLow
      case .slowMoving: .slowMoving
      case .replenishmentRecommended: .replenishmentRecommended
      case .priceReviewRecommended: .priceReviewRecommended
      case .nextProductRecommended: .nextProductRecommended
      case .questionTrending: .questionTrending
      case .feedDegraded: .feedDegraded
      case .feedRecovered: .feedRecovered
      }
  }

  /// When such a signal comes.
  public var summary: String {
    switch self {
    case .presentationStarted: "The host starts presenting a product."
    case .presentationEnded: "The host stops presenting a product."
    case .demandSurge: "Demand is well above what was expected."
    case .stockoutPredicted: "Stock will run out."
    case .stockDepleted: "Nothing is left while the product is still on sale or presented."
    case .oversold: "Orders promise more than there is."
    case .warehouseLow: "One warehouse runs short while others have stock."
    case .slowMoving: "Presented and still not moving, or cover above the limit."
    case .replenishmentRecommended: "Stock should be ordered."
    case .priceReviewRecommended: "The price should be looked at."
    case .nextProductRecommended: "What to present next, and why."
    case .questionTrending: "Viewers keep asking something."
    case .feedDegraded: "A source is late, silent or broken."
    case .feedRecovered: "A source works again."
    }
  }
}
