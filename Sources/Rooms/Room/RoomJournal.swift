internal import Concurrency
internal import Delivery
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Stores what a room takes in and what follows of it, in one transaction for all that waits, and only then tells
/// whoever waits for it.
///
/// While storing fails (a full disk, a locked or damaged database) it tries again, says so, and nothing more is taken in
/// than the room's queue holds: nothing is told to be durable before it is. Whoever waits is told of an error that will not
/// pass by itself; what they gave stays pending all the same. Belongs to the room's thread.
final class RoomJournal {
  /// How a transaction went: when it was durable and its last row; or why it is not.
  typealias Waiter = (_ outcome: (durableAt: WallTime, sequence: Int64)?, _ error: RoomHostError?) -> Void

  /// Something is durable.
  struct Stored {
    var outcome: CommitOutcome
    var durableAt: WallTime
    /// What the transaction took.
    var seconds: Double
    /// The receptions of the orders that raised the signals.
    var orderSignals: [WallTime]
    var waiters: [Waiter]
  }

  /// Inputs that nobody waits for, such as the passing of time, are stored at least so often, in seconds.
  private static let lazyCommit = 0.5
  /// A transaction holds at most about so many rows.
  private static let largestCommit = 8192

  private let store: RoomStore
  private let clock: WallClock
  private var pending: StoreCommit?
  private var pendingSince: WallTime?
  private var waiters: [Waiter] = []
  private var changedSKUs: Set<SKU> = []
  private var orderSignals: [WallTime] = []
  /// When the last transaction began and ended, which the next one stores.
  private var lastDurability: StoreCommit.Durability?

  init(store: RoomStore, clock: WallClock) {
    self.store = store
    self.clock = clock
  }

  var isFull: Bool { (pending?.entries.count ?? 0) >= Self.largestCommit }

  /// Seconds until something is due; nil: nothing waits.
  func pause(at now: WallTime) -> Double? { pendingSince.map { Self.lazyCommit - (now - $0) } }

  func isDue(at now: WallTime) -> Bool {
    guard let pending else { return false }
    let isAwaited = !waiters.isEmpty || !pending.signals.isEmpty
    return isAwaited || (pendingSince.map { now - $0 >= Self.lazyCommit } ?? true)
  }

  /// Adds an entry and the ledger's movements that follow from it.
  ///
  /// - Returns: its place, for signals.
  func add(_ entry: RoomEntry, of show: String, movements: [StockMovement], receivedAt: WallTime) -> Int {
    if pending == nil {
      pending = StoreCommit(show: show, time: receivedAt)
      pendingSince = clock.now
    }
    pending?.entries.append((entry, receivedAt))
    let place = (pending?.entries.count ?? 1) - 1
    pending?.movements += movements.map { ($0, place) }
    for movement in movements { changedSKUs.insert(movement.cell.sku) }
    if case .input(let input) = entry {
      switch input.content {
      case .row(.stock(let snapshot)): changedSKUs.insert(snapshot.sku)
      case .row(.transaction(let transaction)): changedSKUs.insert(transaction.sku)
      default: break
      }
    }
    return place
  }

  /// Adds a signal that an entry raised.
  ///
  /// - Parameter orderReceivedAt: the reception of the order that raised it; nil: it was no order.
  func add(_ event: CloudEvent, json: String, place: Int, orderReceivedAt: WallTime?) {
    pending?.signals.append((event, json, place))
    if let orderReceivedAt { orderSignals.append(orderReceivedAt) }
  }

  /// Tells `waiter` when everything that was added by now is durable, or why it is not; at once when nothing is pending.
  func wait(_ waiter: @escaping Waiter) {
    guard pending == nil else { return waiters.append(waiter) }
    do throws(StoreError) {
      waiter((clock.now, try store.lastSequence()), nil)
    } catch {
      waiter(nil, .storage("\(error)"))
    }
  }

  /// Stores what is pending; returns when that is done, or nil when nothing was pending or the room ends without having
  /// managed it.
  ///
  /// - Parameters:
  ///   - stock: the cells of a product as they are now.
  ///   - isClosing: whether the room ends: then a failure is final.
  ///   - failed: called with each failure.
  func commit(
    stock: (SKU) -> [StockRow], isClosing: () -> Bool, failed: (StoreError) -> Void
  ) -> Stored? {
    guard var commit = pending else { return nil }
    for sku in changedSKUs.sorted() { commit.stock += stock(sku) }
    commit.durability = lastDurability
    commit.time = clock.now
    var backoff = Backoff()
    while true {
      do throws(StoreError) {
        let start = ContinuousClock.now
        let outcome = try store.commit(commit)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let durableAt = clock.now
        lastDurability = StoreCommit.Durability(sequence: outcome.sequence, began: commit.time, durable: durableAt)
        let stored = Stored(
          outcome: outcome, durableAt: durableAt, seconds: seconds, orderSignals: orderSignals, waiters: waiters)
        drop()
        return stored
      } catch {
        failed(error)
        let isClosing = isClosing()
        if !error.isTransient || isClosing {
          for waiter in waiters { waiter(nil, .storage("\(error)")) }
          waiters = []
        }
        if isClosing {
          drop()
          return nil
        }
        backoff.waitBlocking()
      }
    }
  }

  /// Tells all who wait that what they gave was not stored, and forgets it.
  func giveUp(_ error: RoomHostError) {
    for waiter in waiters { waiter(nil, error) }
    drop()
  }

  private func drop() {
    pending = nil
    pendingSince = nil
    waiters = []
    changedSKUs = []
    orderSignals = []
  }
}
