internal import Foundation

/// Blocking work on a thread of its own, awaited from a task without holding one of the tasks' threads.
public enum Background {
  public static func run<Result: Sendable>(
    name: String, _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(with: Swift.Result { try work() })
      }
      thread.name = name
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
