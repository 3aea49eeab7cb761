internal import Concurrency
internal import LiveshelfCore
internal import RoomEngine
internal import Synchronization

/// What a hearing stage found in a stretch of audio, and how far it has heard.
struct StageReport: Sendable {
  let stage: Int
  let found: [(at: StreamTime, content: RoomInput.Content)]
  let heardTo: StreamTime
  /// Something that went wrong; the stage goes on.
  let warning: String?
}

extension StageReport {
  /// What the end of the stream itself brought out: it counts as just after the end, so that it comes in one order
  /// whichever stage ends first.
  init(stage: Int, lastFound: [RoomInput.Content], end: StreamTime, warning: String?) {
    let after = StreamTime(microseconds: end.microseconds + 1)
    self.init(stage: stage, found: lastFound.map { (after, $0) }, heardTo: after, warning: warning)
  }
}

/// What came out of a piece of audio.
struct HearingFindings {
  /// In the order in which they were found.
  var found: [(at: StreamTime, content: RoomInput.Content)] = []
  /// Something that went wrong; the work goes on.
  var warning: String?
}

/// Audio in, findings out. Belongs to one thread.
protocol HearingWork: AnyObject {
  /// How many blocks wait behind the one that comes next.
  func noteWaiting(blocks: Int)
  func hear(_ block: AudioBlock) -> HearingFindings
  /// The stream is over.
  func finish() -> HearingFindings
}

/// A thread that hears with one sort of ear. Blocks wait in a bounded queue: when it is full, the giver waits too.
final class HearingStage: Sendable {
  /// A minute of blocks of a tenth of a second.
  private static let capacity = 600

  private let blocks = BoundedChannel<AudioBlock>(capacity: capacity)
  private let thread: WorkerThread
  /// The ends of the audio that was given and that was heard.
  private let ends = Ends()

  private final class Ends: Sendable {
    let end = Mutex<(given: StreamTime?, heard: StreamTime?)>((nil, nil))
  }

  /// How far the work is behind the audio that was given, in seconds of audio. From any thread.
  var lag: Double {
    ends.end.withLock { ends in
      guard let given = ends.given else { return 0 }
      return max(0, given - (ends.heard ?? given))
    }
  }

  /// - Parameters:
  ///   - make: makes the work, on the stage's own thread.
  ///   - report: called on that thread, after every block and once at the end.
  init(
    name: String, index: Int, priority: WorkerThread.Priority = .ordinary,
    make: @escaping @Sendable () throws -> any HearingWork,
    report: @escaping @Sendable (Result<StageReport, any Error>) -> Void
  ) {
    thread = WorkerThread(name, priority: priority) { [blocks, ends] in
      let work: any HearingWork
      do {
        work = try make()
      } catch {
        report(.failure(error))
        while blocks.pop() != nil {}
        return
      }
      var heardTo = StreamTime.zero
      while let block = blocks.pop() {
        work.noteWaiting(blocks: blocks.count)
        let findings = work.hear(block)
        heardTo = block.end
        ends.end.withLock { $0.heard = block.end }
        report(
          .success(StageReport(stage: index, found: findings.found, heardTo: heardTo, warning: findings.warning)))
      }
      let findings = work.finish()
      report(
        .success(
          StageReport(
            stage: index, lastFound: findings.found.map(\.content), end: heardTo, warning: findings.warning)))
    }
  }

  /// Whether `hear` would not wait, for the one thread that gives audio.
  var hasRoom: Bool { blocks.hasRoom }

  /// Waits while the queue is full.
  func hear(_ block: AudioBlock) {
    ends.end.withLock { ends in
      ends.heard = ends.heard ?? block.start
      ends.given = block.end
    }
    blocks.push(block)
  }

  /// No more audio comes: waits until all of it has been heard and reported.
  ///
  /// - Parameter seconds: what has not been heard by then is dropped, but for what is being heard; nil: nothing is.
  /// - Returns: whether everything was heard.
  @discardableResult
  func finish(within seconds: Double? = nil) -> Bool {
    blocks.close()
    var isComplete = true
    if let seconds, !thread.join(within: max(0, seconds)) {
      isComplete = blocks.count == 0
      blocks.cancel()
    }
    thread.join()
    return isComplete
  }
}
