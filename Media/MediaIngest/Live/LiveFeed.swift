import Concurrency
public import LiveshelfCore

/// What a supervised source yields.
public enum FeedEvent: Sendable {
  case media(MediaEvent)
  case change(FeedChange)
}

/// Holds on to a live source: connects, waits, notices silence, reconnects, and lets stream time go on meanwhile.
///
/// Reading runs on a thread of its own. Between it and the receiver stand at most `capacity` events; when the receiver
/// is slower than the stream, reading waits, and the server's and kernel's buffers hold the rest. Cancelling the task
/// that runs it closes the connection within a fraction of a second.
public struct LiveFeed: Sendable {
  public let source: MediaSource
  public let name: String
  public let settings: MediaSettings
  public let policy: FeedPolicy
  private let capacity: Int

  /// - Parameters:
  ///   - name: what the feed is called in its changes.
  ///   - capacity: how many events may wait for the receiver.
  public init(
    _ source: MediaSource, name: String = "audio", settings: MediaSettings = MediaSettings(),
    policy: FeedPolicy = FeedPolicy(), capacity: Int = 512
  ) {
    self.source = source
    self.name = name
    self.settings = settings
    self.policy = policy
    self.capacity = max(capacity, 1)
  }

  /// Runs until the source has ended for good or the task is cancelled; the last event is the change to `ended`.
  ///
  /// - Parameter receive: called for each event in order, one at a time.
  /// - Throws: what makes trying again pointless, such as a missing recording or a codec without a decoder; also what
  ///   `receive` throws, which stops the feed.
  public func run(_ receive: (FeedEvent) async throws -> Void) async throws {
    let interrupt = MediaInterrupt()
    let channel = BoundedChannel<FeedEvent>(capacity: capacity)
    let outcome = OneShot<MediaError?>()
    WorkerThread("feed \(name)") { [self] in
      let supervisor = FeedSupervisor(feed: self, interrupt: interrupt, channel: channel)
      do throws(MediaError) {
        try supervisor.run()
        outcome.settle(nil)
      } catch {
        outcome.settle(error)
      }
      channel.close()
    }
    try await withTaskCancellationHandler {
      // Whatever ends this scope must end the thread, which else would wait for room in the channel.
      defer {
        interrupt.cancel()
        channel.cancel()
      }
      while let event = await channel.next() { try await receive(event) }
    } onCancel: {
      interrupt.cancel()
      channel.cancel()
    }
    if let error = outcome.settledValue ?? nil, error != .cancelled { throw error }
  }
}
