internal import Foundation
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
      try await Background.run(name: "recording") { try self.batch(recordings, interrupt: interrupt) }
    } onCancel: {
      interrupt.cancel()
    }
  }

  private func batch(_ recordings: [MediaSource], interrupt: MediaInterrupt) throws -> ShowSummary {
    var pipeline: ShowPipeline?
    var anchor: WallClockAnchor?
    var waiting: [MediaEvent] = []
    var resume: MediaReader.ResumePoint?
    do {
      for recording in recordings {
        let reader = try MediaReader(recording, interrupt: interrupt, resuming: resume)
        while let event = try reader.next() {
          if let pipeline {
            try give(event, to: pipeline)
          } else if case .anchor(let told) = event {
            anchor = anchor ?? told
          } else if case .audio = event {
            let started = try self.pipeline(
              .recording, clock: clock(from: anchor), recording: recordings.map(\.label).joined(separator: " "),
              threads: ProcessInfo.processInfo.activeProcessorCount,
              takesRest: true)
            pipeline = started
            for earlier in waiting { try give(earlier, to: started) }
            try give(event, to: started)
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

  /// Hands a piece of the stream on.
  func give(_ event: MediaEvent, to pipeline: ShowPipeline) throws {
    switch event {
    case .audio(let block): try pipeline.hear(block)
    case .cue(let cue): pipeline.post(.cue(cue))
    case .discontinuity(let broken):
      if broken.lostSeconds > 0 { pipeline.noteLoss(seconds: broken.lostSeconds) }
      if let text = Self.text(of: broken) { pipeline.warn(text) }
    case .failure(let error): pipeline.warn("\(error)")
    case .anchor, .metadata, .format: break
    }
  }

  /// A sentence about what became of the stream's time line; nil when nothing was lost.
  private static func text(of broken: Discontinuity) -> String? {
    let seconds = (broken.lostSeconds * 10).rounded() / 10
    return switch broken.kind {
    case .lateStart: nil
    case .gap: "at \(broken.at): \(seconds) s of sound are missing in the stream; silence stands for them"
    case .timestampJump: "at \(broken.at): the stream's time stamps jumped; its time goes on evenly"
    case .replay: "at \(broken.at): the stream repeated itself; the repetition was dropped"
    case .damage: "at \(broken.at): damaged data was skipped (\(broken.skippedBytes) bytes)"
    case .reconnection: "at \(broken.at): the stream is back after \(seconds) s"
    }
  }
}
