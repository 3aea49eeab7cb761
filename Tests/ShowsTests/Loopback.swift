import Foundation
import MediaIngest

/// Sends a recording to a listening show, from a thread of its own, as soon as it listens.
final class LoopbackPublisher: Sendable {
  private let interrupt = MediaInterrupt()

  init(_ recording: URL, to address: String, speed: Double) {
    var publisher = RecordingPublisher(recording: MediaSource(recording.path), destination: address)
    publisher.speed = speed
    let thread = Thread { [publisher, interrupt] in
      // However long the machine takes until the show listens: other tests keep it busy.
      while !interrupt.isCancelled {
        do {
          return try publisher.run(interrupt: interrupt)
        } catch MediaError.unreachable {
          Thread.sleep(forTimeInterval: 0.1)
        } catch {
          return
        }
      }
    }
    thread.start()
  }

  func stop() {
    interrupt.cancel()
  }
}
