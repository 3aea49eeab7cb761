internal import InventoryEngine
internal import LiveshelfCore

/// The room's stock: the ledger, the advice that follows from it, and how the levels went.
struct StockKeeper: Sendable {
  private let clock: ShowClock
  private var advisor: InventoryAdvisor
  private(set) var levels = StockLevels()
  private var lastTick: Int64 = .min
  private var predictedEnd: [SKU: StreamTime] = [:]
  /// Whether movements are kept until somebody takes them.
  var keepsMovements = false
  private var movements: [StockMovement] = []
  private(set) var notices = NoticeBoard()
  /// Transactions that had been booked before.
  private(set) var repeatedTransactions = 0
  /// Notices since they were last taken.
  private var freshNotices: [LedgerNotice] = []
  private static let mostFreshNotices = 1000

  init(catalog: Catalog, clock: ShowClock, settings: AdvisorSettings, priors: [String: CategoryPrior]) {
    self.clock = clock
    advisor = InventoryAdvisor(catalog: catalog, settings: settings, priors: priors)
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
  mutating func consume(_ input: InventoryInput, at now: StreamTime) -> [InventoryFinding] {
    let outcome = advisor.consume(input)
    if keepsMovements {
      movements += outcome.movements
      freshNotices += outcome.notices.prefix(Self.mostFreshNotices - freshNotices.count)
    }
    if case .transaction = input, outcome.isRepeat { repeatedTransactions += 1 }
    for notice in outcome.notices { notices.note(notice, at: now) }
    for finding in outcome.findings { notePrediction(finding, at: now) }
    switch input {
    case .order(let event): noteLevel(of: event.sku, at: now)
    case .snapshot(let snapshot): noteLevel(of: snapshot.sku, at: now)
    case .transaction(let transaction): noteLevel(of: transaction.sku, at: now)
    case .time: for sku in advisor.ledger.skus { noteLevel(of: sku, at: now) }
    default: break
    }
    return outcome.findings
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
    return consume(.time(clock.wallTime(of: now)), at: now)
  }

  private mutating func notePrediction(_ finding: InventoryFinding, at now: StreamTime) {
    guard case .stockoutPredicted(let eta, _, _, _) = finding.kind else { return }
    predictedEnd[finding.sku] = finding.phase == .resolved ? nil : now + eta
  }

  private mutating func noteLevel(of sku: SKU, at now: StreamTime) {
    guard let available = advisor.ledger.available(sku) else { return }
    let eta = available <= 0 ? 0 : predictedEnd[sku].map { max(0, $0 - now) }
    levels.note(sku, at: now, available: available, eta: eta)
  }
}
