internal import Concurrency
public import CoreMetrics
public import Foundation
public import InventoryEngine
public import LiveshelfCore
public import RoomEngine
public import Storage

/// A room that lives: its engine on a thread of its own, its log and signals in a store, and frames for whoever watches.
///
/// All calls may come from any task or thread. What `submit` has returned for is durable and stays so.
public final class LiveRoom: Sendable {
  public let name: RoomName
  public let store: RoomStore
  let clock: WallClock
  /// A restart tells so many rows anew in some seconds.
  public static let usualRowsOfDay = 300_000
  private let queue: BoundedChannel<RoomJob>
  private let hub = FrameHub()
  private let thread: RoomThread

  /// Opens the room; a show that ran when the process ended goes on where its log ends.
  ///
  /// - Parameters:
  ///   - catalog: the products of the next show; a show that goes on has its own.
  ///   - capacity: how many rows may wait for the room's thread before senders are refused.
  ///   - metrics: gets what the room counts.
  ///   - shop: the shop that keeps the stock of its shows; nil: the room does.
  ///   - rowsOfDay: entries of the log after which a shop's show ends and the next goes on with its stock.
  ///   - onSignals: called on the room's thread when signals became durable.
  ///   - outbox: how many signals wait for delivery, by sink; called on the room's thread, often.
  /// - Throws: `.storage`.
  public convenience init(
    name: RoomName, catalog: Catalog, settings: AdvisorSettings = AdvisorSettings(), folder: URL,
    clock: WallClock = .system, capacity: Int = 50_000, metrics: any MetricsFactory = MetricsSystem.factory,
    shop: RoomName? = nil, rowsOfDay: Int = LiveRoom.usualRowsOfDay, onSignals: @escaping @Sendable () -> Void = {},
    onCommit: @escaping @Sendable () -> Void = {}, outbox: @escaping @Sendable () -> [String: Int] = { [:] }
  ) throws(RoomHostError) {
    let store: RoomStore
    do {
      store = try RoomStore(room: name, folder: folder)
    } catch {
      throw .storage("\(error)")
    }
    try self.init(
      store: store, catalog: catalog, settings: settings, clock: clock, capacity: capacity, metrics: metrics,
      shop: shop, rowsOfDay: rowsOfDay, onSignals: onSignals, onCommit: onCommit, outbox: outbox)
  }

  /// The same with a store that is open, which belongs to the room from then on.
  ///
  /// - Parameters:
  ///   - standby: what is folded of the store's log already, and gets it back when the room ends; nil: nothing is.
  ///   - onCommit: called on the room's thread when rows became durable.
  ///   - rules: those of this program; others only in tests of upgrades.
  ///   - probe: called on the room's thread with each row before it is folded; for tests of rows that trap.
  public init(
    store: RoomStore, catalog: Catalog, settings: AdvisorSettings = AdvisorSettings(), clock: WallClock = .system,
    capacity: Int = 50_000, metrics: any MetricsFactory = MetricsSystem.factory, standby: RoomStandby? = nil,
    shop: RoomName? = nil, rowsOfDay: Int = LiveRoom.usualRowsOfDay, onSignals: @escaping @Sendable () -> Void = {},
    onCommit: @escaping @Sendable () -> Void = {},
    outbox: @escaping @Sendable () -> [String: Int] = { [:] }, rules: FoldRules = .current,
    probe: (@Sendable (Row) -> Void)? = nil
  ) throws(RoomHostError) {
    let name = store.room
    self.name = name
    self.store = store
    self.clock = clock
    queue = BoundedChannel(capacity: capacity)
    thread = RoomThread(name) { [store, queue, hub] trapGuard throws(StoreError) in
      try RoomWorker(
        name: name, catalog: catalog, settings: settings, store: store, clock: clock, shop: shop,
        rowsOfDay: rowsOfDay, queue: queue,
        hub: hub, standby: standby, onSignals: onSignals, onCommit: onCommit, outbox: outbox, metrics: metrics,
        trapGuard: trapGuard, rules: rules, probe: probe)
    }
    try thread.open()
  }

  /// Takes rows in and returns when they are durable.
  ///
  /// - Throws: `.busy` when too many rows wait, `.storage`, `.stopped`.
  public func submit(_ intake: RoomIntake) async throws(RoomHostError) -> RoomReceipt {
    try await answer { done in
      switch queue.offer(.intake(intake, done: done), weight: intake.rows.count) {
      case .accepted: nil
      case .full: .busy(retryAfter: 1)
      case .closed: .stopped
      }
    }
  }

  /// Begins a show.
  ///
  /// - Throws: `.wrongState` when one runs, `.storage`, `.stopped`.
  public func begin(_ show: ShowRecord) async throws(RoomHostError) {
    try await answer { done in queue.force(.begin(show, done: done)) ? nil : .stopped }
  }

  /// Ends the show: what is on stage ends, and nothing of it follows.
  ///
  /// - Throws: `.wrongState` when none runs, `.storage`, `.stopped`.
  public func end() async throws(RoomHostError) {
    try await answer { done in queue.force(.end(done: done)) ? nil : .stopped }
  }

  /// Replaces the products, in the show that runs too: its presentations, mentions and stock are judged anew by them.
  public func change(_ catalog: Catalog) async throws(RoomHostError) {
    try await answer { done in queue.force(.change(catalog, done: done)) ? nil : .stopped }
  }

  /// Sets the thresholds of the advice; a show that runs is judged anew by them.
  public func setThresholds(_ settings: AdvisorSettings) {
    _ = queue.force(.setThresholds(settings))
  }

  /// Notes what an operator did about a signal. Nil: there is no such signal.
  public func attend(
    to id: String, _ change: @Sendable (inout SignalAttention) -> Void
  ) throws(RoomHostError) -> StoredSignal? {
    do {
      let signal = try store.attend(to: id, change)
      if let signal { _ = queue.force(.attended(signal)) }
      return signal
    } catch {
      throw .storage("\(error)")
    }
  }

  /// Looks at the show with everything done that was given before; nil to `body`: no show has begun.
  func look<Value: Sendable>(
    _ body: @escaping @Sendable (RoomFold?) -> Value
  ) async throws(RoomHostError) -> Value {
    try await answer { done in queue.force(.look { done(.success(body($0))) }) ? nil : .stopped }
  }

  /// Takes in what is heard of the stream, on the show's clock, in order; blocks while the room cannot keep up. Without a
  /// show it is dropped. False: the room has stopped.
  @discardableResult
  public func hear(_ inputs: [RoomInput]) -> Bool {
    queue.push(.heard(inputs), weight: inputs.count)
  }

  func note(_ change: FeedChange) {
    _ = queue.force(.feed(change))
  }

  func noteLoss(seconds: Double) {
    _ = queue.force(.lost(seconds: seconds))
  }

  /// The last frame; nil only before the room's thread has told its first.
  public var frame: RoomFrame? { hub.last }

  /// The last frame and each new one, at most five a second; a slow reader gets only the newest. Ends with the room.
  public func frames() -> AsyncStream<RoomFrame> { hub.frames() }

  /// Rows that wait for the room's thread.
  public var queueDepth: Int { queue.load }

  /// Whether `hear` would not wait.
  var hasRoom: Bool { queue.hasRoom }

  /// Stores what was accepted and ends the room's thread; a show that runs stays open and goes on when the room is
  /// opened again.
  ///
  /// - Returns: what kept the database from being closed in order; nil: nothing did. The room has ended all the same, and
  ///   what was acknowledged is in the write-ahead log.
  @discardableResult
  public func close() async -> StoreError? {
    queue.close()
    await thread.finished()
    do throws(StoreError) {
      try await WorkerThread.run("closing \(name)") { [store] () throws(StoreError) in try store.close() }
      return nil
    } catch {
      return error
    }
  }

  /// The same, and leaves the store open for whoever opened it.
  public func finishCommits() async {
    queue.close()
    await thread.finished()
  }

  private func answer<Value: Sendable>(
    _ give: (@escaping @Sendable (Result<Value, RoomHostError>) -> Void) -> RoomHostError?
  ) async throws(RoomHostError) -> Value {
    let result: Result<Value, RoomHostError> = await withCheckedContinuation { continuation in
      if let error = give({ continuation.resume(returning: $0) }) { continuation.resume(returning: .failure(error)) }
    }
    return try result.get()
  }
}
