import LiveshelfCore

/// The key of one order's units of one variant in one cell.
struct OrderLineKey: Hashable {
  var orderID: String
  var cell: StockCell
  var option: String
}

/// What the events of one order line add up to. Its effect depends on the sums alone, so that the order in which events
/// arrive does not matter.
struct OrderLine {
  /// Units created after the cell was opened.
  private var created = 0
  /// Units created before the opening snapshot, which counts them already.
  private var createdBefore = 0
  private var paid = 0
  private var cancelled = 0
  private var returned = 0

  /// Adds an event; `precedesOpening`: it happened before the opening snapshot, which therefore contains its effect.
  mutating func add(_ type: OrderEventType, _ quantity: Int, precedesOpening: Bool, refundReturns: Bool) {
    switch (type, precedesOpening) {
    case (.created, false): created += quantity
    case (.created, true): createdBefore += quantity
    case (.paid, false): paid += quantity
    case (.cancelled, false): cancelled += quantity
    case (.refunded, false): returned += refundReturns ? quantity : 0
    case (.cancelled, true): createdBefore -= quantity
    case (.paid, true), (.refunded, true), (.rejectedOutOfStock, _), (.edited, _), (.rerouted, _), (.shipped, _): break
    }
  }

  /// Units that its cancellations give back. An order of which no creation is known was created before the ledger was
  /// opened, so all its cancelled units come back.
  private var released: Int {
    let known = created + createdBefore
    return known > 0 ? min(cancelled, known) : cancelled
  }

  /// Cancelled units beyond those of the order.
  var surplus: Int { cancelled - released }

  var reserved: Int { max(0, created - paid - released) }

  var available: Int {
    let sold = created + createdBefore - released
    return released - created + (sold > 0 ? min(returned, sold) : returned)
  }
}
