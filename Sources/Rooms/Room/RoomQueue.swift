internal import Foundation

/// What waits for a room's thread. Bounded: givers are told, or wait.
final class RoomQueue<Item: Sendable>: @unchecked Sendable {
  // Unchecked: every access to the state is under `condition`.
  private let condition = NSCondition()
  private let capacity: Int
  private var items: [(item: Item, weight: Int)] = []
  private var weight = 0
  private var closed = false

  /// - Parameter capacity: the largest sum of weights that may wait; one item always fits into an empty queue.
  init(capacity: Int) {
    self.capacity = capacity
  }

  enum Offer { case accepted, full, closed }

  /// Adds an item unless the queue is full.
  func offer(_ item: Item, weight added: Int) -> Offer {
    condition.lock()
    defer { condition.unlock() }
    if closed { return .closed }
    guard weight == 0 || weight + added <= capacity else { return .full }
    append(item, added)
    return .accepted
  }

  /// Adds an item, full or not: for the few things that may not be refused.
  func force(_ item: Item) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    if closed { return false }
    append(item, 0)
    return true
  }

  /// Adds an item; waits while the queue is full. False: the queue is closed.
  func push(_ item: Item, weight added: Int) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while !closed, weight > 0, weight + added > capacity { condition.wait() }
    if closed { return false }
    append(item, added)
    return true
  }

  /// Takes everything that waits; waits up to `seconds` for something to come.
  ///
  /// - Returns: nil when the queue is closed and empty.
  func takeAll(waiting seconds: Double) -> [Item]? {
    condition.lock()
    defer { condition.unlock() }
    if items.isEmpty, !closed { _ = condition.wait(until: Date(timeIntervalSinceNow: max(0, seconds))) }
    if items.isEmpty, closed { return nil }
    let taken = items.map(\.item)
    items.removeAll(keepingCapacity: true)
    weight = 0
    condition.broadcast()
    return taken
  }

  func close() {
    condition.lock()
    closed = true
    condition.broadcast()
    condition.unlock()
  }

  var isClosed: Bool {
    condition.lock()
    defer { condition.unlock() }
    return closed
  }

  /// The sum of the weights that wait.
  var depth: Int {
    condition.lock()
    defer { condition.unlock() }
    return weight
  }

  private func append(_ item: Item, _ added: Int) {
    items.append((item, added))
    weight += added
    condition.broadcast()
  }
}
