public import LiveshelfCore

/// One entry of the ledger. Entries are never changed or removed: the balances are their sums.
public struct StockMovement: Hashable, Sendable {
  /// Why units moved.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The first snapshot of the cell.
    case opening
    /// An order was created: units are promised.
    case reservation
    /// An order was paid: promised units leave the shelf.
    case commitment
    /// An order was cancelled: its units can be promised again.
    case release
    /// A refunded order's units came back to the shelf, by the return rule.
    case refundReturn = "refund_return"
    /// Units in transit arrived.
    case receipt
    case transferOut = "transfer_out"
    case transferIn = "transfer_in"
    /// A count was applied on demand.
    case count
    /// A correction that somebody reported.
    case adjustment
    case damage
    /// Units that a buyer sent back are on the shelf again.
    case returnReceived = "return_received"
    case returnToSupplier = "return_to_supplier"
    /// Kits were put together out of parts, or taken apart.
    case assembly
    /// An order was changed: more or fewer units are promised.
    case edit
    /// An order is served from another place.
    case rerouting
    /// Nobody paid in time: the units can be promised again.
    case expiry
    /// Received units go to pre-sold orders.
    case presale
    /// Units are kept for a channel, or no longer: nothing moves.
    case allocation
    /// What the shop's ledger booked, in the copy that a room of the shop keeps.
    case shop
  }

  public var kind: Kind
  public var cell: StockCell
  /// The change of `StockBalance.onHand`, in units.
  public var onHand: Int
  /// The change of `StockBalance.reserved`, in units.
  public var reserved: Int
  /// The event, receipt, transfer or count that caused it.
  public var causeID: String
  /// When the cause happened, on its own clock.
  public var time: WallTime

  public init(kind: Kind, cell: StockCell, onHand: Int, reserved: Int, causeID: String, time: WallTime) {
    self.kind = kind
    self.cell = cell
    self.onHand = onHand
    self.reserved = reserved
    self.causeID = causeID
    self.time = time
  }

  /// The change of `StockBalance.available`, in units.
  public var available: Int { onHand - reserved }
}

extension StockMovement.Kind {
  /// What an order's event does.
  init(_ type: OrderEventType) {
    self =
      switch type {
      case .created, .rejectedOutOfStock: .reservation
      case .paid, .shipped: .commitment
      case .cancelled: .release
      case .refunded: .refundReturn
      case .edited: .edit
      case .rerouted: .rerouting
      }
  }
}
