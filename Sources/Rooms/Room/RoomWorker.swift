internal import Concurrency
internal import CoreMetrics
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// What a room's thread does: takes jobs in the order in which they came, folds them into the engine, stores inputs and
/// effects together, and only then tells whoever waits.
///
/// Many jobs that wait are stored in one transaction (group commit): under load the cost of one synchronous write is
/// shared by all of them, and without load nobody waits for others.
final class RoomWorker {
  let name: RoomName
  let store: RoomStore
  let clock: WallClock
  /// The shop that keeps the stock of shows which rows begin; nil: the room does.
  let shop: RoomName?
  let queue: BoundedChannel<RoomJob>
  /// Entries after which a shop's show ends and the next begins.
  let rowsOfDay: Int
  /// Shows have a second of their own.
  static let shortestDay = 2.0
  /// Around everything that is computed from what came from outside.
  let trapGuard: TrapGuard
  var atHand = AtHand()
  /// Those of this program.
  let rules: FoldRules
  /// Called with each row before it is folded.
  private let probe: (@Sendable (Row) -> Void)?
  private let standby: RoomStandby?
  private let onSignals: @Sendable () -> Void
  let onCommit: @Sendable () -> Void
  /// Signals that wait for delivery, by sink.
  private let outbox: @Sendable () -> [String: Int]
  private var shownOutbox: [String: Int] = [:]
  let meters: RoomMeters

  /// The show that runs, or ran last.
  var fold: RoomFold?
  /// The products of the next show.
  var catalog: Catalog
  /// The thresholds of the next show.
  var settings: AdvisorSettings
  var time = RoomTime()
  let journal: RoomJournal
  var publisher: FramePublisher
  var statistics = RoomStatistics()
  var signals: [StoredSignal] = []
  var storageProblem: String?
  var feeds: [String: FeedChange] = [:]
  /// What the show that runs does not hear; nil until something of it comes.
  var silence: SilenceWatch?
  var sentry = RowSentry()
  /// Rows of the show that were set aside by this thread.
  var setAsideCount = 0

  init(
    name: RoomName, catalog: Catalog, settings: AdvisorSettings, store: RoomStore, clock: WallClock,
    shop: RoomName?, rowsOfDay: Int, queue: BoundedChannel<RoomJob>, hub: FrameHub, standby: RoomStandby?,
    onSignals: @escaping @Sendable () -> Void,
    onCommit: @escaping @Sendable () -> Void, outbox: @escaping @Sendable () -> [String: Int],
    metrics: any MetricsFactory, trapGuard: TrapGuard, rules: FoldRules = .current,
    probe: (@Sendable (Row) -> Void)? = nil
  ) throws(StoreError) {
    self.rules = rules
    self.trapGuard = trapGuard
    self.probe = probe
    self.catalog = catalog
    self.settings = settings
    self.name = name
    self.store = store
    self.clock = clock
    self.shop = shop
    self.rowsOfDay = rowsOfDay
    self.queue = queue
    self.standby = standby
    self.onSignals = onSignals
    self.onCommit = onCommit
    self.outbox = outbox
    meters = RoomMeters(room: name.text, metrics)
    journal = RoomJournal(store: store, clock: clock)
    publisher = FramePublisher(hub)
    var log = standby?.take() ?? LogFold(rules: rules)
    try trapGuard.run { () throws(StoreError) in try log.advance(through: store.lastSequence(), of: store) }
    fold = log.fold
    if let show = fold?.show {
      signals = try store.newestSignals(of: show.id, limit: RoomFrame.keptSignals)
      sentry = RowSentry(
        knowing: try store.stock(of: show.id), try store.setAsideRows(limit: 1000).filter { $0.show == show.id })
    }
  }

  var isRunning: Bool { fold.map { !$0.isFinished } ?? false }

  /// The show's time now.
  var position: StreamTime { time.position(in: fold, at: clock.now) }

  /// Publishes the first frame, and says what an upgrade, or a change just before the end of the process, left unsaid.
  func begin() {
    if case .failure(let error) = reconcile() { storageProblem = "\(error)" }
    publish(at: clock.now)
  }

  /// Works until the queue is closed and empty.
  func run() {
    while let jobs = queue.takeAll(waiting: pause(at: clock.now)) {
      carryOut(jobs[...])
      tickIfDue(at: clock.now)
      let now = clock.now
      if journal.isDue(at: now) { commit() }
      turnDayIfDue(at: now)
      if outbox() != shownOutbox { publisher.markDirty() }
      if publisher.isDue(at: clock.now) { publish(at: clock.now) }
    }
    commit()
    publish(at: clock.now)
    publisher.close()
    meters.end()
    handBack()
  }

  /// Leaves what is folded to whoever keeps the room ready; not when something of it could not be stored.
  private func handBack() {
    guard let standby, storageProblem == nil, let last = try? store.lastSequence() else { return }
    standby.put(LogFold(fold, told: last, rules: rules))
  }

  /// Seconds until something is due.
  private func pause(at now: WallTime) -> Double {
    let pauses = [RoomTime.tick, journal.pause(at: now), publisher.pause(at: now)].compactMap(\.self)
    return max(0.001, pauses.min() ?? RoomTime.tick)
  }

  func carryOut(_ jobs: ArraySlice<RoomJob>) {
    atHand.next = jobs
    while let job = atHand.next.popFirst() {
      atHand.job = job
      carryOut(job)
      atHand.job = nil
      if journal.isFull { commit() }
    }
  }

  /// Folds an entry in.
  ///
  /// - Parameter row: the row in it, as it was told.
  func apply(_ entry: RoomEntry, _ row: Row?, to fold: RoomFold) -> [RoomEffect] {
    atHand.row = row
    defer { atHand.row = nil }
    return trapGuard.run {
      if let row { probe?(row) }
      return fold.apply(entry)
    }
  }

  private func carryOut(_ job: RoomJob) {
    switch job {
    case .intake(let intake, let done): take(intake, done)
    case .heard(let inputs):
      let now = clock.now
      time.hear(at: now)
      for input in inputs {
        if case .feed(let change) = input.content { feeds[change.feed] = change }
        take(.input(input), receivedAt: now)
      }
    case .feed(let change):
      feeds[change.feed] = change
      take(.input(RoomInput(at: position, .feed(change))), receivedAt: clock.now)
    case .lost(let seconds): meters.noteLoss(seconds: seconds)
    case .begin(let show, let done): done(begin(show))
    case .end(let done): done(end())
    case .change(let catalog, let done):
      self.catalog = catalog
      done(change(.catalog(catalog, at: position)))
    case .setThresholds(let settings):
      self.settings = settings
      if case .failure(let error) = change(.settings(settings, at: position)) { storageProblem = "\(error)" }
    case .look(let body):
      commit()
      body(fold)
    case .attended(let signal):
      if let place = signals.firstIndex(where: { $0.id == signal.id }) { signals[place] = signal }
      publisher.markDirty()
    }
  }

  private func tickIfDue(at now: WallTime) {
    guard isRunning, time.takeTick(at: now) else { return }
    take(.input(RoomInput(at: time.position(in: fold, at: now), .heard)), receivedAt: now)
  }

  /// Stores what is pending, and tells whoever waits for it.
  func commit() {
    let stored = journal.commit(
      stock: { fold?.engine.stockRows(of: $0) ?? [] }, isClosing: { queue.isClosed },
      failed: { error in
        storageProblem = "\(error)"
        meters.noteCommitFailure()
        publish(at: clock.now)
      })
    guard let stored else { return }
    storageProblem = nil
    meters.noteCommit(took: stored.seconds)
    for receivedAt in stored.orderSignals {
      statistics.noteSignal(after: stored.durableAt - receivedAt)
      meters.noteSignal(after: stored.durableAt - receivedAt)
    }
    if !stored.outcome.signals.isEmpty {
      signals = Array((signals + stored.outcome.signals).suffix(RoomFrame.keptSignals))
      onSignals()
    }
    onCommit()
    for waiter in stored.waiters { waiter((stored.durableAt, stored.outcome.sequence), nil) }
  }

  func publish(at now: WallTime) {
    shownOutbox = outbox()
    publisher.publish(at: now) { sequence in
      let engine = fold?.engine ?? RoomEngine(room: name, catalog: catalog, clock: .unknown)
      let frame = RoomFrame(
        room: name, sequence: sequence, state: feeds["audio"].map { StreamState($0.state) } ?? .idle,
        isRunning: isRunning, show: fold?.show, overview: trapGuard.run { engine.overview() },
        catalog: isRunning ? engine.catalog : catalog, feeds: feeds.values.sorted { $0.feed < $1.feed },
        statistics: statistics, orderCounts: engine.orderCounts, signals: signals, queueDepth: queue.load,
        outbox: shownOutbox, storageProblem: storageProblem)
      let final = isRunning ? engine.finalUntil : nil
      meters.show(frame, watermarkDelay: final.map { max(0, position - $0) })
      return frame
    }
  }
}

extension ShowClock {
  /// Of a room that has had no show.
  fileprivate static let unknown = ShowClock(start: WallTime(microseconds: 0), offset: .china)
}
