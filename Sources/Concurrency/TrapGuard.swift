internal import CTrapGuard
internal import Foundation
internal import Synchronization

/// Work that may trap without ending the process: pure computation on data from outside, which holds no lock.
///
/// Swift cannot unwind a trap. The thread stays where it trapped, for ever, with what it has; `onTrap` is called on another
/// thread, and may go on with what the work was given. It is a last line of defence: a trap is a defect all the same.
public struct TrapGuard: Sendable {
  private let token: UInt64

  /// - Parameter onTrap: called at most once.
  public init(onTrap: @escaping @Sendable () -> Void) {
    token = TrapWatch.shared.add(onTrap)
  }

  /// Runs work that may trap.
  public func run<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
    trap_guard_arm(token)
    defer { trap_guard_disarm() }
    return try work()
  }

  /// Nothing will trap any more.
  public func end() { TrapWatch.shared.remove(token) }
}

/// Hears of the traps of all threads. One for the process, because signals are the process's.
private final class TrapWatch: Sendable {
  static let shared = TrapWatch()

  private struct State {
    var last: UInt64 = 0
    var handlers: [UInt64: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  private init() {
    let descriptor = trap_guard_open()
    // Without it a trap ends the process, as it would anyway.
    guard descriptor >= 0 else { return }
    WorkerThread("traps") { [weak self] in
      var token: UInt64 = 0
      while read(descriptor, &token, MemoryLayout<UInt64>.size) != 0 {
        self?.take(token)?()
      }
    }
  }

  func add(_ handler: @escaping @Sendable () -> Void) -> UInt64 {
    state.withLock { state in
      state.last += 1
      state.handlers[state.last] = handler
      return state.last
    }
  }

  func remove(_ token: UInt64) { _ = take(token) }

  private func take(_ token: UInt64) -> (@Sendable () -> Void)? {
    state.withLock { $0.handlers.removeValue(forKey: token) }
  }
}
