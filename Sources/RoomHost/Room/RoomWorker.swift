internal import Delivery
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
  /// Without a stream that tells the time, the room's clock goes on in steps of so many seconds.
  private static let tick = 1.0
  /// A stream that said nothing for so long does not tell the time, in seconds.
  private static let streamSilence = 3.0
  /// Inputs that nobody waits for, such as the passing of time, are stored at least so often, in seconds.
  private static let lazyCommit = 0.5
  /// Frames are published at most so often, in seconds.
  private static let frameInterval = 0.2
  /// A transaction holds at most about so many rows.
  private static let largestCommit = 8192

  private let name: RoomName
  private let store: RoomStore
  private let clock: WallClock
  private let queue: RoomQueue<RoomJob>
  private let hub: FrameHub
  private let onSignals: @Sendable () -> Void
  private let onCommit: @Sendable () -> Void

  /// The show that runs, or ran last.
  private var fold: RoomFold?
  /// The products of the next show.
  private var catalog: Catalog
  /// The thresholds of the next show.
  private var settings: AdvisorSettings
  private var feeds: [String: FeedChange] = [:]
  private var statistics = RoomStatistics()
  private var signals: [StoredSignal] = []
  private var storageProblem: String?
  private var sequence: Int64 = 0
  private var isDirty = true
  private var publishedAt = WallTime(microseconds: 0)
  private var lastHeard = WallTime(microseconds: 0)
  private var lastTick = WallTime(microseconds: 0)

  /// What waits for the next transaction.
  private var pending: StoreCommit?
  private var pendingSince: WallTime?
  private var waiting: [(_ outcome: (durableAt: WallTime, sequence: Int64)?, _ error: RoomHostError?) -> Void] = []
  private var changedSKUs: Set<SKU> = []
  /// The receptions of the orders that raised pending signals.
  private var orderSignals: [WallTime] = []
  /// When the last transaction began and ended, which the next one stores.
  private var lastDurability: StoreCommit.Durability?

  init(
    name: RoomName, catalog: Catalog, settings: AdvisorSettings, store: RoomStore, clock: WallClock, queue: RoomQueue<RoomJob>, hub: FrameHub,
    onSignals: @escaping @Sendable () -> Void, onCommit: @escaping @Sendable () -> Void
  ) throws(StoreError) {
    self.catalog = catalog
    self.settings = settings
    self.name = name
    self.store = store
    self.clock = clock
    self.queue = queue
    self.hub = hub
    self.onSignals = onSignals
    self.onCommit = onCommit
    let open = try store.openShow()
    let last = try store.shows().last
    if let show = open ?? last {
      fold = try RoomFold(room: name, show: show, restoring: store)
      signals = try store.newestSignals(of: show.id, limit: RoomFrame.keptSignals)
    }
  }

  private var isRunning: Bool { fold.map { !$0.isFinished } ?? false }

  /// Publishes the first frame.
  func begin() { publish(at: clock.now) }

  /// Works until the queue is closed and empty.
  func run() {
    while let jobs = queue.takeAll(waiting: pause(at: clock.now)) {
      for job in jobs {
        carryOut(job)
        if let pending, pending.entries.count >= Self.largestCommit { commit() }
      }
      tickIfDue(at: clock.now)
      commitIfDue(at: clock.now)
      publishIfDue(at: clock.now)
    }
    commit()
    publish(at: clock.now)
    hub.close()
  }

  /// Seconds until something is due.
  private func pause(at now: WallTime) -> Double {
    var pause = Self.tick
    if let pendingSince { pause = min(pause, Self.lazyCommit - (now - pendingSince)) }
    if isDirty { pause = min(pause, Self.frameInterval - (now - publishedAt)) }
    return max(0.001, pause)
  }

  private func carryOut(_ job: RoomJob) {
    switch job {
    case .intake(let intake, let done): take(intake, done)
    case .heard(let inputs):
      lastHeard = clock.now
      for input in inputs {
        if case .feed(let change) = input.content { feeds[change.feed] = change }
        take(.input(input), receivedAt: lastHeard)
      }
    case .feed(let change):
      feeds[change.feed] = change
      take(.input(RoomInput(at: position(at: clock.now), .feed(change))), receivedAt: clock.now)
    case .lost(let seconds): statistics.lostSeconds += seconds
    case .begin(let show, let done): done(begin(show))
    case .end(let done): done(end())
    case .change(let catalog, let done):
      self.catalog = catalog
      done(change(.catalog(catalog, at: position(at: clock.now))))
    case .setThresholds(let settings):
      self.settings = settings
      if case .failure(let error) = change(.settings(settings, at: position(at: clock.now))) {
        storageProblem = "\(error)"
      }
    case .look(let body):
      commit()
      body(fold)
    case .attended(let signal):
      if let place = signals.firstIndex(where: { $0.id == signal.id }) { signals[place] = signal }
      isDirty = true
    }
  }

  // MARK: Time

  /// The show's time at a moment of the machine's clock: that of the stream while it flows.
  private func position(at now: WallTime) -> StreamTime {
    guard let fold else { return .zero }
    if now - lastHeard < Self.streamSilence { return fold.position }
    return max(fold.position, fold.show.streamTime(at: now))
  }

  private func tickIfDue(at now: WallTime) {
    guard isRunning, now - lastHeard >= Self.streamSilence, now - lastTick >= Self.tick || lastTick > now else {
      return
    }
    lastTick = now
    take(.input(RoomInput(at: position(at: now), .heard)), receivedAt: now)
  }

  // MARK: Inputs

  private func take(_ intake: RoomIntake, _ done: @escaping @Sendable (Result<RoomReceipt, RoomHostError>) -> Void) {
    if !isRunning {
      switch begin(nil) {
      case .success: break
      case .failure(let error): return done(.failure(error))
      }
    }
    guard let fold else { return done(.failure(.stopped)) }
    let at = position(at: clock.now)
    let before = fold.engine.orderCounts.duplicates
    for row in intake.rows {
      count(row)
      let content = fold.show.content(of: row, receivedAt: intake.receivedAt)
      take(.input(RoomInput(at: at, content)), receivedAt: intake.receivedAt)
    }
    if let through = intake.through { take(.intake(through: through, at: at), receivedAt: intake.receivedAt) }
    let repeated = fold.engine.orderCounts.duplicates - before
    statistics.repeatedOrders += repeated
    if repeated > 0 { statistics.drops["repeated", default: 0] += repeated }
    let receipt = RoomReceipt(
      accepted: intake.rows.count - repeated, repeated: repeated, durableAt: intake.receivedAt,
      sequence: 0)
    let receivedAt = intake.receivedAt
    waiting.append { [self] outcome, error in
      guard let outcome else { return done(.failure(error ?? .stopped)) }
      statistics.noteDurable(outcome.durableAt - receivedAt)
      var receipt = receipt
      receipt.durableAt = outcome.durableAt
      receipt.sequence = outcome.sequence
      done(.success(receipt))
    }
  }

  private func count(_ row: IntakeRow) {
    switch row {
    case .order(let event):
      statistics.rows["orders", default: 0] += 1
      if let ingest = event.ingestTime, ingest - event.eventTime > RoomStatistics.lateAfter {
        statistics.lateOrders += 1
      }
    case .stock: statistics.rows["stock", default: 0] += 1
    case .comment: statistics.rows["comments", default: 0] += 1
    case .click: statistics.rows["clicks", default: 0] += 1
    }
  }

  private func take(_ entry: RoomEntry, receivedAt: WallTime) {
    guard let fold, !fold.isFinished else { return }
    if pending == nil {
      pending = StoreCommit(show: fold.show.id, time: receivedAt)
      pendingSince = clock.now
    }
    let effects = fold.apply(entry)
    let movements = fold.takeMovements()
    pending?.entries.append((entry, receivedAt))
    let place = (pending?.entries.count ?? 1) - 1
    pending?.movements += movements.map { ($0, place) }
    for movement in movements { changedSKUs.insert(movement.cell.sku) }
    var isOrder = false
    if case .input(let input) = entry {
      switch input.content {
      case .order: isOrder = true
      case .stock(let snapshot): changedSKUs.insert(snapshot.sku)
      case .utterance(let utterance): statistics.recognitionLag = utterance.detectedAt - utterance.end
      default: break
      }
    }
    for effect in effects {
      guard case .signal(let signal) = effect else { continue }
      do {
        pending?.signals.append((signal, try CloudEvent(signal, in: fold.show.clock.offset).json(), place))
        statistics.signals[signal.kind.type, default: 0] += 1
        if isOrder { orderSignals.append(receivedAt) }
      } catch {
        statistics.drops["signal_not_encodable", default: 0] += 1
      }
    }
    isDirty = true
  }

  // MARK: Shows

  /// - Parameter show: nil: one that begins now, with the products of the last.
  private func begin(_ show: ShowRecord?) -> Result<Void, RoomHostError> {
    commit()
    guard !isRunning else { return .failure(.wrongState("the room '\(name)' runs a show already: stop it first")) }
    let now = clock.now
    let offset = fold?.show.clock.offset ?? .china
    let started =
      show
      ?? ShowRecord(
        id: ShowRecord.id(at: now, offset: offset), clock: ShowClock(start: now, offset: offset), catalog: catalog,
        settings: settings)
    do {
      try store.begin(started, at: now)
    } catch {
      return .failure(.storage("\(error)"))
    }
    fold = RoomFold(room: name, show: started)
    signals = []
    lastHeard = WallTime(microseconds: 0)
    isDirty = true
    return .success(())
  }

  private func end() -> Result<Void, RoomHostError> {
    guard isRunning else { return .failure(.wrongState("the room '\(name)' runs no show")) }
    take(.finished(at: max(position(at: clock.now), .zero)), receivedAt: clock.now)
    commit()
    publish(at: clock.now)
    return .success(())
  }

  /// Notes other products or thresholds, and judges the show that runs by them.
  private func change(_ entry: RoomEntry) -> Result<Void, RoomHostError> {
    isDirty = true
    guard let fold, isRunning else { return .success(()) }
    take(entry, receivedAt: clock.now)
    commit()
    do {
      try fold.change(entry, retelling: store)
    } catch {
      return .failure(.storage("\(error)"))
    }
    return .success(())
  }

  // MARK: Storing

  private func commitIfDue(at now: WallTime) {
    guard let pending else { return }
    let isAwaited = !waiting.isEmpty || !pending.signals.isEmpty
    if isAwaited || (pendingSince.map { now - $0 >= Self.lazyCommit } ?? true) { commit() }
  }

  /// Stores what is pending. While that fails (a full disk, a locked or damaged database) the room tries again, says so,
  /// and takes in nothing more than its queue holds: nothing is told to be durable before it is. Whoever waits is told
  /// of an error that will not pass by itself.
  private func commit() {
    guard var commit = pending else { return }
    for sku in changedSKUs.sorted() { commit.stock += fold?.engine.stockRows(of: sku) ?? [] }
    commit.durability = lastDurability
    commit.time = clock.now
    var pause = 0.05
    while true {
      do {
        let outcome = try store.commit(commit)
        let durableAt = clock.now
        lastDurability = StoreCommit.Durability(
          sequence: outcome.sequence, began: commit.time, durable: durableAt)
        storageProblem = nil
        return settle(outcome, durableAt: durableAt)
      } catch {
        storageProblem = "\(error)"
        publish(at: clock.now)
        if !error.isTransient || queue.isClosed {
          for waiter in waiting { waiter(nil, .storage("\(error)")) }
          waiting = []
        }
        if queue.isClosed { return drop() }
        Thread.sleep(forTimeInterval: pause)
        pause = min(1, pause * 2)
      }
    }
  }

  private func settle(_ outcome: CommitOutcome, durableAt: WallTime) {
    for receivedAt in orderSignals { statistics.noteSignal(after: durableAt - receivedAt) }
    if !outcome.signals.isEmpty {
      signals = Array((signals + outcome.signals).suffix(RoomFrame.keptSignals))
      onSignals()
    }
    onCommit()
    drop()
    for waiter in waiting { waiter((durableAt, outcome.sequence), nil) }
    waiting = []
  }

  private func drop() {
    pending = nil
    pendingSince = nil
    changedSKUs = []
    orderSignals = []
  }

  // MARK: Telling

  private func publishIfDue(at now: WallTime) {
    if isDirty, now - publishedAt >= Self.frameInterval || publishedAt > now { publish(at: now) }
  }

  private func publish(at now: WallTime) {
    sequence = max(sequence + 1, now.microseconds / 1000)
    publishedAt = now
    isDirty = false
    let engine = fold?.engine ?? RoomEngine(room: name, catalog: catalog, clock: .unknown)
    hub.publish(
      RoomFrame(
        room: name, sequence: sequence, state: feeds["audio"].map { StreamState($0.state) } ?? .idle, isRunning: isRunning,
        show: fold?.show, overview: engine.overview(), catalog: isRunning ? engine.catalog : catalog,
        feeds: feeds.values.sorted { $0.feed < $1.feed }, statistics: statistics, orderCounts: engine.orderCounts,
        signals: signals, queueDepth: queue.depth, storageProblem: storageProblem))
  }
}

extension ShowClock {
  /// Of a room that has had no show.
  fileprivate static let unknown = ShowClock(start: WallTime(microseconds: 0), offset: .china)
}
