import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Ctrl-C and SIGTERM: the first one ends the work in order, a second one ends the program.
enum Interruption {
  /// Runs `work` in a task that the first signal cancels.
  ///
  /// - Returns: its result, and whether it was cut short.
  static func run<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> (result: Result, wasInterrupted: Bool) {
    let count = Counter()
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        if count.increment() > 1 { exit(130) }
        Console.error("\nliveshelf: ending the show; once more to stop at once")
        task.cancel()
      }
      source.resume()
      return source
    }
    defer {
      for (number, source) in zip([SIGINT, SIGTERM], sources) {
        source.cancel()
        signal(number, SIG_DFL)
      }
    }
    let result = try await task.value
    return (result, count.value > 0)
  }

  private final class Counter: Sendable {
    private let stored = Atomic<Int>(0)
    var value: Int { stored.load(ordering: .acquiring) }
    func increment() -> Int { stored.add(1, ordering: .acquiringAndReleasing).newValue }
  }
}
