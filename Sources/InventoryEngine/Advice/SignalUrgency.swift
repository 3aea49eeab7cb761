public import LiveshelfCore

/// How a signal that is raised treats people's attention.
public enum SignalUrgency: Hashable, Sendable {
  /// It tells something and asks for nothing.
  case informs
  /// It asks for something that can wait a minute.
  case waits
  /// It asks for something now.
  case presses
}

extension SignalKind {
  /// Seconds before a stock-out in which somebody has to do something.
  public static let brinkSeconds = 900.0

  public var urgency: SignalUrgency {
    switch self {
    case .presentationStarted, .presentationEnded, .demandSurge, .nextProductRecommended, .questionTrending,
      .feedRecovered, .priceReviewRecommended(.keep):
      .informs
    case .stockoutPredicted(let eta, _, _, _): eta <= Self.brinkSeconds ? .presses : .informs
    case .stockDepleted, .oversold, .feedDegraded: .presses
    case .warehouseLow, .slowMoving, .replenishmentRecommended, .priceReviewRecommended(.markDown): .waits
    }
  }
}
