internal import Foundation

/// A value that comes once, from one thread or task, for any number that wait for it.
public final class OneShot<Value: Sendable>: @unchecked Sendable {
  // Unchecked: every access to the state is under `condition`.
  private let condition = NSCondition()
  private var settled: Value?
  private var tasks: [CheckedContinuation<Value, Never>] = []

  public init() {}

  /// Gives the value. False: there is one already, and it stays.
  @discardableResult
  public func settle(_ value: Value) -> Bool {
    condition.lock()
    guard settled == nil else {
      condition.unlock()
      return false
    }
    settled = value
    let waiting = tasks
    tasks = []
    condition.broadcast()
    condition.unlock()
    for task in waiting { task.resume(returning: value) }
    return true
  }

  /// The value, if it is there.
  public var settledValue: Value? {
    condition.lock()
    defer { condition.unlock() }
    return settled
  }

  /// The value; blocks the thread until it is there.
  public func wait() -> Value {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let settled { return settled }
      condition.wait()
    }
  }

  /// The value; blocks the thread until it is there, at most so many seconds. Nil: it has not come.
  public func wait(within seconds: Double) -> Value? {
    let end = Date(timeIntervalSinceNow: seconds)
    condition.lock()
    defer { condition.unlock() }
    while settled == nil, condition.wait(until: end) {}
    return settled
  }

  /// The value as soon as it is there. Cancellation does not end the wait: whoever gives the value decides.
  public func value() async -> Value {
    await withCheckedContinuation { continuation in
      if let value = settledOrJoined(by: continuation) { continuation.resume(returning: value) }
    }
  }

  private func settledOrJoined(by continuation: CheckedContinuation<Value, Never>) -> Value? {
    condition.lock()
    defer { condition.unlock() }
    if settled == nil { tasks.append(continuation) }
    return settled
  }
}
