internal import LiveshelfCore

/// Follows the units of one order through its events. Creations, edits, payments, dispatches and cancellations are taken in the
/// order of their times, refunds after them; a pot is a number of units that were ordered together.
struct LineBook {
  /// An event with its cell looked up: of a kit that sells its parts, one for each part.
  struct Event {
    var time: Int64
    var id: UInt32
    var type: OrderEventType
    var quantity: Int
    var cell: StockCell
    var line: UInt32
    /// 0: the product itself; else the number of a kit's part.
    var part: Int
    var isPresale: Bool
    /// Microseconds after which an unpaid order of its source expires; nil: never.
    var expiry: Int64?
    /// Its source tells when goods leave, so that what it does not tell of has not left.
    var tellsShipping: Bool
  }

  private struct Pot {
    var cell: StockCell
    var line: UInt32
    var part: Int
    var isPresale: Bool
    var tellsShipping: Bool
    /// When these units came to their cell.
    var since: Int64
    var expiresAt: Int64?
    var quantity: Int
    var paid = 0
    var shipped = 0
    var cancelled = 0
    var expired = 0
    var refunded = 0
    /// Units that are not cancelled and not expired.
    var sold: Int { quantity - cancelled - expired }
    var unpaid: Int { max(0, quantity - max(paid, shipped) - cancelled - expired) }
  }

  /// The number of an open cell, when it was opened; nil: it is not open, and what happens there is counted when it is.
  private let place: (StockCell) -> (number: Int32, opened: Int64)?
  private let refundReturns: Bool
  private var pots: [Pot] = []
  private(set) var effect = LineEffect()

  init(
    _ events: [Event], now: Int64?, refundReturns: Bool,
    place: @escaping (StockCell) -> (number: Int32, opened: Int64)?
  ) {
    self.place = place
    self.refundReturns = refundReturns
    let sorted = events.sorted { ($0.time, $0.id, $0.part) < ($1.time, $1.id, $1.part) }
    for event in sorted where event.type == .created { open(event, assignedBy: sorted) }
    for event in sorted {
      expire(until: event.time)
      switch event.type {
      case .edited: edit(event)
      case .rerouted: reroute(event)
      case .paid, .shipped: leave(event)
      case .cancelled: cancel(event)
      case .created, .refunded, .rejectedOutOfStock: break
      }
    }
    if let now { expire(until: now) }
    for event in sorted where event.type == .refunded { refund(event) }
    settle()
  }

  /// New units; what their own row does not say about option and warehouse is taken from the first row that does.
  private mutating func open(_ event: Event, assignedBy events: [Event]) {
    var cell = event.cell
    for other in events where fits(other, line: event.line, cell: cell, part: event.part) {
      if cell.option.isEmpty { cell.option = other.cell.option }
      if cell.warehouse.isEmpty { cell.warehouse = other.cell.warehouse }
    }
    add(event, in: cell, quantity: event.quantity)
  }

  private mutating func add(_ event: Event, in cell: StockCell, quantity: Int) {
    pots.append(
      Pot(
        cell: cell, line: event.line, part: event.part, isPresale: event.isPresale, tellsShipping: event.tellsShipping,
        since: event.time, expiresAt: event.isPresale ? nil : event.expiry.map { event.time.saturatingAdd($0) },
        quantity: quantity))
    move(-quantity, in: cell, at: event.time, isPresale: event.isPresale)
  }

  /// Whether a row can be about units: it names no other line, option or part.
  private func fits(_ event: Event, line: UInt32, cell: StockCell, part: Int) -> Bool {
    event.part == part && event.cell.sku == cell.sku && (event.line == line || event.line == 0 || line == 0)
      && (event.cell.option == cell.option || event.cell.option.isEmpty || cell.option.isEmpty)
  }

  /// The pots that a row can be about, best first: those of its own line, then of its own cell, then of its own number of
  /// units, then in the order of creation.
  private func candidates(_ event: Event, _ capacity: (Pot) -> Int) -> [Int] {
    ranked(event, capacity).map(\.index)
  }

  /// The same, with how far each is from what the row names: its own line and cell are 0.
  private func ranked(_ event: Event, _ capacity: (Pot) -> Int) -> [(distance: Int, index: Int)] {
    func rank(_ pot: Pot) -> Int {
      (event.line != 0 && pot.line == event.line ? 0 : 4) + (pot.cell == event.cell ? 0 : 2)
        + (capacity(pot) == event.quantity ? 0 : 1)
    }
    var own = pots.indices.filter { fits(event, line: pots[$0].line, cell: pots[$0].cell, part: event.part) }
    // A numbered line stays itself when another option was chosen for it.
    if own.isEmpty, event.line != 0 {
      own = pots.indices.filter { pots[$0].line == event.line && pots[$0].part == event.part }
    }
    return own.map { (rank: rank(pots[$0]), index: $0) }.sorted { $0 < $1 }.map { ($0.rank / 2, $0.index) }
  }

  private mutating func edit(_ event: Event) {
    let own = candidates(event) { $0.sold }
    guard let first = own.min() else {
      add(event, in: event.cell, quantity: event.quantity)
      return
    }
    var change = event.quantity - own.reduce(0) { $0 + pots[$1].quantity }
    if change > 0 {
      var cell = pots[first].cell
      if !event.cell.warehouse.isEmpty { cell.warehouse = event.cell.warehouse }
      if !event.cell.option.isEmpty { cell.option = event.cell.option }
      add(event, in: cell, quantity: change)
    }
    for index in own.sorted(by: >) where change < 0 {
      let cut = min(-change, pots[index].sold)
      pots[index].quantity -= cut
      move(cut, in: pots[index].cell, at: event.time, isPresale: pots[index].isPresale)
      change += cut
    }
    for index in own where !event.cell.option.isEmpty && pots[index].sold > 0 {
      var cell = pots[index].cell
      cell.option = event.cell.option
      serve(pots[index].sold, of: index, from: cell, since: event.time)
    }
  }

  private mutating func reroute(_ event: Event) {
    guard !event.cell.warehouse.isEmpty else { return }
    var left = event.quantity
    for index in candidates(event, { $0.sold }) where left > 0 && pots[index].cell.warehouse != event.cell.warehouse {
      let units = min(left, pots[index].sold)
      guard units > 0 else { continue }
      left -= units
      send(units, of: index, to: event)
    }
  }

  /// Lets units of a pot be served from the place that a row names, since that row.
  ///
  /// - Returns: the pot that they are in now.
  @discardableResult private mutating func send(_ units: Int, of index: Int, to event: Event) -> Int {
    var cell = pots[index].cell
    if !event.cell.warehouse.isEmpty { cell.warehouse = event.cell.warehouse }
    return serve(units, of: index, from: cell, since: event.time)
  }

  @discardableResult private mutating func serve(_ units: Int, of index: Int, from cell: StockCell, since time: Int64)
    -> Int
  {
    guard cell != pots[index].cell else { return index }
    move(units, in: pots[index].cell, at: time, isPresale: pots[index].isPresale)
    move(-units, in: cell, at: time, isPresale: pots[index].isPresale)
    if units == pots[index].quantity {
      pots[index].cell = cell
      pots[index].since = time
      return index
    }
    var part = pots[index]
    // What was cancelled stays where it was, what was paid first goes first.
    part.quantity = units
    part.cancelled = 0
    part.expired = 0
    part.paid = min(pots[index].paid, units)
    part.shipped = min(pots[index].shipped, units)
    part.cell = cell
    part.since = time
    pots[index].quantity -= units
    pots[index].paid -= part.paid
    pots[index].shipped -= part.shipped
    pots.append(part)
    return pots.endIndex - 1
  }

  /// Units were paid or sent: they leave the shelf.
  private mutating func leave(_ event: Event) {
    func capacity(_ pot: Pot) -> Int { pot.quantity - (event.type == .paid ? pot.paid : pot.shipped) }
    let own = candidates(event, capacity)
    guard !own.isEmpty else {
      effect.implied += event.quantity
      add(event, in: event.cell, quantity: event.quantity)
      mark(event.type, event.quantity, pots.endIndex - 1)
      return
    }
    var left = event.quantity
    // First what is still wanted, then what was cancelled, which moves nowhere any more.
    for index in own where left > 0 {
      let wanted = pots[index].sold + pots[index].expired
      let units = min(left, wanted - (pots[index].quantity - capacity(pots[index])))
      guard units > 0 else { continue }
      left -= units
      revive(index, for: event, units)
      mark(event.type, units, units <= pots[index].sold ? send(units, of: index, to: event) : index)
    }
    for index in own where left > 0 {
      let units = min(left, capacity(pots[index]))
      left -= units
      mark(event.type, units, index)
    }
  }

  /// Paid after all: what had expired is sold again.
  private mutating func revive(_ index: Int, for event: Event, _ units: Int) {
    let pot = pots[index]
    let needed = max(pot.paid, pot.shipped, (event.type == .paid ? pot.paid : pot.shipped) + units)
    let again = min(pot.expired, needed - pot.sold)
    guard again > 0 else { return }
    pots[index].expired -= again
    move(-again, in: pot.cell, at: event.time, isPresale: false)
  }

  private mutating func mark(_ type: OrderEventType, _ units: Int, _ index: Int) {
    if type == .paid { pots[index].paid += units } else { pots[index].shipped += units }
  }

  private mutating func cancel(_ event: Event) {
    let own = ranked(event) { $0.sold - $0.refunded }
    guard !own.isEmpty else {
      // An order of which no creation is known was made before anybody told of orders: its units come back.
      move(event.quantity, in: event.cell, at: event.time, isPresale: event.isPresale)
      return
    }
    let left = undo(event.quantity, of: own, unsent: { $0.sold - $0.refunded - $0.shipped }) {
      book, index, units, isSent in
      if isSent {
        // What has left comes back by parcel.
        book.pots[index].refunded += units
        book.sendBack(units, to: book.pots[index].cell, at: event.time)
      } else {
        book.pots[index].cancelled += units
        book.move(units, in: book.pots[index].cell, at: event.time, isPresale: book.pots[index].isPresale)
      }
    }
    // The platform's cancellation of what has expired here already.
    effect.surplus += max(0, left - own.reduce(0) { $0 + pots[$1.index].expired })
  }

  /// Takes units back out of pots, the closest first, and of equally close ones what was not sent first.
  ///
  /// - Parameters:
  ///   - unsent: units of a pot that are known not to have left.
  ///   - body: called with the pot, the units, and whether they have left, or may have.
  /// - Returns: units beyond those that the pots have.
  private mutating func undo(
    _ quantity: Int, of own: [(distance: Int, index: Int)], unsent: (Pot) -> Int,
    _ body: (inout LineBook, _ index: Int, _ units: Int, _ isSent: Bool) -> Void
  ) -> Int {
    var left = quantity
    for distance in Set(own.map(\.distance)).sorted() {
      for isSent in [false, true] {
        for (_, index) in own.filter({ $0.distance == distance }) where left > 0 {
          let pot = pots[index]
          let units = min(left, pot.sold - pot.refunded, isSent ? .max : unsent(pot))
          guard units > 0 else { continue }
          left -= units
          body(&self, index, units, isSent)
        }
      }
    }
    return left
  }

  private mutating func expire(until time: Int64) {
    for index in pots.indices {
      guard let end = pots[index].expiresAt, end <= time else { continue }
      pots[index].expiresAt = nil
      let units = pots[index].unpaid
      guard units > 0 else { continue }
      pots[index].expired += units
      move(units, in: pots[index].cell, at: end, isPresale: false)
    }
  }

  private mutating func refund(_ event: Event) {
    let own = ranked(event) { $0.sold - $0.refunded }
    // Where nobody tells what leaves, everything may have.
    let left = undo(
      event.quantity, of: own,
      unsent: { $0.tellsShipping || $0.shipped > 0 ? $0.sold - $0.refunded - $0.shipped : 0 }
    ) { book, index, units, isSent in
      let pot = book.pots[index]
      book.pots[index].refunded += units
      if isSent {
        book.sendBack(units, to: pot.cell, at: event.time)
      } else {
        book.move(units, in: pot.cell, at: event.time, isPresale: pot.isPresale)
      }
    }
    if pots.isEmpty { sendBack(left, to: event.cell, at: event.time) } else { effect.surplus += left }
  }

  /// Units that a buyer has and was refunded.
  private mutating func sendBack(_ units: Int, to cell: StockCell, at time: Int64) {
    guard units > 0, let (number, opened) = place(cell), time >= opened else { return }
    if refundReturns {
      effect.assumedReturns[number, default: 0] += units
      effect.available.append(LineEffect.Change(cell: number, time: time, units: units))
    } else {
      effect.returning[number, default: 0] += units
    }
  }

  private mutating func move(_ units: Int, in cell: StockCell, at time: Int64, isPresale: Bool) {
    guard units != 0 else { return }
    if !effect.cells.contains(cell) { effect.cells.append(cell) }
    guard let (number, opened) = place(cell), time >= opened else { return }
    if isPresale {
      effect.presold.append(LineEffect.Change(cell: number, time: time, units: -units))
    } else {
      effect.available.append(LineEffect.Change(cell: number, time: time, units: units))
    }
  }

  private mutating func settle() {
    for pot in pots {
      effect.ordered += pot.quantity
      effect.undone += min(pot.quantity, pot.cancelled + pot.expired + pot.refunded)
      guard !pot.isPresale, pot.unpaid > 0, let (number, opened) = place(pot.cell), pot.since >= opened else {
        continue
      }
      effect.reserved[number, default: 0] += pot.unpaid
    }
  }
}
