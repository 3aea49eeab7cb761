internal import Concurrency
internal import Foundation
internal import Hearing
public import LiveshelfCore
public import MediaIngest
internal import RoomEngine

extension ShowRunner {
  /// Follows recordings from beginning to end, as fast as the machine can. Several are the parts of one show, in order.
  ///
  /// Cancelling the task ends the show where it is: what was heard is written.
  ///
  /// - Parameters:
  ///   - media: how the recordings are read.
  ///   - starts: when the first parts began, as far as the user says.
  public func batch(
    _ recordings: [MediaSource], media: MediaSettings = MediaSettings(), starts: [WallTime] = []
  ) async throws -> ShowSummary {
    let interrupt = MediaInterrupt()
    return try await withTaskCancellationHandler {
      do {
        return try await WorkerThread.run("recording") { try self.batch(recordings, media, starts, interrupt) }
      } catch {
        output.takeBack()
        throw error
      }
    } onCancel: {
      interrupt.cancel()
    }
  }

  private func batch(
    _ recordings: [MediaSource], _ media: MediaSettings, _ starts: [WallTime], _ interrupt: MediaInterrupt
  ) throws -> ShowSummary {
    let parts = PartStarts(recordings, stated: starts, settings: media, interrupt: interrupt)
    var pipeline: ShowPipeline<ShowSummary>?
    var anchor: WallClockAnchor?
    var waiting: [MediaEvent] = []
    var resume: MediaReader.ResumePoint?
    let sizes = PartSizes(recordings)
    var isCutShort = false
    do {
      for (number, recording) in recordings.enumerated() {
        let reader: MediaReader
        if let resume {
          let (start, notice) = Self.start(of: number, after: resume.position, in: parts)
          if let notice { try pipeline?.take(.notice(notice)) }
          reader = try MediaReader(recording, settings: media, interrupt: interrupt, after: resume, startingAt: start)
        } else {
          reader = try MediaReader(recording, settings: media, interrupt: interrupt)
        }
        while let event = try reader.next() {
          if case .audio(let block) = event { note(length: sizes.length(at: block.end, reader.readShare, of: number)) }
          if let pipeline {
            try pipeline.take(event)
          } else if case .anchor(let told) = event {
            anchor = anchor ?? told
          } else if case .audio = event {
            let started = try self.pipeline(
              .recording, clock: clock(from: anchor, named: parts.times.first ?? nil),
              recording: recordings.map(\.label).joined(separator: " "),
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
      isCutShort = true
    } catch {
      if let pipeline {
        // The part that could be read is complete in itself; it is written before the error is told.
        _ = try pipeline.finish()
      }
      throw error
    }
    guard let pipeline else {
      if isCutShort { throw MediaError.cancelled }
      throw ShowError.nothingHeard(Self.silent(recordings))
    }
    // Orders of after the cut would be the effect of what nobody heard.
    return try pipeline.finish(isCutShort: isCutShort)
  }

  private static func silent(_ recordings: [MediaSource]) -> String {
    "there is no sound in \(recordings.map(\.label).joined(separator: ", ")): 'liveshelf probe' says what is"
  }

  /// Where a part begins, and what is to be told about it.
  private static func start(
    of part: Int, after end: StreamTime, in parts: PartStarts
  ) -> (start: StreamTime?, notice: MediaNotice?) {
    switch parts.place(of: part, after: end) {
    case .at(let start, let gap): (start, .partPlaced(part: part, gapSeconds: gap))
    case .following: (nil, nil)
    case .overlapping(let seconds): (nil, .partOverlaps(part: part, seconds: seconds))
    case .unknown: (nil, .partUnplaced(part: part))
    }
  }
}
