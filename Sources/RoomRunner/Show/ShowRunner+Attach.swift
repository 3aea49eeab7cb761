internal import Foundation
internal import LiveshelfCore
public import MediaIngest
internal import RoomEngine
internal import Synchronization

extension ShowRunner {
  /// Follows a live stream until it ends for good, `duration` has passed, or the task is cancelled; in each case
  /// everything that was heard is written.
  ///
  /// - Parameters:
  ///   - media: how the stream is read, and whether it is written to disk as it comes.
  ///   - duration: seconds of stream time; nil: no limit.
  public func attach(
    _ source: MediaSource, media: MediaSettings = MediaSettings(), policy: FeedPolicy = FeedPolicy(),
    duration: Double? = nil
  ) async throws -> ShowSummary {
    let feed = LiveFeed(source, settings: media, policy: policy)
    let show = LiveShow(runner: self, address: source.label, duration: duration)
    do {
      try await feed.run { event in
        try await show.take(event)
      }
    } catch is EnoughHeard {
      // The duration has passed.
    } catch {
      // The show so far is complete in itself; it is written before the error is told.
      _ = try await show.finish()
      throw error
    }
    guard let summary = try await show.finish() else {
      if Task.isCancelled {
        throw RunnerError.hearing("stopped before anything was heard of \(source.redactedAddress)")
      }
      throw RunnerError.hearing("\(source.redactedAddress) ended before anything was heard")
    }
    return summary
  }
}

/// The wanted duration has passed.
private struct EnoughHeard: Error {}

/// The part of an attachment that begins with the first sound.
private actor LiveShow {
  private let runner: ShowRunner
  private let address: String
  private let duration: Double?
  private var pipeline: ShowPipeline?
  private var anchor: WallClockAnchor?
  private var orders: OrderFollower?

  init(runner: ShowRunner, address: String, duration: Double?) {
    self.runner = runner
    self.address = address
    self.duration = duration
  }

  func take(_ event: FeedEvent) async throws {
    switch event {
    case .change(let change):
      if let pipeline { pipeline.post(.feed(change)) } else { runner.watch(.feed(change)) }
    case .media(.anchor(let told)):
      anchor = anchor ?? told
    case .media(let event):
      guard let started = try start(event) else { return }
      while !started.hasRoom {
        // Cancelled while the pipeline is full: this block is the first that the show does without.
        guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
      }
      try runner.give(event, to: started)
      if case .audio(let block) = event, let duration, block.end.seconds >= duration { throw EnoughHeard() }
    }
  }

  func finish() async throws -> ShowSummary? {
    guard let pipeline else { return nil }
    let orders = orders
    return try await Background.run(name: "finish") {
      orders?.stop()
      return try pipeline.finish()
    }
  }

  /// The pipeline, which the first sound starts.
  private func start(_ event: MediaEvent) throws -> ShowPipeline? {
    if pipeline == nil, case .audio = event {
      let started = try runner.pipeline(
        .live, clock: runner.clock(from: anchor), recording: address, threads: 1, takesRest: false)
      pipeline = started
      orders = runner.inputs.following.map { OrderFollower($0, into: started) }
    }
    return pipeline
  }
}
