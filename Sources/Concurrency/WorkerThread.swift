internal import Foundation

/// A thread of its own for work that blocks: the few threads that tasks share must never wait for a disk, a stream or a model.
public struct WorkerThread: Sendable {
  /// How urgent a thread's work is.
  public enum Priority: Sendable {
    case ordinary
    /// What else the machine has to do comes first: beside one busy thread of ordinary priority it gets a seventieth.
    case background
  }

  private static let stackSize = 8 << 20
  private static let backgroundNiceness: Int32 = 19

  private let end = OneShot<Void>()

  /// Starts the thread.
  ///
  /// - Parameter name: shown by debuggers and `top -H`, which cut it after 15 characters.
  @discardableResult
  public init(_ name: String, priority: Priority = .ordinary, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread { [end] in
      if priority == .background { Self.stepBack() }
      body()
      end.settle(())
    }
    thread.name = name
    thread.stackSize = Self.stackSize
    thread.start()
  }

  /// Blocks the calling thread until the work is done.
  public func join() { end.wait() }

  /// Blocks the calling thread until the work is done, at most so many seconds. False: it goes on.
  public func join(within seconds: Double) -> Bool { end.wait(within: seconds) != nil }

  /// Returns when the work is done.
  public func finished() async { await end.value() }

  /// Runs blocking work on a thread of its own and returns what it returns.
  public static func run<Value: Sendable, Failure: Error>(
    _ name: String, priority: Priority = .ordinary, _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome = OneShot<Result<Value, Failure>>()
    WorkerThread(name, priority: priority) {
      do throws(Failure) {
        outcome.settle(.success(try body()))
      } catch {
        outcome.settle(.failure(error))
      }
    }
    return try await outcome.value().get()
  }

  private static func stepBack() {
    // On Linux the niceness is each thread's own, and a thread may always make itself less urgent (setpriority(2), "C
    // library/kernel differences").
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, backgroundNiceness)
  }
}
