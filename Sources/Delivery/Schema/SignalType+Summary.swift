internal import LiveshelfCore

extension SignalType {
  /// When such a signal comes.
  var summary: String {
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
