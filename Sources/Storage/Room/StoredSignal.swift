public import Delivery
public import LiveshelfCore

/// A signal as the store keeps it, with what operators did about it.
public struct StoredSignal: Hashable, Sendable {
  /// Its place among the room's signals; rises from signal to signal.
  public var sequence: Int64
  public var show: String
  public var event: CloudEvent
  public var attention: SignalAttention

  public var id: String { event.id }
  public var type: String { event.type }
  /// The SKU; empty for signals about a source.
  public var sku: String { event.text("sku") ?? "" }
  /// Ties the signals of one lasting situation together; empty for what happens in a moment.
  public var situation: String { event.text("situation") ?? "" }
}

/// What operators did about a signal.
public struct SignalAttention: Hashable, Sendable {
  public var acknowledgedBy: String?
  public var acknowledgedAt: WallTime?
  public var assignedTo: String?
  public var mutedUntil: WallTime?

  public init(
    acknowledgedBy: String? = nil, acknowledgedAt: WallTime? = nil, assignedTo: String? = nil,
    mutedUntil: WallTime? = nil
  ) {
    self.acknowledgedBy = acknowledgedBy
    self.acknowledgedAt = acknowledgedAt
    self.assignedTo = assignedTo
    self.mutedUntil = mutedUntil
  }
}
