public import LiveshelfCore

extension SignalType {
  /// A signal of this type, for documents and for trying out receivers.
  public var example: Signal {
    let isAboutFeed = self == .feedDegraded || self == .feedRecovered
    return Signal(
      id: "0b6f2d41c8e94a7fb3d05e6a9c1872f4", room: .main, kind: exampleKind, sku: isAboutFeed ? nil : "A1",
      product: isAboutFeed ? "" : "加绒卫衣", time: Self.exampleTime, detectedAt: StreamTime(seconds: 123.4),
      confidence: 0.97, reason: exampleReason, situation: exampleSituation)
  }

  /// 2026-04-10T20:02:03.400+08:00
  private static let exampleTime = WallTime(microseconds: 1_775_822_523_400_000)

  private var exampleSituation: SignalSituation? {
    switch self {
    case .presentationStarted, .presentationEnded, .nextProductRecommended: nil
    case .feedRecovered: SignalSituation(name: "feed/orders", phase: .resolved)
    case .feedDegraded: SignalSituation(name: "feed/orders", phase: .raised)
    default: SignalSituation(name: "\(rawValue)/A1", phase: .raised)
    }
  }

  private var exampleKind: SignalKind {
    switch self {
    case .presentationStarted: .presentationStarted(presentationID: "main-A1-1")
    case .presentationEnded: .presentationEnded(presentationID: "main-A1-1")
    case .demandSurge: .demandSurge(demandRate: 42.5, expectedRate: 12)
    case .stockoutPredicted: .stockoutPredicted(eta: 420, etaLow: 300, etaHigh: 600, available: 120)
    case .stockDepleted: .stockDepleted(available: 0)
    case .oversold: .oversold(available: -7)
    case .warehouseLow:
      .warehouseLow(warehouse: "GZ", available: 4, transferFrom: "HZ", transferQuantity: 60)
    case .slowMoving: .slowMoving(daysOfCover: 84.5)
    case .replenishmentRecommended:
      .replenishmentRecommended(
        quantity: 800, neededBy: Self.exampleTime + 86_400, leadTimeSeconds: 259_200, serviceLevel: 0.95)
    case .priceReviewRecommended: .priceReviewRecommended(suggestion: "Sells without the discount: take it back")
    case .nextProductRecommended: .nextProductRecommended(ranking: ["B2", "C3", "A1"])
    case .questionTrending: .questionTrending(intent: "stock", count: 12, example: "还有货吗")
    case .feedDegraded: .feedDegraded(feed: "orders", lagSeconds: 45)
    case .feedRecovered: .feedRecovered(feed: "orders", lagSeconds: nil)
    }
  }

  private var exampleReason: String {
    switch self {
    case .presentationStarted: "The host says 加绒卫衣, and link 3 was called out."
    case .presentationEnded: "The host went on to another product."
    case .demandSurge: "42.5 orders a minute, where 12 were expected."
    case .stockoutPredicted: "At this pace 120 units last 7 minutes."
    case .stockDepleted: "Nothing is left, and the host still presents it."
    case .oversold: "Orders promise 7 units more than there are."
    case .warehouseLow: "GZ has 4 units left; HZ can give 60."
    case .slowMoving: "Presented for 6 minutes; stock lasts 84.5 days."
    case .replenishmentRecommended: "800 units cover the lead time of 3 days."
    case .priceReviewRecommended: "It sells twice as fast as expected."
    case .nextProductRecommended: "B2 has the most margin at stake."
    case .questionTrending: "12 viewers asked whether it is in stock."
    case .feedDegraded: "No order has come for 45 s."
    case .feedRecovered: "Orders come again."
    }
  }
}
