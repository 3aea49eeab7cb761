public import LiveshelfCore

/// How a ledger treats what the input alone does not decide.
public struct LedgerRules: Hashable, Sendable, Codable {
  /// Whether the units of a refunded order come back to the shelf.
  public var refundReturnsStock = false
  /// SKUs for which the opposite of `refundReturnsStock` holds.
  public var refundExceptions: Set<SKU> = []
  /// The most units that one order event, receipt or transfer may move.
  public var largestQuantity = 1_000_000
  /// The most order events that wait for the opening snapshots of their cells.
  public var waitingRoom = 100_000

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.refundReturnsStock, into: &refundReturnsStock)
    try container.take(.refundExceptions, into: &refundExceptions)
    try container.take(.largestQuantity, 1...1_000_000_000, into: &largestQuantity)
    try container.take(.waitingRoom, 0...10_000_000, into: &waitingRoom)
  }

  func refundReturns(_ sku: SKU) -> Bool {
    refundExceptions.contains(sku) != refundReturnsStock
  }
}
