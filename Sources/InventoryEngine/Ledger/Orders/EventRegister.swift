internal import LiveshelfCore

/// The order events that the ledger has taken, by source and id, with what they said: 24 bytes each.
struct EventRegister: Sendable {
  enum Standing {
    case new
    case repeated
    /// The id came before with other content.
    case reused
  }

  private var contents: [Fingerprint: UInt64] = [:]

  static func id(of event: OrderEvent) -> Fingerprint {
    Fingerprint(event.source, event.eventID)
  }

  func standing(of event: OrderEvent, _ id: Fingerprint) -> Standing {
    guard let known = contents[id] else { return .new }
    return known == Self.content(of: event) ? .repeated : .reused
  }

  mutating func add(_ event: OrderEvent, _ id: Fingerprint) {
    contents[id] = Self.content(of: event)
  }

  /// Those events whose ids end with one of these, sorted by id.
  func contents(of ends: Set<UInt32>) -> [(id: Fingerprint, content: UInt64)] {
    contents.filter { ends.contains(UInt32(truncatingIfNeeded: $0.key.low)) }
      .sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }.map { ($0.key, $0.value) }
  }

  mutating func restore(_ fields: WireReader) throws(WireError) {
    var reader = fields
    var (id, content) = (Fingerprint?.none, Int64(0))
    while let field = try reader.next() {
      switch field.number {
      case 1: id = try field.fingerprint()
      case 2: content = try field.int64()
      default: break
      }
    }
    guard let id else { throw .missing("id of an event") }
    contents[id] = UInt64(bitPattern: content)
  }

  /// What makes an event another one. When our side received it, and what the buyer's region is, may be told anew.
  private static func content(of event: OrderEvent) -> UInt64 {
    Fingerprint(
      event.orderID, event.lineID, event.type.rawValue, event.sku.text, event.option, event.warehouse,
      "\(event.quantity) \(event.unitPrice?.hundredths ?? -1) \(event.eventTime.microseconds)"
    ).low
  }
}
