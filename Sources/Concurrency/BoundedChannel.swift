internal import DequeModule
internal import Foundation

/// Hands elements from any number of threads and tasks to others, in order, with a bounded number on the way.
///
/// Elements may have weights; the capacity bounds their sum, and one element always fits into an empty channel. Who gives is
/// told that the channel is full (`offer`) or waits on its thread (`push`); who takes waits on a thread (`pop`, `takeAll`) or
/// in a task (`next`). After `close` nothing comes in any more, and what is inside can still be taken.
public final class BoundedChannel<Element: Sendable>: @unchecked Sendable {
  // Unchecked: every access to the state is under `condition`.
  private let condition = NSCondition()
  /// Seconds; Foundation's condition traps on dates that are too far away for the system's calls.
  private static var longestWait: Double { 86_400 }
  private let capacity: Int
  private var items: Deque<(element: Element, weight: Int)> = []
  private var weight = 0
  private var closed = false
  /// Threads in `condition.wait`: without any, nobody need be woken.
  private var sleepers = 0
  private var reader: CheckedContinuation<Element?, Never>?

  /// What became of an element that was offered.
  public enum Offer: Sendable { case accepted, full, closed }

  /// - Parameter capacity: the largest sum of weights that may wait.
  public init(capacity: Int) {
    self.capacity = capacity
  }

  // MARK: Giving

  /// Adds an element unless the channel is full. Does not wait.
  public func offer(_ element: Element, weight added: Int = 1) -> Offer {
    give {
      closed ? .closed : fits(added) ? .accepted : .full
    } _: {
      (element, added)
    }
  }

  /// Adds an element; blocks the thread while the channel is full. False: the channel is closed.
  @discardableResult
  public func push(_ element: Element, weight added: Int = 1) -> Bool {
    give {
      while !closed, !fits(added) { sleep() }
      return closed ? .closed : .accepted
    } _: {
      (element, added)
    } == .accepted
  }

  /// Adds an element without weight, full or not: for the few things that may not be refused. Does not wait. False: the
  /// channel is closed.
  public func force(_ element: Element) -> Bool {
    give {
      closed ? .closed : .accepted
    } _: {
      (element, 0)
    } == .accepted
  }

  /// Whether a `push` of weight 1 would not wait. Holds until the next one when there is but one giver.
  public var hasRoom: Bool { locked { closed || fits(1) } }

  /// Nothing comes any more: who waits to give is refused, who takes gets what is inside, and then nil.
  public func close() {
    end(droppingWhatWaits: false)
  }

  /// The same when nobody will take any more: what is inside is dropped too.
  public func cancel() {
    end(droppingWhatWaits: true)
  }

  // MARK: Taking

  /// The next element; blocks the thread until there is one. Nil: the channel is closed and empty.
  public func pop() -> Element? {
    locked {
      while items.isEmpty, !closed { sleep() }
      return takeFirst()
    }
  }

  /// Everything that waits; blocks the thread until something comes, or the time is over.
  ///
  /// - Parameter seconds: nil: for ever.
  /// - Returns: nil when the channel is closed and empty.
  public func takeAll(waiting seconds: Double? = nil) -> [Element]? {
    locked {
      if items.isEmpty {
        let end = seconds.map { Date(timeIntervalSinceNow: min(max(0, $0), Self.longestWait)) }
        while items.isEmpty, !closed, sleep(until: end) {}
      }
      if items.isEmpty, closed { return nil }
      let taken = items.map(\.element)
      items.removeAll(keepingCapacity: true)
      weight = 0
      wakeSleepers()
      return taken
    }
  }

  /// The next element; nil when the channel is closed and empty, or the task is cancelled. Called by one task at a time.
  public func next() async -> Element? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let settled = locked { () -> Element?? in
          // Under the lock: the handler below takes it after the task has become cancelled, so one of both sees the other.
          if Task.isCancelled { return .some(nil) }
          if items.isEmpty, !closed {
            precondition(reader == nil, "one task at a time takes from a channel")
            reader = continuation
            return nil
          }
          return .some(takeFirst())
        }
        if let element = settled { continuation.resume(returning: element) }
      }
    } onCancel: {
      takeReader()?.resume(returning: nil)
    }
  }

  /// How many elements wait.
  public var count: Int { locked { items.count } }

  /// The sum of the weights that wait.
  public var load: Int { locked { weight } }

  public var isClosed: Bool { locked { closed } }

  // MARK: Under the lock

  private func locked<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }

  private func fits(_ added: Int) -> Bool {
    let (sum, overflow) = weight.addingReportingOverflow(added)
    return weight == 0 || (!overflow && sum <= capacity)
  }

  private func give(_ decide: () -> Offer, _ item: () -> (element: Element, weight: Int)) -> Offer {
    let (offer, direct): (Offer, CheckedContinuation<Element?, Never>?) = locked {
      let offer = decide()
      guard offer == .accepted else { return (offer, nil) }
      if let waiting = reader {
        reader = nil
        return (offer, waiting)
      }
      let item = item()
      items.append(item)
      weight += item.weight
      wakeSleepers()
      return (offer, nil)
    }
    direct?.resume(returning: item().element)
    return offer
  }

  private func takeFirst() -> Element? {
    guard let first = items.popFirst() else { return nil }
    weight -= first.weight
    wakeSleepers()
    return first.element
  }

  private func end(droppingWhatWaits drops: Bool) {
    let waiting = locked {
      closed = true
      if drops {
        items.removeAll()
        weight = 0
      }
      wakeSleepers()
      defer { reader = nil }
      return reader
    }
    waiting?.resume(returning: nil)
  }

  private func takeReader() -> CheckedContinuation<Element?, Never>? {
    locked {
      defer { reader = nil }
      return reader
    }
  }

  /// False: the time is over.
  ///
  /// - Parameter end: nil: for ever.
  @discardableResult
  private func sleep(until end: Date? = nil) -> Bool {
    sleepers += 1
    defer { sleepers -= 1 }
    if let end { return condition.wait(until: end) }
    condition.wait()
    return true
  }

  private func wakeSleepers() {
    // All of them: those that give and those that take wait for the same condition.
    if sleepers > 0 { condition.broadcast() }
  }
}
