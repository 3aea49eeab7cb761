/// Somebody, or the platform's product card, says which product is being explained.
public struct ExplainClick: Hashable, Sendable {
  public var sku: SKU
  /// True when the explanation starts, false when it ends.
  public var starts: Bool
  /// The moment that the click is about.
  public var at: StreamTime
  /// The stream time at which we learnt of it; never before `at`.
  public var knownAt: StreamTime
  /// An operator's word, and from when on it holds; nil: anybody's.
  public var heldFrom: StreamTime?

  public init(sku: SKU, starts: Bool, at: StreamTime, knownAt: StreamTime, heldFrom: StreamTime? = nil) {
    self.sku = sku
    self.starts = starts
    self.at = at
    self.knownAt = max(at, knownAt)
    self.heldFrom = heldFrom
  }
}
