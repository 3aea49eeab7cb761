internal import InventoryEngine
internal import LiveshelfCore

/// All that the room has learnt about orders that the ledger counts: the clocks of their sources, what caused them as far as
/// is known by now, and what late ones changed. Which events count the ledger says, so that both tell the same.
struct OrderAccount: Sendable {
  private var clocks = ClockTracker()
  /// The events that count, as they came.
  private(set) var log = OrderLog()
  private let clock: ShowClock
  private let catalog: Catalog
  /// The sources' clocks as they are known by now.
  private(set) var alignment = ClockAlignment()
  private var nextAlignment: StreamTime?
  private var firstEvent: StreamTime?
  private(set) var live: LiveAttribution
  /// Orders that a presentation may have caused; all others are the baseline's.
  private var attributed: [Fingerprint: OrderAttribution] = [:]
  private(set) var finality = BinFinality()
  private var demandCount = 0
  private var nextFit = Self.firstFit

  /// Seconds between two looks at the clocks of young shows; later a fortieth of the time watched.
  private static let alignmentInterval = 30.0
  private static let alignmentShare = 1.0 / 40
  /// An order that some presentation caused with less than this probability counts as the baseline's.
  private static let leastPresented = 0.005
  /// Presentations whose orders have come in (most within two minutes of their end) after which the live form takes over
  /// what a fit teaches; after that each time they have doubled, as long as a fit does not hold the room up. A fit to
  /// fewer would take the lag for shorter than it is, because only quick buyers have bought.
  private static let firstFit = 4
  private static let settlingTime = 120.0
  private static let mostFitted = 8_000

  init(catalog: Catalog, clock: ShowClock) {
    self.catalog = catalog
    self.clock = clock
    live = LiveAttribution(catalog: catalog)
  }

  /// Takes an event in that the ledger counts.
  ///
  /// - Parameter now: when the room learnt of it.
  /// - Returns: when it happened, as far as its source's clock is known by now.
  @discardableResult
  mutating func apply(_ event: OrderEvent, at now: StreamTime) -> StreamTime {
    clocks.observe(event)
    alignIfDue(at: now)
    let trueTime = alignment.trueTime(of: event)
    let time = clock.streamTime(of: trueTime)
    log.append(event, isFar: abs(time.seconds) > OrderTimeline.reach - 86_400)
    finality.take(event, trueTime: trueTime, time: time, knownAt: clock.wallTime(of: now), at: now)
    if let demand = DemandEvent(event, at: time, estimate: price(of: event)) {
      demandCount += 1
      if let row = live.observe(demand) { note(row) }
    }
    return time
  }

  /// Takes the tracker's decision in: orders so far may get other causes.
  mutating func follow(_ decision: TrackerDecision) {
    let rows =
      switch decision {
      case .started(let presentation), .revised(let presentation), .ended(let presentation): live.update(presentation)
      case .withdrawn(let presentation): live.withdraw(presentation)
      }
    for row in rows { note(row) }
  }

  /// The sale of a product was opened after a countdown.
  mutating func countDown(of sku: SKU, at time: StreamTime) {
    live.countDown(of: sku, at: time)
  }

  mutating func endShow(at time: StreamTime) {
    live.endShow(at: time)
  }

  /// Lets the live form learn from a fit over all orders so far, when enough presentations have had their effect.
  ///
  /// - Parameter presentations: as announced so far.
  mutating func learn(_ presentations: [Presentation], mentions: [Mention], at now: StreamTime) {
    guard presentations.count >= nextFit, demandCount <= Self.mostFitted else { return }
    let settled = presentations.count { $0.end.map { now - $0 >= Self.settlingTime } ?? false }
    guard settled >= nextFit else { return }
    nextFit = settled * 2
    let closed = presentations.map { presentation in
      var presentation = presentation
      presentation.end = presentation.end ?? now
      return presentation
    }
    live.adopt(
      AttributionFit(
        AttributionInput(
          presentations: closed, showEnd: now, demand: demand(alignment: alignment, clock: clock) { _ in false },
          catalog: catalog,
          countdowns: CountdownCue.all(in: mentions))))
  }

  private mutating func note(_ row: OrderAttribution) {
    attributed[Fingerprint(row.orderID, row.sku.text)] = row.presented >= Self.leastPresented ? row : nil
  }

  private mutating func alignIfDue(at now: StreamTime) {
    let first = firstEvent ?? now
    firstEvent = first
    guard now >= nextAlignment ?? now + Self.alignmentInterval else {
      if nextAlignment == nil { nextAlignment = now + Self.alignmentInterval }
      return
    }
    alignment = clocks.alignment(at: clock.wallTime(of: now))
    nextAlignment = now + max(Self.alignmentInterval, (now - first) * Self.alignmentShare)
  }

  /// What was sold in a show that is over, counted anew: clocks are known better at its end.
  func sales(at end: StreamTime, _ window: SalesWindow) -> RoomSales {
    let alignment = clocks.alignment(at: clock.wallTime(of: StreamTime(microseconds: end.microseconds / 2)))
    var sales = RoomSales(until: window)
    for index in log.indices {
      let event = log[index]
      sales.add(event, estimate: price(of: event), at: clock.streamTime(of: alignment.trueTime(of: event)))
    }
    return sales
  }

  /// - Parameter middle: the middle of the show, for which clock errors are stated.
  func alignment(at middle: WallTime) -> ClockAlignment {
    clocks.alignment(at: middle)
  }

  /// By how much the clock of an event's source is known to be off, in seconds. Nothing is known of the time after its reception:
  /// a drift of some minutes, drawn out by hours, would excuse any time.
  func clockOffset(of event: OrderEvent, received: WallTime) -> Double {
    var event = event
    event.eventTime = min(event.eventTime, received)
    return alignment.offset(of: event)
  }

  /// What the catalog says that a piece costs: for orders that do not say.
  private func price(of event: OrderEvent) -> Money? {
    catalog[event.sku].flatMap { $0.livePrice ?? $0.listPrice }
  }

  /// The demand that the events tell of, at true times on the stream's clock.
  ///
  /// - Parameter isUndone: whether an order was taken back in full.
  func demand(
    alignment: ClockAlignment, clock: ShowClock, isUndone: (OrderEvent) -> Bool
  ) -> [DemandEvent] {
    log.indices.compactMap { index in
      let event = log[index]
      guard let time = event.isDemand ? clock.streamTime(of: alignment.trueTime(of: event)) : nil else { return nil }
      return DemandEvent(event, at: time, estimate: price(of: event), isUndone: isUndone(event))
    }
  }

  /// What has caused the orders so far, in the order in which they came.
  var attributions: [OrderAttribution] {
    log.indices.compactMap { index in
      let event = log[index]
      guard event.type == .created else { return nil }
      return attributed[Fingerprint(event.orderID, event.sku.text)]
        ?? OrderAttribution(orderID: event.orderID, sku: event.sku, causes: [], baseline: 1)
    }
  }

  /// What each presentation has brought so far, in order of announcement.
  ///
  /// - Parameter isUndone: whether an order was taken back in full.
  func uplift(isUndone: (OrderEvent) -> Bool) -> [PresentationUplift] {
    var undone: [String: Double] = [:]
    for index in log.indices {
      let event = log[index]
      guard event.type == .created, let row = attributed[Fingerprint(event.orderID, event.sku.text)], isUndone(event)
      else { continue }
      for cause in row.causes { undone[cause.presentationID, default: 0] += cause.probability }
    }
    return live.progress.filter { !$0.isWithdrawn }.map { progress in
      PresentationUplift(
        presentationID: progress.presentationID, sku: progress.sku, orders: progress.orders, units: progress.units,
        baselineOrders: progress.baselineOrders, upliftOrders: progress.upliftOrders,
        upliftLow: progress.interval.lowerBound, upliftHigh: progress.interval.upperBound, revenue: progress.revenue,
        cancelledShare: progress.upliftOrders > 0
          ? min(1, (undone[progress.presentationID] ?? 0) / progress.upliftOrders) : 0)
    }
  }
}
