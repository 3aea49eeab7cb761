/// The CloudEvents types of signals.
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
}

extension SignalKind {
  /// The CloudEvents type.
  public var type: String { SignalType(self).rawValue }
}
