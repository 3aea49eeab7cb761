public import LiveshelfCore

/// The stock of a shop by SKU and warehouse, as the sum of immutable movements.
///
/// The first snapshot of a cell opens it. From then on `available` = opening on hand − units of created orders + units
/// of cancelled ones + receipts ± transfers; paid and rejected orders do not change it, and refunds only by a return rule.
/// Order events and transactions may come late, twice and in any order: ids identify them, and the balances after a set of
/// them do not depend on the order of their arrival. What is older than its cell's opening is part of its count.
///
/// Synchronous, without I/O, and deterministic. Memory grows with the number of events (their ids) and order lines; the
/// movements themselves are handed to the caller and not kept.
public struct StockLedger: Sendable {
  public let rules: LedgerRules

  struct Account {
    var openedAt: WallTime
    var balance: StockBalance
    /// Time and count of the newest snapshot.
    var newestCount: (time: WallTime, onHand: Int)
    /// What that snapshot differed by; nil: it agreed, or a count has answered it.
    var difference: StockDifference?
    /// The newest count that the cell was set to.
    var count: (time: WallTime, id: String)?
    /// Units that were booked when their shipment was due, and whose receipt nobody has reported yet.
    var assumedReceipt: (units: Int, time: WallTime)?
    var recent = RecentChanges()
    /// Units that can be promised by option; empty where the opening snapshot did not count by option.
    var availableByOption: [String: Int] = [:]
  }

  var accounts: [StockCell: Account] = [:]
  /// When the next shipment arrives; may be too early after a receipt, never too late.
  var nextArrival: WallTime?
  private var warehouses: [SKU: [String]] = [:]
  private var lines: [OrderLineKey: OrderLine] = [:]
  private var seen: Set<String> = []
  /// Transactions that were booked, by id.
  var transactions: [String: StockTransaction] = [:]
  private var waiting: [StockCell: [OrderEvent]] = [:]
  private var waitingCount = 0

  public init(rules: LedgerRules = LedgerRules()) {
    self.rules = rules
  }

  /// Takes an order event, in any order of arrival; a repeat changes nothing.
  public mutating func apply(_ event: OrderEvent) -> LedgerResult {
    var result = LedgerResult()
    guard isNew(event.eventID) else {
      result.isRepeat = true
      return result
    }
    guard (1...rules.largestQuantity).contains(event.quantity) else {
      result.notices.append(
        .quantityRefused(causeID: event.eventID, quantity: event.quantity, allowed: 1...rules.largestQuantity))
      return result
    }
    let cell = StockCell(sku: event.sku, warehouse: event.warehouse)
    if accounts[cell] != nil {
      post(event, to: cell, into: &result)
    } else if waitingCount < rules.waitingRoom {
      waiting[cell, default: []].append(event)
      waitingCount += 1
      result.notices.append(.waitsForOpening(causeID: event.eventID, cell: cell))
    } else {
      result.notices.append(.waitingRoomFull(causeID: event.eventID, cell: cell))
    }
    return result
  }

  private mutating func post(_ event: OrderEvent, to cell: StockCell, into result: inout LedgerResult) {
    guard let account = accounts[cell] else { return }
    let key = OrderLineKey(orderID: event.orderID, cell: cell, option: event.option)
    let before = lines[key] ?? OrderLine()
    var after = before
    after.add(
      event.type, event.quantity, precedesOpening: event.eventTime < account.openedAt,
      refundReturns: rules.refundReturns(event.sku))
    lines[key] = after
    if after.surplus > before.surplus {
      result.notices.append(
        .releaseBeyondOrder(causeID: event.eventID, cell: cell, surplus: after.surplus - before.surplus))
    }
    let reserved = after.reserved - before.reserved
    let onHand = after.available - before.available + reserved
    guard reserved != 0 || onHand != 0 else { return }
    let kind: StockMovement.Kind =
      switch event.type {
      case .created, .rejectedOutOfStock: .reservation
      case .paid: .commitment
      case .cancelled: .release
      case .refunded: .refundReturn
      case .edited, .rerouted, .shipped: .reservation
      }
    record(
      StockMovement(
        kind: kind, cell: cell, option: event.option, onHand: onHand, reserved: reserved, causeID: event.eventID,
        time: event.eventTime),
      into: &result)
  }

  /// True when this id has not been seen; it is from now on.
  private mutating func isNew(_ causeID: String) -> Bool {
    seen.insert(causeID).inserted
  }

  /// Adds a movement to the balance of its cell, which is open. What happened before a count that the cell was set to is
  /// taken back by another movement of that count, which contained it.
  mutating func record(_ movement: StockMovement, into result: inout LedgerResult) {
    add(movement, into: &result)
    guard movement.available != 0, let count = accounts[movement.cell]?.count, movement.time < count.time else {
      return
    }
    add(
      StockMovement(
        kind: .count, cell: movement.cell, onHand: -movement.available, reserved: 0,
        causeID: "\(count.id)/\(movement.causeID)", time: count.time),
      into: &result)
  }

  private mutating func add(_ movement: StockMovement, into result: inout LedgerResult) {
    accounts[movement.cell]?.balance.onHand += movement.onHand
    accounts[movement.cell]?.balance.reserved += movement.reserved
    if movement.available != 0 { accounts[movement.cell]?.recent.note(movement.available, at: movement.time) }
    if accounts[movement.cell]?.availableByOption.isEmpty == false, !movement.option.isEmpty {
      accounts[movement.cell]?.availableByOption[movement.option, default: 0] += movement.onHand - movement.reserved
    }
    result.movements.append(movement)
  }

  /// Opens a cell and posts the events that waited for it.
  mutating func open(_ cell: StockCell, _ account: Account, into result: inout LedgerResult) {
    accounts[cell] = account
    if let arrival = account.balance.arrival { nextArrival = min(nextArrival ?? arrival, arrival) }
    let others = warehouses[cell.sku] ?? []
    warehouses[cell.sku] = (others + [cell.warehouse]).sorted()
    guard let events = waiting.removeValue(forKey: cell) else { return }
    waitingCount -= events.count
    for event in events { post(event, to: cell, into: &result) }
  }
}

extension StockLedger {
  /// The balance of a cell; nil before its opening snapshot.
  public func balance(of cell: StockCell) -> StockBalance? {
    accounts[cell]?.balance
  }

  /// Units of a SKU that a warehouse can still promise (negative: oversold); nil before its opening snapshot.
  public func available(_ sku: SKU, in warehouse: String) -> Int? {
    balance(of: StockCell(sku: sku, warehouse: warehouse))?.available
  }

  /// Units that can still be promised by option (negative: oversold), in one cell; empty where its opening snapshot did
  /// not count by option. Receipts, transfers and counts, which name no option, are in no option's number.
  public func availableByOption(in cell: StockCell) -> [String: Int] {
    accounts[cell]?.availableByOption ?? [:]
  }

  /// The warehouses that hold, or held, a SKU, sorted.
  public func warehouses(of sku: SKU) -> [String] {
    warehouses[sku] ?? []
  }

  /// Units of a SKU that can be promised somewhere: what an oversold warehouse lacks is not taken from the others.
  /// Nil before the first opening snapshot.
  public func sellable(_ sku: SKU) -> Int? {
    guard let warehouses = warehouses[sku] else { return nil }
    return warehouses.reduce(0) { $0 + max(0, available(sku, in: $1) ?? 0) }
  }

  /// Units of a SKU over all warehouses, oversold ones subtracted. Nil before the first opening snapshot.
  public func available(_ sku: SKU) -> Int? {
    guard let warehouses = warehouses[sku] else { return nil }
    return warehouses.reduce(0) { $0 + (available(sku, in: $1) ?? 0) }
  }

  /// The SKUs with an open cell, sorted.
  public var skus: [SKU] { warehouses.keys.sorted() }

  /// Every open cell, sorted by SKU and warehouse: the rows of `inventory_final.csv`.
  public var table: [StockRow] {
    accounts.keys.sorted().compactMap { cell in
      accounts[cell].map { StockRow(cell: cell, balance: $0.balance) }
    }
  }

  /// The cells of one SKU that a snapshot has opened, by warehouse.
  public func rows(of sku: SKU) -> [StockRow] {
    (warehouses[sku] ?? []).compactMap { warehouse in
      let cell = StockCell(sku: sku, warehouse: warehouse)
      return accounts[cell].map { StockRow(cell: cell, balance: $0.balance) }
    }
  }

  /// What the newest snapshots differ by from the ledger, as far as no count has answered them; sorted by cell.
  public var differences: [StockDifference] {
    accounts.values.compactMap(\.difference).sorted { $0.cell < $1.cell }
  }

  /// Cells that orders name and no snapshot has opened, sorted.
  public var unopenedCells: [StockCell] { waiting.keys.sorted() }
}
