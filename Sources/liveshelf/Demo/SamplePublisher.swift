import Concurrency
import Foundation
import MediaIngest

/// Sends the sample to the listening show, from a thread of its own.
final class SamplePublisher: Sendable {
  private let publisher: RecordingPublisher
  private let interrupt = MediaInterrupt()

  init(recording: URL, address: String) {
    publisher = RecordingPublisher(recording: MediaSource(recording.path), destination: address)
  }

  func start() {
    WorkerThread("publisher") { [publisher, interrupt] in
      // The show may need a moment until it listens.
      for _ in 0..<40 where !interrupt.isCancelled {
        do {
          return try publisher.run(interrupt: interrupt)
        } catch MediaError.unreachable {
          Thread.sleep(forTimeInterval: 0.25)
        } catch {
          if !interrupt.isCancelled { Console.error("liveshelf: note: the publisher of the sample stopped: \(error)") }
          return
        }
      }
    }
  }

  func stop() {
    interrupt.cancel()
  }
}
