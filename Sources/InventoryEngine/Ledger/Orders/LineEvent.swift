internal import LiveshelfCore

/// What the ledger keeps of one event of an order: 32 bytes.
struct LineEvent: Sendable {
  /// Microseconds since 1970, by the clock of its source.
  var time: Int64
  /// Breaks ties between events of one moment.
  var id: UInt32
  var quantity: Int32
  /// The number of the cell that it names, whether or not that is open.
  var cell: Int32
  /// The line within its order; 0: it names none.
  var line: UInt32
  var source: UInt16
  /// The room that it is taken to come from, by the number of its name; its source's: of none.
  var room: UInt16
  var type: OrderEventType
  /// Sold beyond stock on purpose.
  var isPresale: Bool
}

/// What the events of one order say about stock, as sums and moments. It depends on the set of events alone, not on the order
/// in which they came.
struct LineEffect: Sendable {
  /// Units that can be promised since a moment, more or fewer.
  struct Change: Sendable {
    var cell: Int32
    var time: Int64
    var units: Int
  }

  var available: [Change] = []
  /// Every cell that units were in, open or not: rows that name a line alone may bring it to one that none of them names.
  var cells: [StockCell] = []
  /// Units that are promised and have not left the shelf.
  var reserved: [Int32: Int] = [:]
  /// Units that are owed out of receipts to come.
  var presold: [Change] = []
  /// Units that buyers were refunded and have not sent back yet, as far as the orders tell.
  var returning: [Int32: Int] = [:]
  /// Units given back by the return rule before anybody has seen them.
  var assumedReturns: [Int32: Int] = [:]
  /// Cancelled or refunded units beyond those of the order.
  var surplus = 0
  /// Units that were paid or sent and never created.
  var implied = 0
  /// Units ordered, and those of them that were cancelled, have expired or were refunded.
  var ordered = 0
  var undone = 0
}
