import Delivery
import LiveshelfCore
import Wording

/// A signal as one line: for people, or as CloudEvents JSON for programs.
struct SignalPrinter {
  let json: Bool
  let offset: ZoneOffset

  func text(_ signal: Signal) throws -> String {
    if json { return try CloudEvent(signal, in: offset).json() }
    return
      "\(signal.detectedAt)  \(Self.verb(signal.kind))  \(signal.product.isEmpty ? "" : signal.product + "  ")\(Self.reason(signal))"
  }

  static func reason(_ signal: Signal) -> String { Wording(.en).sentence(of: signal.reason) }

  /// The type in two words of a control room, padded to one width.
  static func verb(_ kind: SignalKind) -> String {
    let word =
      switch kind {
      case .presentationStarted: "NOW SELLING"
      case .presentationEnded: "SHOWN"
      case .demandSurge: "SURGE"
      case .stockoutPredicted: "RUNNING OUT"
      case .stockDepleted: "SOLD OUT"
      case .oversold: "OVERSOLD"
      case .warehouseLow: "WAREHOUSE LOW"
      case .slowMoving: "SLOW MOVER"
      case .replenishmentRecommended: "REPLENISH"
      case .priceReviewRecommended: "PRICE"
      case .nextProductRecommended: "NEXT"
      case .questionTrending: "QUESTION"
      case .feedDegraded: "FEED TROUBLE"
      case .feedRecovered: "FEED BACK"
      }
    return word + String(repeating: " ", count: max(0, 13 - word.count))
  }
}
