/// A situation that lasts, such as stock that runs out, is raised once, updated when it changes, and resolved once.
public struct SignalSituation: Hashable, Sendable {
  public enum Phase: String, Hashable, Sendable, Codable {
    case raised, updated, resolved
  }

  /// Ties the signals of one situation together. Stable: the same input gives the same text.
  public var name: String
  public var phase: Phase

  public init(name: String, phase: Phase) {
    self.name = name
    self.phase = phase
  }
}

/// Something that the inventory engine and the control room should know now.
public struct Signal: Hashable, Sendable {
  /// Stable: the same input gives the same id, so that receivers can drop repeats.
  public var id: String
  public var room: RoomName
  public var kind: SignalKind
  /// The product it is about; nil for signals about a source.
  public var sku: SKU?
  /// The product's name; empty for signals about a source.
  public var product: String
  /// The moment of the event on the world's clock.
  public var time: WallTime
  /// The stream time of the last input that was known when it was decided.
  public var detectedAt: StreamTime
  /// 0…1.
  public var confidence: Double
  public var reason: SignalReason
  /// The lasting situation that it belongs to; nil for what happens in a moment.
  public var situation: SignalSituation?

  public init(
    id: String, room: RoomName, kind: SignalKind, sku: SKU?, product: String, time: WallTime, detectedAt: StreamTime,
    confidence: Double, reason: SignalReason, situation: SignalSituation? = nil
  ) {
    self.id = id
    self.room = room
    self.kind = kind
    self.sku = sku
    self.product = product
    self.time = time
    self.detectedAt = detectedAt
    self.confidence = confidence
    self.reason = reason
    self.situation = situation
  }
}
