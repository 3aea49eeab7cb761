public import LiveshelfCore

/// Turns orders, stock and presentations into decisions: will the stock hold, where does it run short, what to order,
/// what to present next.
///
/// A state machine: synchronous, without I/O, and deterministic. The same inputs in the same order give the same findings.
public struct InventoryAdvisor: Sendable {
  public let catalog: Catalog
  public let settings: AdvisorSettings
  public private(set) var ledger: StockLedger
  /// A shop keeps the stock and judges it: what is bought, moved and oversold is told there, once.
  let isLed: Bool
  public internal(set) var forecaster: DemandForecaster

  /// What the advice keeps of a product beside ledger and forecast.
  struct Watch: Sendable {
    var product: Product
    var thresholds: AdviceThresholds
    var looked: WallTime?
    var hasNews = false
    var isPresented = false
    var presentationEnded: WallTime?
    var wasRejected = false
    /// Orders that the shop refused since it last took one.
    var refusals = 0
    /// It was sold out or oversold when last looked at.
    var promisesBroken = false
    var opening = 0
    /// Units and orders asked for since somebody told the time: had and refused.
    var asked = 0
    var askedOrders = 0
    var presentations = 0
    /// Units asked for before that, as far back as orders were told.
    var unitsBefore = 0
    /// Demand as it was expected, to compare with what came.
    var expectations: [Expectation] = []
    var recentOrders: [(time: WallTime, units: Int)] = []
    /// As of `looked`.
    var stockout: StockoutForecast?
  }

  /// A forecast that waits for its time to pass.
  struct Expectation: Sendable {
    var from: WallTime
    var demand: PredictedDemand
  }

  var watches: [Watch] = []
  private var indexBySKU: [SKU: Int] = [:]
  var board: SituationBoard
  /// The newest time that it was told; nil before the first. Nothing is judged until then: rows that are the first ever
  /// change the ledger, and the first time that is told looks at everything.
  private(set) var now: WallTime?
  private var early = EarlyOrders()
  /// The first time that somebody told. From then on no order's clock, which may be wrong, moves the advisor's; before it
  /// the past is being caught up with, and nothing is judged.
  private(set) var watchedSince: WallTime?
  /// The oldest order that was told.
  private(set) var oldestOrder: WallTime?
  /// Seconds after which an order that is told late is history, and no news.
  private static let longestDelay = 600.0

  /// - Parameters:
  ///   - priors: what earlier shows taught, by category.
  ///   - isLed: a shop keeps the stock: it is as the newest `.level` says, whatever orders do.
  public init(
    catalog: Catalog, settings: AdvisorSettings = AdvisorSettings(), priors: [String: CategoryPrior] = [:],
    isLed: Bool = false
  ) {
    self.catalog = catalog
    self.settings = settings
    self.isLed = isLed
    ledger = StockLedger(rules: settings.ledger, catalog: catalog, isLed: isLed)
    forecaster = DemandForecaster(catalog: catalog, settings: settings.forecast, priors: priors)
    board = SituationBoard(updateInterval: settings.updateInterval, coolDown: settings.coolDown)
    forecaster.expectPast()
    for product in catalog.products { _ = watch(product.sku) }
  }

  /// The place of a product's watch; products that the catalog lacks are watched too, under their SKU.
  private mutating func watch(_ sku: SKU) -> Int {
    if let known = indexBySKU[sku] { return known }
    let product = catalog[sku] ?? Product(sku: sku, name: sku.text)
    indexBySKU[sku] = watches.count
    watches.append(Watch(product: product, thresholds: settings.thresholds(for: product)))
    return watches.count - 1
  }

  func watch(of sku: SKU) -> Watch? { indexBySKU[sku].map { watches[$0] } }

  /// Takes an input and tells what it led to. Clocks that step back do not turn the advisor's time back; orders move
  /// it only as long as no `time` has come.
  ///
  /// - Parameter received: when the input came; nil: when it says.
  public mutating func consume(_ input: InventoryInput, receivedAt received: WallTime? = nil) -> InventoryOutcome {
    var outcome = InventoryOutcome()
    switch input {
    case .order(let event): take(event, received, into: &outcome)
    case .snapshot(let snapshot): take(snapshot, into: &outcome)
    case .transaction(let transaction):
      add(ledger.apply(transaction), to: &outcome)
      let index = watch(transaction.sku)
      watches[index].hasNews = true
      if watchedSince != nil { checkPromises(of: index, into: &outcome) }
      lookIfDue(at: index, into: &outcome)
    case .level(let level): take(level, into: &outcome)
    case .time(let time):
      beginWatching(at: time)
      advance(to: time, into: &outcome)
    case .presentationStarted(let sku, let time):
      beginWatching(at: time)
      advance(to: time, into: &outcome)
      let index = watch(sku)
      forecaster.presentationStarted(sku, at: time)
      closeRecommendation(into: &outcome)
      watches[index].isPresented = true
      watches[index].presentations += 1
      watches[index].expectations = []
      look(at: index, now ?? time, into: &outcome)
    case .presentationEnded(let sku, let time):
      beginWatching(at: time)
      advance(to: time, into: &outcome)
      let index = watch(sku)
      forecaster.presentationEnded(sku, at: time)
      watches[index].isPresented = false
      watches[index].presentationEnded = time
      look(at: index, now ?? time, into: &outcome)
      recommendNext(now ?? time, into: &outcome)
    case .presentationWithdrawn(let sku, let time):
      beginWatching(at: time)
      advance(to: time, into: &outcome)
      let index = watch(sku)
      forecaster.presentationWithdrawn(sku, at: time)
      watches[index].isPresented = false
      watches[index].presentations = max(0, watches[index].presentations - 1)
      look(at: index, now ?? time, into: &outcome)
    case .expectedResponse(let sku, let response): forecaster.expect(response, for: sku)
    case .plannedEnd(let time): forecaster.plannedEnd = time
    }
    return outcome
  }

  private mutating func take(_ event: OrderEvent, _ received: WallTime?, into outcome: inout InventoryOutcome) {
    if watchedSince == nil { advance(to: received.map { min($0, event.knownAt) } ?? event.knownAt, into: &outcome) }
    let result = ledger.apply(event)
    add(result, to: &outcome)
    guard !result.isRepeat, !result.isRefused else { return }
    let index = watch(event.sku)
    watches[index].hasNews = true
    if event.type == .created, let notice = early.note(event, ledger.openingTime(of: event)) {
      outcome.notices.append(notice)
    }
    guard let now else { return }
    forecaster.observe(event, at: now)
    if event.type == .created || event.type == .rejectedOutOfStock { noteDemand(event, index, now) }
    guard watchedSince != nil else { return }
    checkPromises(of: index, into: &outcome)
    lookIfDue(at: index, into: &outcome)
  }

  /// Notes what somebody asks for; what is told long after it happened is history, and no news.
  private mutating func noteDemand(_ event: OrderEvent, _ index: Int, _ now: WallTime) {
    let units = max(0, event.quantity)
    oldestOrder = min(oldestOrder ?? event.eventTime, event.eventTime)
    guard let watchedSince, event.eventTime >= watchedSince else {
      watches[index].unitsBefore = watches[index].unitsBefore.addingReportingOverflow(units).partialValue
      return
    }
    watches[index].asked = watches[index].asked.addingReportingOverflow(units).partialValue
    watches[index].askedOrders += 1
    guard now - event.eventTime <= Self.longestDelay else { return }
    if event.type == .rejectedOutOfStock { watches[index].wasRejected = true }
    watches[index].refusals = event.type == .created ? 0 : watches[index].refusals + 1
    watches[index].recentOrders.append((now, event.quantity))
  }

  /// Somebody tells the time: the past has been caught up with.
  private mutating func beginWatching(at time: WallTime) {
    guard watchedSince == nil else { return }
    watchedSince = time
    forecaster.catchUp(at: time)
  }

  private mutating func take(_ snapshot: StockSnapshot, into outcome: inout InventoryOutcome) {
    let cell = StockCell(sku: snapshot.sku, option: snapshot.option, warehouse: snapshot.warehouse)
    let isOpening = ledger.balance(of: cell) == nil
    let result = ledger.record(snapshot)
    add(result, to: &outcome)
    let index = watch(snapshot.sku)
    if isOpening || !result.movements.isEmpty { watches[index].hasNews = true }
    if isOpening, ledger.balance(of: cell) != nil { watches[index].opening += max(0, snapshot.onHand) }
  }

  /// Takes over a piece of another ledger's state; see `StockLedger.restore`.
  public mutating func restore(_ piece: [UInt8]) throws(WireError) -> InventoryOutcome {
    var outcome = InventoryOutcome()
    add(try ledger.restore(piece), to: &outcome)
    for movement in outcome.movements {
      let index = watch(movement.cell.sku)
      watches[index].hasNews = true
      watches[index].opening += max(0, movement.onHand)
    }
    return outcome
  }

  private mutating func take(_ level: StockLevel, into outcome: inout InventoryOutcome) {
    let isOpening = ledger.balance(of: level.row.cell) == nil
    add(ledger.adopt(level), to: &outcome)
    let index = watch(level.row.cell.sku)
    watches[index].hasNews = true
    if isOpening { watches[index].opening += max(0, level.row.balance.onHand) }
    checkPromises(of: index, into: &outcome)
    lookIfDue(at: index, into: &outcome)
  }

  private mutating func advance(to time: WallTime, into outcome: inout InventoryOutcome) {
    guard now.map({ time > $0 }) ?? true else { return }
    now = time
    forecaster.advance(to: time)
    let arrived = ledger.advance(to: time)
    add(arrived, to: &outcome)
    for movement in arrived.movements { watches[watch(movement.cell.sku)].hasNews = true }
    for index in watches.indices { lookIfDue(at: index, into: &outcome) }
  }

  private func add(_ result: LedgerResult, to outcome: inout InventoryOutcome) {
    outcome.movements += result.movements
    outcome.notices += result.notices
    outcome.isRepeat = result.isRepeat
    outcome.isRefused = result.isRefused
  }

  private mutating func lookIfDue(at index: Int, into outcome: inout InventoryOutcome) {
    guard let now, watchedSince != nil else { return }
    let interval = watches[index].hasNews ? settings.busyInterval : settings.idleInterval
    guard watches[index].looked.map({ now - $0 >= interval }) ?? true else { return }
    look(at: index, now, into: &outcome)
  }

  /// Judges everything about one product.
  private mutating func look(at index: Int, _ now: WallTime, into outcome: inout InventoryOutcome) {
    checkPromises(of: index, into: &outcome)
    watches[index].looked = now
    watches[index].hasNews = false
    if let outlook = forecaster.outlook(of: watches[index].product.sku, at: now) {
      predictStockout(of: index, outlook, now, into: &outcome)
      if !isLed { compareWarehouses(of: index, outlook, into: &outcome) }
      compareDemand(of: index, outlook, now, into: &outcome)
    }
    judgeMovement(of: index, into: &outcome)
    if !isLed { judgeReplenishment(of: index, now, into: &outcome) }
  }

  /// Whether a situation is open; see `ToldSituation.key`.
  public func isOpen(_ situation: String) -> Bool { board.isOpen(situation) }

  /// Goes on with the numbers of situations that were sent; gives those that are open and were not.
  public mutating func adopt(_ told: [ToldSituation], at time: WallTime) -> [InventoryFinding] {
    board.adopt(told, at: time)
  }

  /// Reports a condition of a product to the board.
  mutating func report(
    _ situation: String, _ condition: SituationBoard.Condition, _ index: Int, coolDown: Double? = nil,
    into outcome: inout InventoryOutcome, _ statement: () -> SituationBoard.Statement
  ) {
    guard let now else { return }
    let sku = watches[index].product.sku
    if let finding = board.report("\(situation)/\(sku)", condition, sku: sku, at: now, coolDown: coolDown, statement) {
      outcome.findings.append(finding)
    }
  }
}
