public import LiveshelfCore

/// How a ledger treats what the input alone does not decide.
public struct LedgerRules: Hashable, Sendable, Codable {
  /// Whether the units of a refunded order come back to the shelf.
  public var refundReturnsStock = false
  /// SKUs for which the opposite of `refundReturnsStock` holds.
  public var refundExceptions: Set<SKU> = []
  /// The most units that one order event, receipt or transfer may move.
  public var largestQuantity = 1_000_000
  /// The most orders that wait for the opening snapshots of their cells.
  public var waitingRoom = 100_000
  /// Minutes after which an order that nobody paid gives its units back, by source of orders; `*` stands for all others. Sources
  /// that are not named tell of their cancellations themselves.
  public var reservationMinutes: [String: Double] = [:]
  /// Sources of orders that tell when goods are sent (`*`: all): what they have not told of is still there when it is refunded.
  public var shippingSources: Set<String> = []
  /// The option that is meant where a row names none and stock is told by option, by SKU.
  public var optionForUnassigned: [String: String] = [:]
  /// Seconds by which a row may be ahead of the moment at which it was received, clock errors that are known taken out.
  public var futureTolerance = 900.0

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.refundReturnsStock, into: &refundReturnsStock)
    try container.take(.refundExceptions, into: &refundExceptions)
    try container.take(.largestQuantity, 1...1_000_000_000, into: &largestQuantity)
    try container.take(.waitingRoom, 0...10_000_000, into: &waitingRoom)
    try container.take(.reservationMinutes, into: &reservationMinutes)
    for (source, minutes) in reservationMinutes where !(0.1...525_600).contains(minutes) {
      throw DecodingError.dataCorruptedError(
        forKey: .reservationMinutes, in: container,
        debugDescription: "reservationMinutes of \(source) is \(minutes); it must lie in 0.1…525600")
    }
    try container.take(.shippingSources, into: &shippingSources)
    try container.take(.optionForUnassigned, into: &optionForUnassigned)
    try container.take(.futureTolerance, 0...604_800, into: &futureTolerance)
  }

  func refundReturns(_ sku: SKU) -> Bool {
    refundExceptions.contains(sku) != refundReturnsStock
  }
}
