internal import Concurrency
internal import Foundation
internal import Hearing
internal import LiveshelfCore
public import MediaIngest
internal import RoomEngine

extension ShowRunner {
  /// Follows recordings from beginning to end, as fast as the machine can. Several are the parts of one show, in order.
  ///
  /// Cancelling the task ends the show where it is: what was heard is written.
  public func batch(_ recordings: [MediaSource]) async throws -> ShowSummary {
    let interrupt = MediaInterrupt()
    return try await withTaskCancellationHandler {
      try await WorkerThread.run("recording") { try self.batch(recordings, interrupt: interrupt) }
    } onCancel: {
      interrupt.cancel()
    }
  }

  private func batch(_ recordings: [MediaSource], interrupt: MediaInterrupt) throws -> ShowSummary {
    var pipeline: ShowPipeline<ShowSummary>?
    var anchor: WallClockAnchor?
    var waiting: [MediaEvent] = []
    var resume: MediaReader.ResumePoint?
    do {
      for recording in recordings {
        let reader = try MediaReader(recording, interrupt: interrupt, resuming: resume)
        while let event = try reader.next() {
          if let pipeline {
            try pipeline.take(event)
          } else if case .anchor(let told) = event {
            anchor = anchor ?? told
          } else if case .audio = event {
            let started = try self.pipeline(
              .recording, clock: clock(from: anchor), recording: recordings.map(\.label).joined(separator: " "),
              threads: ProcessInfo.processInfo.activeProcessorCount,
              takesRest: true)
            pipeline = started
            for earlier in waiting { try started.take(earlier) }
            try started.take(event)
          } else {
            waiting.append(event)
          }
        }
        resume = reader.resumePoint
      }
    } catch MediaError.cancelled {
      // The user has had enough: what was heard is worth keeping.
    } catch {
      if let pipeline {
        // The part that could be read is complete in itself; it is written before the error is told.
        _ = try pipeline.finish()
      }
      throw error
    }
    guard let pipeline else { throw MediaError.cancelled }
    return try pipeline.finish()
  }
}
