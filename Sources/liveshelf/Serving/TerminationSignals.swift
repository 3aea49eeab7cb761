import Dispatch
import Foundation
import Synchronization

/// Calls something at the first SIGTERM or Ctrl-C; a second one ends the program.
final class TerminationSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ first: @escaping @Sendable () -> Void) {
    let once = Once()
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        guard once.isFirst() else { Console.exit(130) }
        first()
      }
      source.resume()
      return source
    }
  }

  func stop() {
    for source in sources { source.cancel() }
  }
}

private final class Once: Sendable {
  private let count = Atomic<Int>(0)

  func isFirst() -> Bool { count.add(1, ordering: .acquiringAndReleasing).newValue == 1 }
}
