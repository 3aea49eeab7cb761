public import LiveshelfCore

/// The stock of a shop by SKU, option and warehouse, as the sum of immutable movements.
///
/// The first snapshot of a cell opens it. From then on `available` = opening on hand − units of orders + units of cancelled ones
/// ± what warehouses report. Order events and transactions may come late, twice and in any order: ids identify them, and the
/// balances after a set of them do not depend on the order of their arrival. What is older than its cell's opening is part of
/// its count.
///
/// Synchronous, without I/O, and deterministic. Memory: about 120 bytes for an order event, 16 for a change of a cell; the
/// movements themselves are handed to the caller and not kept.
public struct StockLedger: Sendable {
  public let rules: LedgerRules
  /// Another ledger keeps the stock and tells its levels: orders are known here, and move nothing.
  let isLed: Bool
  /// What kits consist of.
  let kits: [SKU: [KitPart]]

  var places = StockPlaces()
  /// By number of the cell; nil: it is not open.
  var accounts: [Int32: Account] = [:]
  /// Transactions that were booked, by id.
  var transactions: [String: StockTransaction] = [:]
  /// When the next shipment arrives; may be too early after a receipt, never too late.
  var nextArrival: WallTime?
  /// When the next allocation ends.
  var nextAllocationEnd: WallTime?
  var reservations = ReservationClock()
  /// The newest time that was told.
  var now: WallTime?

  var register = EventRegister()
  private(set) var lines: [Fingerprint: OrderEvents] = [:]
  var sources = SourceNumbers()
  /// Orders that name a place as nobody has opened it: what is opened next may be theirs.
  private var unsettled: [SKU: Set<Fingerprint>] = [:]
  private var unsettledCount = 0
  /// Orders of kits: a kit that gets stock of its own sells that from then on.
  private var kitOrders: [SKU: Set<Fingerprint>] = [:]
  /// What became of the order events.
  public private(set) var counts = OrderCounts()

  /// What the ledger keeps of the events of one order and one SKU.
  struct OrderEvents {
    var sku: SKU
    var events: [LineEvent]
  }

  /// - Parameters:
  ///   - catalog: tells what kits consist of.
  ///   - isLed: another ledger keeps the stock: its levels, see `adopt`, are the balances, whatever orders say.
  public init(rules: LedgerRules = LedgerRules(), catalog: Catalog = Catalog([]), isLed: Bool = false) {
    self.rules = rules
    self.isLed = isLed
    kits = Dictionary(
      catalog.products.filter { !$0.parts.isEmpty }.map { ($0.sku, $0.parts) }, uniquingKeysWith: { first, _ in first })
  }

  /// The most events of one order and SKU: each event is weighed against all the others.
  static let longestOrder = 512

  /// Takes an order event, in any order of arrival; a repeat changes nothing.
  public mutating func apply(_ event: OrderEvent) -> LedgerResult {
    var result = LedgerResult()
    let id = EventRegister.id(of: event)
    switch register.standing(of: event, id) {
    case .new: break
    case .repeated:
      result.isRepeat = true
      counts.duplicates += 1
      return result
    case .reused: return refuse(.idReused(causeID: event.eventID), into: &result)
    }
    let cell = StockCell(sku: event.sku, option: event.option, warehouse: event.warehouse)
    guard (1...rules.largestQuantity).contains(event.quantity) else {
      return refuse(
        .quantityRefused(causeID: event.eventID, quantity: event.quantity, allowed: 1...rules.largestQuantity),
        into: &result)
    }
    guard event.type != .rejectedOutOfStock else {
      register.add(event, id)
      counts.applied += 1
      return result
    }
    let key = Fingerprint(event.source, event.orderID, event.sku.text)
    let known = lines[key]?.events ?? []
    guard known.count < Self.longestOrder else {
      return refuse(.orderTooLong(causeID: event.eventID, most: Self.longestOrder), into: &result)
    }
    guard let number = places.number(of: cell), let source = sources.number(of: event.source),
      let room = event.room.isEmpty ? source : sources.number(of: event.room)
    else {
      return refuse(.tooManyPlaces(causeID: event.eventID, cell: cell), into: &result)
    }
    let waits = isLed ? [] : skusAwaited(cell, at: event.eventTime.microseconds)
    if !waits.isEmpty, unsettledCount >= rules.waitingRoom {
      return refuse(.waitingRoomFull(causeID: event.eventID, cell: cell), into: &result)
    }
    register.add(event, id)
    counts.applied += 1
    var events = known
    events.append(
      LineEvent(
        time: event.eventTime.microseconds, id: UInt32(truncatingIfNeeded: id.low), quantity: Int32(event.quantity),
        cell: number, line: event.lineID.isEmpty ? 0 : UInt32(truncatingIfNeeded: Fingerprint(event.lineID).low) | 1,
        source: source, room: room, type: event.type, isPresale: event.presaleDue != nil))
    lines[key] = OrderEvents(sku: event.sku, events: events)
    guard !isLed else { return result }
    let (before, after) = (effect(of: known, event.sku), effect(of: events, event.sku))
    note(event, before, after, known, waits, in: cell, into: &result)
    let passed = after.cells.flatMap { skusAwaited($0, at: event.eventTime.microseconds) }
    for sku in waits + passed where unsettled[sku, default: []].insert(key).inserted { unsettledCount += 1 }
    if kits[event.sku] != nil { kitOrders[event.sku, default: []].insert(key) }
    post(
      before, after, events, kind: StockMovement.Kind(event.type), causeID: event.eventID, at: event.eventTime,
      into: &result)
    if event.type == .created || event.type == .edited, let limit = sources.expiry(source, rules) {
      reservations.add(event.eventTime.microseconds.saturatingAdd(limit), key, after: now)
    }
    return result
  }

  /// Whether any event of an order and SKU was taken.
  public func knows(source: String, orderID: String, sku: SKU) -> Bool {
    lines[Fingerprint(source, orderID, sku.text)] != nil
  }

  /// Whether all units of an order and SKU were cancelled, have expired or were refunded.
  public func isUndone(source: String, orderID: String, sku: SKU) -> Bool {
    guard let order = lines[Fingerprint(source, orderID, sku.text)] else { return false }
    let effect = effect(of: order.events, sku)
    return effect.ordered > 0 && effect.undone >= effect.ordered
  }

  /// Cells that orders name and no snapshot has opened, sorted.
  public var unopenedCells: [StockCell] {
    var cells: Set<StockCell> = []
    for key in unsettled.values.reduce(into: Set<Fingerprint>(), { $0.formUnion($1) }) {
      guard let order = lines[key] else { continue }
      for event in expanded(order.events, order.sku) where places.open(event.cell, rules) == nil {
        cells.insert(event.cell)
      }
    }
    return cells.sorted()
  }

  private mutating func refuse(_ notice: LedgerNotice, into result: inout LedgerResult) -> LedgerResult {
    counts.refused += 1
    result.isRefused = true
    result.notices.append(notice)
    return result
  }

  private mutating func note(
    _ event: OrderEvent, _ before: LineEffect, _ after: LineEffect, _ known: [LineEvent], _ waits: [SKU],
    in cell: StockCell, into result: inout LedgerResult
  ) {
    if event.type != .created, !known.contains(where: { $0.type == .created }) { counts.orphans += 1 }
    if after.surplus > before.surplus {
      result.notices.append(
        .releaseBeyondOrder(causeID: event.eventID, cell: cell, surplus: after.surplus - before.surplus))
    }
    if after.implied > before.implied {
      result.notices.append(.orderImplied(causeID: event.eventID, cell: cell, units: after.implied - before.implied))
    }
    guard !waits.isEmpty else { return }
    let cells = partCells(of: cell, at: event.eventTime.microseconds)?.map(\.cell) ?? [cell]
    for cell in cells {
      guard let place = places.open(cell, rules) else {
        result.notices.append(.waitsForOpening(causeID: event.eventID, cell: cell))
        continue
      }
      if place.isUnassigned { result.notices.append(.optionsUnassigned(causeID: event.eventID, cell: cell)) }
    }
  }
}

extension StockLedger {
  /// What the events of an order say about stock.
  private func effect(of events: [LineEvent], _ sku: SKU) -> LineEffect {
    guard !events.isEmpty else { return LineEffect() }
    let book = LineBook(
      expanded(events, sku), now: now?.microseconds, refundReturns: rules.refundReturns(sku)
    ) { cell in
      guard let number = places.open(cell, rules)?.number, let account = accounts[number] else { return nil }
      return (number, account.openedAt.microseconds)
    }
    return book.effect
  }

  /// The events with their cells; those of a kit that has no stock of its own once for each of its parts.
  private func expanded(_ events: [LineEvent], _ sku: SKU) -> [LineBook.Event] {
    let first = events.reduce(Int64.max) { min($0, $1.time) }
    return events.flatMap { event -> [LineBook.Event] in
      let cell = places.cell(event.cell)
      let whole = LineBook.Event(
        time: event.time, id: event.id, type: event.type, quantity: Int(event.quantity), cell: cell, line: event.line,
        part: 0, isPresale: event.isPresale, expiry: sources.expiry(event.source, rules),
        tellsShipping: sources.tellsShipping(event.source, rules))
      guard let parts = partCells(of: cell, at: first) else { return [whole] }
      return parts.enumerated().map { index, part in
        var own = whole
        own.cell = part.cell
        own.quantity *= part.quantity
        own.part = index + 1
        return own
      }
    }
  }

  /// Where the parts of a kit are taken from; nil: it is no kit, or has stock of its own since before `time`.
  func partCells(of cell: StockCell, at time: Int64 = .max) -> [(cell: StockCell, quantity: Int)]? {
    guard let parts = kits[cell.sku] else { return nil }
    if let own = places.open(cell, rules), let account = accounts[own.number], account.openedAt.microseconds <= time {
      return nil
    }
    return parts.map { part in
      var own = StockCell(sku: part.sku, option: part.option, warehouse: cell.warehouse)
      if own.option.isEmpty, places.isByOption(own) { own.option = cell.option }
      return (own, max(1, min(part.quantity, 10_000)))
    }
  }

  /// The SKUs whose next opening may be meant by an order that names this cell; empty: it is open as it is named.
  private func skusAwaited(_ cell: StockCell, at time: Int64) -> [SKU] {
    func isSettled(_ cell: StockCell) -> Bool { places.open(cell, rules)?.isExact ?? false }
    let cells = partCells(of: cell, at: time)?.map(\.cell) ?? [cell]
    return cells.filter { !isSettled($0) }.map(\.sku)
  }

  /// Books the difference between what an order said before and what it says now.
  private mutating func post(
    _ before: LineEffect, _ after: LineEffect, _ events: [LineEvent], kind: StockMovement.Kind, causeID: String,
    at time: WallTime,
    into result: inout LedgerResult
  ) {
    var reserved = after.reserved
    for (cell, units) in before.reserved { reserved[cell, default: 0] -= units }
    for change in Self.difference(before.available, after.available) {
      let own = reserved.removeValue(forKey: change.cell) ?? 0
      if let first = events.first {
        use(
          -change.units, of: change.cell, at: WallTime(microseconds: change.time),
          by: [sources.names[Int(first.room)], sources.names[Int(first.source)]])
      }
      record(
        StockMovement(
          kind: kind, cell: places.cell(change.cell), onHand: change.units + own, reserved: own, causeID: causeID,
          time: WallTime(microseconds: change.time)),
        at: change.cell, into: &result)
    }
    for (cell, units) in reserved.sorted(by: { $0.key < $1.key }) where units != 0 {
      record(
        StockMovement(
          kind: kind, cell: places.cell(cell), onHand: units, reserved: units, causeID: causeID, time: time),
        at: cell, into: &result)
    }
    for (cell, units) in after.returning { accounts[cell]?.refunded += units }
    for (cell, units) in before.returning { accounts[cell]?.refunded -= units }
    for (cell, units) in after.assumedReturns { accounts[cell]?.assumedReturns += units }
    for (cell, units) in before.assumedReturns { accounts[cell]?.assumedReturns -= units }
    let presold = Self.difference(before.presold, after.presold)
    for cell in Set(presold.map(\.cell)).sorted() {
      fill(cell, causeID: causeID, into: &result) { book in
        for change in presold where change.cell == cell { book.promise(change.units, at: change.time) }
      }
    }
  }

  /// What one list of changes has more than another, by cell and moment.
  private static func difference(
    _ before: [LineEffect.Change], _ after: [LineEffect.Change]
  ) -> [LineEffect.Change] {
    var changes = after
    for var change in before {
      change.units = -change.units
      changes.append(change)
    }
    changes.sort { ($0.cell, $0.time) < ($1.cell, $1.time) }
    var sums: [LineEffect.Change] = []
    for change in changes {
      if let last = sums.last, last.cell == change.cell, last.time == change.time {
        sums[sums.count - 1].units += change.units
      } else {
        sums.append(change)
      }
    }
    return sums.filter { $0.units != 0 }
  }

  /// Takes over an order of another ledger's state, of which the balances tell already.
  mutating func adopt(_ events: [LineEvent], of sku: SKU, under key: Fingerprint) {
    lines[key] = OrderEvents(sku: sku, events: events)
    if kits[sku] != nil { kitOrders[sku, default: []].insert(key) }
    for event in events {
      for sku in skusAwaited(places.cell(event.cell), at: event.time)
      where unsettled[sku, default: []].insert(key).inserted { unsettledCount += 1 }
      if event.type == .created || event.type == .edited, let limit = sources.expiry(event.source, rules) {
        reservations.add(event.time.saturatingAdd(limit), key, after: now)
      }
    }
  }

  /// Opens a cell, and lets the orders that waited for it count. The account's balance is that of its snapshot.
  mutating func open(_ cell: StockCell, _ account: Account, into result: inout LedgerResult) -> Bool {
    let keys = (unsettled[cell.sku] ?? []).union(kitOrders[cell.sku] ?? []).sorted {
      ($0.high, $0.low) < ($1.high, $1.low)
    }
    let before = keys.map { key in lines[key].map { effect(of: $0.events, $0.sku) } ?? LineEffect() }
    guard let opened = places.openCell(cell) else { return false }
    accounts[opened.number] = account
    if let rest = opened.unassigned, accounts[rest] == nil {
      accounts[rest] = Account(openedAt: account.openedAt)
    }
    for (key, before) in zip(keys, before) {
      guard let order = lines[key] else { continue }
      post(
        before, effect(of: order.events, order.sku), order.events, kind: .reservation, causeID: "opening/\(cell.sku)",
        at: account.openedAt, into: &result)
    }
    for key in keys where unsettled[cell.sku]?.contains(key) == true {
      guard let order = lines[key],
        !order.events.contains(where: { skusAwaited(places.cell($0.cell), at: $0.time).contains(cell.sku) }),
        !effect(of: order.events, order.sku).cells.contains(where: { skusAwaited($0, at: .max).contains(cell.sku) }),
        unsettled[cell.sku]?.remove(key) != nil
      else { continue }
      unsettledCount -= 1
    }
    return true
  }

  /// Lets reservations expire that are due by now.
  mutating func expire(until time: WallTime, into result: inout LedgerResult) {
    while let due = reservations.next(until: time.microseconds) {
      guard let order = lines[due.key] else { continue }
      now = WallTime(microseconds: due.time - 1)
      let before = effect(of: order.events, order.sku)
      now = WallTime(microseconds: due.time)
      post(
        before, effect(of: order.events, order.sku), order.events, kind: .expiry, causeID: "unpaid",
        at: WallTime(microseconds: due.time), into: &result)
    }
  }
}
