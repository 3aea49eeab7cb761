internal import Foundation

/// Runs what blocks for long on a thread of its own: the threads that tasks share are few, and keep leases alive.
///
/// - Parameter name: the thread's.
func onOwnThread<Value: Sendable>(
  _ name: String, _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
    let thread = Thread {
      do {
        continuation.resume(returning: try body())
      } catch {
        continuation.resume(throwing: error)
      }
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }
}
