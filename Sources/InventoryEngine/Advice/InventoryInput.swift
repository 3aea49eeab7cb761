public import LiveshelfCore

/// What the inventory advisor is told. Inputs come in the order in which they became known.
public enum InventoryInput: Hashable, Sendable {
  case order(OrderEvent)
  case snapshot(StockSnapshot)
  case transaction(StockTransaction)
  /// What the shop's ledger says, for an advisor that is led by one.
  case level(StockLevel)
  /// The world's clock; at least once a second while a show is on.
  case time(WallTime)
  case presentationStarted(SKU, at: WallTime)
  case presentationEnded(SKU, at: WallTime)
  /// The presentation that was said to go on was none.
  case presentationWithdrawn(SKU, at: WallTime)
  /// What somebody expects of the presentation of this product that is going on.
  case expectedResponse(SKU, ExpectedResponse)
  /// When the host is expected to stop.
  case plannedEnd(WallTime)
}

/// What an input led to.
public struct InventoryOutcome: Hashable, Sendable {
  public var findings: [InventoryFinding] = []
  public var movements: [StockMovement] = []
  public var notices: [LedgerNotice] = []
  /// The order event or transaction had been seen before.
  public var isRepeat = false
  /// The input was left out; a notice says why.
  public var isRefused = false
}

/// A decision that somebody should know of.
///
/// One situation (the stock of a product runs out, say) is raised once, updated when it changes materially, and resolved
/// once; `situation` ties the three together.
public struct InventoryFinding: Hashable, Sendable {
  /// Stable: the same input gives the same text.
  public var situation: String
  public var phase: SignalSituation.Phase
  public var kind: SignalKind
  public var sku: SKU
  /// The newest time that the advisor knew when it decided.
  public var time: WallTime
  /// The probability that the finding is right, 0…1.
  public var confidence: Double
  public var reason: SignalReason

  public init(
    situation: String, phase: SignalSituation.Phase, kind: SignalKind, sku: SKU, time: WallTime, confidence: Double,
    reason: SignalReason
  ) {
    self.situation = situation
    self.phase = phase
    self.kind = kind
    self.sku = sku
    self.time = time
    self.confidence = confidence
    self.reason = reason
  }
}
