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
        quantity: 800, neededBy: Self.exampleTime + 259_200, leadTimeSeconds: 259_200, serviceLevel: 0.95)
    case .priceReviewRecommended: .priceReviewRecommended(.markDown)
    case .nextProductRecommended: .nextProductRecommended(ranking: ["B2", "C3", "A1"])
    case .questionTrending: .questionTrending(intent: "stock", count: 12, example: "还有货吗")
    case .feedDegraded: .feedDegraded(feed: "orders", lagSeconds: 45)
    case .feedRecovered: .feedRecovered(feed: "orders", lagSeconds: nil)
    }
  }

  private var exampleReason: SignalReason {
    switch self {
    case .presentationStarted: .presentation([.stinger(name: "whoosh"), .heard(text: "加绒卫衣", count: 3, seconds: 20)])
    case .presentationEnded: .presentation([.followed(by: "保温杯")])
    case .demandSurge: .demand(.above(rate: 42.5, expected: 12))
    case .stockoutPredicted: .stock(.runningOut(available: 120, eta: 420, low: 300, high: 600, isPresented: true))
    case .stockDepleted: .stock(.soldOut(isPresented: true))
    case .oversold:
      .stock(.oversold(units: 7, places: [OwingWarehouse(warehouse: "GZ", units: 7)], elsewhere: 0))
    case .warehouseLow:
      .stock(.warehouseShort(warehouse: "GZ", available: 4, source: "HZ", sourceAvailable: 180, quantity: 60))
    case .slowMoving: .slow(.cover(days: 84.5))
    case .replenishmentRecommended:
      .stock(.reorder(available: 120, onTheWay: 0, demand: 860, leadTime: 259_200, quantity: 800))
    case .priceReviewRecommended: .price(.slow(.presentation(orders: 2, usual: 15), available: 120))
    case .nextProductRecommended: .nextProduct(units: 40, idleShare: 0.8, others: ["保温杯", "瑜伽垫"])
    case .questionTrending: .questionsAsked(intent: "stock", count: 12, seconds: 30, example: "还有货吗")
    case .feedDegraded: .feed(name: "orders", .silent(address: "https://shop.example/orders", seconds: 45))
    case .feedRecovered: .feed(name: "orders", .receiving(address: "https://shop.example/orders"))
    }
  }
}
