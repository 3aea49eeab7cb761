internal import Hearing
internal import LiveshelfCore
public import MediaIngest

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
    let show = LiveShow(connecting: { [watch] in watch(.feed($0)) }) { anchor in
      try self.pipeline(.live, clock: self.clock(from: anchor), recording: source.label, threads: 1, takesRest: false)
    } following: { [inputs] pipeline in
      inputs.following.map { OrderFollower($0, into: pipeline).stop }
    }
    let summary: ShowSummary?
    do {
      summary = try await show.follow(LiveFeed(source, settings: media, policy: policy), duration: duration)
    } catch {
      output.takeBack()
      throw error
    }
    guard let summary else {
      output.takeBack()
      if Task.isCancelled {
        throw ShowError.nothingHeard("stopped before anything was heard of \(source.redactedAddress)")
      }
      throw ShowError.nothingHeard("\(source.redactedAddress) ended before anything was heard")
    }
    return summary
  }
}
