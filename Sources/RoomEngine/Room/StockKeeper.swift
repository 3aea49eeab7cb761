internal import InventoryEngine
internal import LiveshelfCore

/// The room's stock: the ledger, the advice that follows from it, and how the levels went.
struct StockKeeper: Sendable {
  private let clock: ShowClock
  private var advisor: InventoryAdvisor
  private(set) var levels = StockLevels()
  private var lastTick: Int64 = .min
  /// Whether movements are kept until somebody takes them.
  var keepsMovements = false
  private var movements: [StockMovement] = []
  private(set) var notices = NoticeBoard()
  /// Orders that were left out because of their times.
  var refusedOrders = 0
  /// Transactions that had been booked before.
  private(set) var repeatedTransactions = 0
  /// Notices since they were last taken.
  private var freshNotices: [LedgerNotice] = []
  private static let mostFreshNotices = 1000

  init(catalog: Catalog, clock: ShowClock, settings: AdvisorSettings, priors: [String: CategoryPrior], isLed: Bool) {
    self.clock = clock
    advisor = InventoryAdvisor(catalog: catalog, settings: settings, priors: priors, isLed: isLed)
  }

  var rules: LedgerRules { advisor.ledger.rules }

  /// What became of the order events.
  var orderCounts: OrderCounts {
    var counts = advisor.ledger.counts
    counts.refused += refusedOrders
    return counts
  }

  /// Whether the ledger has an event of this order and SKU.
  func knows(_ event: OrderEvent) -> Bool {
    advisor.ledger.knows(source: event.source, orderID: event.orderID, sku: event.sku)
  }

  /// Whether all units of an order were cancelled, have expired or were refunded.
  func isUndone(_ event: OrderEvent) -> Bool {
    advisor.ledger.isUndone(source: event.source, orderID: event.orderID, sku: event.sku)
  }

  /// Tells of something that the room noticed.
  mutating func note(_ notice: LedgerNotice, at now: StreamTime) {
    if keepsMovements, freshNotices.count < Self.mostFreshNotices { freshNotices.append(notice) }
    notices.note(notice, at: now)
  }

  /// Every cell of the ledger, sorted by SKU and warehouse.
  var table: [StockRow] { advisor.ledger.table }

  /// Where products stand; nil: all.
  func outlooks(
    of skus: Set<SKU>?, horizons: [Double] = InventoryAdvisor.usualHorizons
  ) -> [ProductOutlook] { advisor.outlooks(of: skus, horizons: horizons) }

  /// What to present next, the best first.
  var nextProducts: [NextProduct] { advisor.nextProducts() }

  /// Takes an input in.
  ///
  /// - Parameter now: when the room learnt of it.
  /// - Returns: what follows, and whether the input counts: it is no repeat, and was not left out.
  mutating func consume(_ input: InventoryInput, at now: StreamTime) -> (findings: [InventoryFinding], counts: Bool) {
    let outcome = advisor.consume(input, receivedAt: clock.wallTime(of: now))
    if keepsMovements {
      movements += outcome.movements
      freshNotices += outcome.notices.prefix(Self.mostFreshNotices - freshNotices.count)
    }
    if case .transaction = input, outcome.isRepeat { repeatedTransactions += 1 }
    for notice in outcome.notices { notices.note(notice, at: now) }
    switch input {
    case .order(let event): noteLevel(of: event.sku, at: now)
    case .snapshot(let snapshot): noteLevel(of: snapshot.sku, at: now)
    case .transaction(let transaction): noteLevel(of: transaction.sku, at: now)
    case .level(let level): noteLevel(of: level.row.cell.sku, at: now)
    case .time: for sku in advisor.ledger.skus { noteLevel(of: sku, at: now) }
    default: break
    }
    return (outcome.findings, !outcome.isRepeat && !outcome.isRefused)
  }

  /// The ledger's state in pieces.
  var checkpoint: [[UInt8]] { advisor.ledger.checkpoint() }

  /// Takes over a piece of another ledger's state.
  mutating func restore(_ piece: [UInt8], at now: StreamTime) throws(WireError) {
    let outcome = try advisor.restore(piece)
    if keepsMovements { movements += outcome.movements }
    for sku in Set(outcome.movements.map(\.cell.sku)).sorted() { noteLevel(of: sku, at: now) }
  }

  /// Whether a situation of the advice is open.
  func isOpen(_ situation: String) -> Bool { advisor.isOpen(situation) }

  /// Goes on with the numbers of situations that were sent; gives those that are open and were not.
  mutating func adopt(_ told: [ToldSituation], at now: StreamTime) -> [InventoryFinding] {
    advisor.adopt(told, at: clock.wallTime(of: now))
  }

  /// The ledger's entries since they were last taken, oldest first.
  mutating func takeMovements() -> [StockMovement] {
    defer { movements.removeAll(keepingCapacity: true) }
    return movements
  }

  /// What the ledger remarked since this was last taken, oldest first; at most 1,000.
  mutating func takeNotices() -> [LedgerNotice] {
    defer { freshNotices.removeAll() }
    return freshNotices
  }

  /// Differences between snapshots and the ledger that no count has answered.
  var differences: [StockDifference] { advisor.ledger.differences }

  /// The cells of one SKU, by warehouse.
  func rows(of sku: SKU) -> [StockRow] { advisor.ledger.rows(of: sku) }

  /// Lets the world's clock go on, in steps of a second.
  mutating func advance(to now: StreamTime) -> [InventoryFinding] {
    let second = now.microseconds / 1_000_000
    guard second > lastTick else { return [] }
    lastTick = second
    return consume(.time(clock.wallTime(of: now)), at: now).findings
  }

  private mutating func noteLevel(of sku: SKU, at now: StreamTime) {
    guard let available = advisor.ledger.available(sku) else { return }
    let eta = available <= 0 ? 0 : advisor.stockoutETA(of: sku)
    levels.note(sku, at: now, available: available, eta: eta)
  }
}
