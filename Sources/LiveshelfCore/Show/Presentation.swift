/// A stretch of the show in which the host presents one product.
public struct Presentation: Hashable, Sendable {
  /// Stable: the same input gives the same id.
  public var id: String
  public var sku: SKU
  public var start: StreamTime
  /// Nil while it goes on.
  public var end: StreamTime?
  /// The probability that this product was presented, 0…1.
  public var confidence: Double
  /// The stream time at which the live tracker first announced it.
  public var announcedAt: StreamTime
  /// What the latest decision about it rests on, in the order in which it happened.
  public var reasons: [PresentationReason]

  public init(
    id: String, sku: SKU, start: StreamTime, end: StreamTime? = nil, confidence: Double, announcedAt: StreamTime,
    reasons: [PresentationReason]
  ) {
    self.id = id
    self.sku = sku
    self.start = start
    self.end = end
    self.confidence = confidence
    self.announcedAt = announcedAt
    self.reasons = reasons
  }
}
