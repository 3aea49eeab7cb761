public import LiveshelfCore

/// What an event did to the order book.
public enum OrderEffect: Hashable, Sendable {
  /// Counts as what it says.
  case applied
  /// The same event came before.
  case duplicate
  /// Another event already said the same about this order (created twice, cancelled twice), or a refund of more than the
  /// order: it changes nothing.
  case redundant
}

/// How many events did what.
public struct OrderBookCounts: Hashable, Sendable {
  public var applied = 0
  public var duplicates = 0
  public var redundant = 0
  /// Events of an order whose creation has not been seen (yet).
  public var orphans = 0
}

/// The life of every order line: each event takes effect once, in whatever order the events come.
///
/// An event is known by its `eventID`, an order line by its order id and SKU. Memory: about 100 bytes for an event.
public struct OrderBook: Sendable {
  /// What is known of one order line.
  fileprivate struct Line {
    var seen: EventTypes = EventTypes()
    var quantity: Int32 = 0
    var refunded: Int32 = 0
  }

  /// The event types seen, as bits.
  fileprivate struct EventTypes: OptionSet {
    var rawValue: UInt8 = 0
    static let created = EventTypes(rawValue: 1)
    static let paid = EventTypes(rawValue: 2)
    static let cancelled = EventTypes(rawValue: 4)
    static let refunded = EventTypes(rawValue: 8)
    static let rejected = EventTypes(rawValue: 16)

    init(rawValue: UInt8) { self.rawValue = rawValue }
    init() {}
    init(_ type: OrderEventType) {
      switch type {
      case .created: self = .created
      case .paid: self = .paid
      case .cancelled: self = .cancelled
      case .refunded: self = .refunded
      case .rejectedOutOfStock: self = .rejected
      case .edited, .rerouted, .shipped: self = []
      }
    }
  }

  private var events: Set<Fingerprint> = []
  private var lines: [Fingerprint: Line] = [:]
  public private(set) var counts = OrderBookCounts()

  public init() {}

  /// Takes an event in. Only `.applied` events are to be counted.
  public mutating func apply(_ event: OrderEvent) -> OrderEffect {
    guard events.insert(Fingerprint(event.eventID)).inserted else {
      counts.duplicates += 1
      return .duplicate
    }
    let key = Fingerprint(event.orderID, event.sku.text)
    let type = EventTypes(event.type)
    let effect = lines[key, default: Line()].take(event)
    switch effect {
    case .applied: counts.applied += 1
    case .redundant: counts.redundant += 1
    case .duplicate: counts.duplicates += 1
    }
    if type != .created, type != .rejected, lines[key]?.seen.contains(.created) == false { counts.orphans += 1 }
    return effect
  }

  /// Whether an order line was cancelled, or given back in full.
  public func isUndone(orderID: String, sku: SKU) -> Bool {
    guard let line = lines[Fingerprint(orderID, sku.text)] else { return false }
    return line.seen.contains(.cancelled) || (line.quantity > 0 && line.refunded >= line.quantity)
  }
}

extension OrderBook.Line {
  /// Refunds may come in parts; everything else happens once.
  fileprivate mutating func take(_ event: OrderEvent) -> OrderEffect {
    let type = OrderBook.EventTypes(event.type)
    let quantity = Int32(clamping: event.quantity)
    if type == .refunded {
      if self.quantity > 0, refunded >= self.quantity { return .redundant }
      refunded = refunded.addingReportingOverflow(quantity).partialValue
      seen.insert(type)
      return .applied
    }
    guard !seen.contains(type) else { return .redundant }
    seen.insert(type)
    if type == .created { self.quantity = quantity }
    return .applied
  }
}
