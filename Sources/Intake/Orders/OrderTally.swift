/// What was read of an order file, counted.
public struct OrderTally: Hashable, Sendable {
  /// What rows leave open.
  public enum Note: String, CaseIterable, Hashable, Sendable {
    /// Money was given back that is the price of no one choice of pieces.
    case unclearRefund
    /// A refund of pieces of which the row does not tell whether they had left.
    case unknownDispatch
    /// A status in words that are not known.
    case unknownStatus
    /// A row of no pieces.
    case noPieces
  }

  /// Beyond so many orders they are only counted roughly.
  private static let maximumOrders = 2_000_000

  /// Rows, those that were refused included.
  public internal(set) var rows = 0
  public internal(set) var refused = 0
  public internal(set) var notes: [Note: Int] = [:]
  /// Different orders.
  public var orders: Int { ids.count + further }
  private var ids: Set<Int> = []
  private var further = 0

  mutating func note(_ order: String) {
    guard ids.count < Self.maximumOrders else {
      further += 1
      return
    }
    var hash = 5381
    for byte in order.utf8 { hash = hash &* 33 &+ Int(byte) }
    ids.insert(hash)
  }

  /// The notes, and what is taken for granted, in words.
  func texts(preset: OrderPreset) -> [String] {
    Note.allCases.compactMap { note in
      notes[note].map { count in
        switch note {
        case .unclearRefund:
          "\(count) orders were refunded in part, and the amount does not tell which pieces: none of theirs is taken for given back"
        case .unknownDispatch:
          "\(count) lines were refunded, and the file does not tell whether they had been sent: they are taken for sent and don't come "
            + "back into stock by themselves; export the column of the time of dispatch, too"
        case .unknownStatus:
          "\(count) lines have a status that is not known, and are taken for orders that stand; map other columns with "
            + "--order-columns status=COLUMN,refund_status=COLUMN"
        case .noPieces: "\(count) rows of 0 pieces are passed over: nothing is left of what was ordered"
        }
      }
    }
  }
}
