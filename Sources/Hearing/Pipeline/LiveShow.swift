internal import Concurrency
public import LiveshelfCore
public import MediaIngest
public import RoomEngine

/// The wanted duration has passed.
private struct EnoughHeard: Error {}

/// One attachment to a live stream: the first sound starts the pipeline, which then takes everything.
///
/// Belongs to the task that follows.
public final class LiveShow<Outcome: Sendable> {
  private let connecting: @Sendable (FeedChange) -> Void
  private let makePipeline: @Sendable (WallClockAnchor?) async throws -> ShowPipeline<Outcome>
  private let following: @Sendable (ShowPipeline<Outcome>) -> (@Sendable () -> Void)?
  private let patience: Double?
  private var pipeline: ShowPipeline<Outcome>?
  private var anchor: WallClockAnchor?
  private var stopFollowing: (@Sendable () -> Void)?

  /// - Parameters:
  ///   - patience: for how many seconds what waits is still heard once the task is cancelled; nil: until all of it is.
  ///   - connecting: told of changes of the connection before the first sound; later ones are inputs of the show.
  ///   - makePipeline: gets what the stream told of its time.
  ///   - following: called once the show has begun: starts what else follows it, and returns what stops that; nil: nothing.
  public init(
    patience: Double? = nil,
    connecting: @escaping @Sendable (FeedChange) -> Void,
    makePipeline: @escaping @Sendable (WallClockAnchor?) async throws -> ShowPipeline<Outcome>,
    following: @escaping @Sendable (ShowPipeline<Outcome>) -> (@Sendable () -> Void)? = { _ in nil }
  ) {
    self.patience = patience
    self.connecting = connecting
    self.makePipeline = makePipeline
    self.following = following
  }

  /// Follows the stream until it ends for good, `duration` seconds of it have passed, or the task is cancelled. What was
  /// heard is complete in itself: it is finished also when an error ends the stream.
  ///
  /// - Returns: nil when nothing was heard.
  public func follow(_ feed: LiveFeed, duration: Double?) async throws -> Outcome? {
    do {
      try await feed.run { event in
        try await self.take(event, duration: duration)
      }
    } catch is EnoughHeard {
      // The end that was asked for.
    } catch {
      _ = try await finish()
      throw error
    }
    return try await finish()
  }

  private func take(_ event: FeedEvent, duration: Double?) async throws {
    switch event {
    case .change(let change):
      if let pipeline { pipeline.post(.feed(change)) } else { connecting(change) }
    case .media(.anchor(let told)):
      anchor = anchor ?? told
    case .media(let event):
      guard let started = try await start(with: event) else { return }
      while !started.hasRoom {
        // Cancelled while the pipeline is full: this block is the first that the show does without.
        guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
      }
      try started.take(event)
      if case .audio(let block) = event, let duration, block.end.seconds >= duration { throw EnoughHeard() }
    }
  }

  private func start(with event: MediaEvent) async throws -> ShowPipeline<Outcome>? {
    if pipeline == nil, case .audio = event {
      let started = try await makePipeline(anchor)
      pipeline = started
      stopFollowing = following(started)
    }
    return pipeline
  }

  private func finish() async throws -> Outcome? {
    guard let pipeline else { return nil }
    let stopFollowing = stopFollowing
    let seconds = Task.isCancelled ? patience : nil
    return try await WorkerThread.run("finish") {
      stopFollowing?()
      return try pipeline.finish(within: seconds)
    }
  }
}
