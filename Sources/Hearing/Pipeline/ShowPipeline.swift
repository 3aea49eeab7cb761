public import AudioMarkers
internal import Foundation
public import LiveshelfCore
public import MediaIngest
public import RoomEngine
public import SpeechRecognition
internal import Synchronization

/// How results are dated.
public enum ShowPace: Sendable {
  /// By the audio that they needed: the same recording always gives the same results.
  case recording
  /// By the audio that had been received when they came out, which counts the time that the computation took.
  case live
}

/// The threads of one show: the hearing stages side by side, and the room, which takes their findings in one order.
///
/// Audio is given by one thread; the findings of all stages meet in the room's thread, where the engine and the files
/// are. Every queue between them is bounded, so that a slow part slows the giver and nothing piles up.
public final class ShowPipeline<Outcome: Sendable>: Sendable {
  private enum Message: Sendable {
    case report(StageReport)
    case input(RoomInput.Content)
    case warning(String)
    case lost(seconds: Double)
    case failure(any Error)
  }

  private struct Ending {
    var result: Outcome?
    var error: (any Error)?
  }

  private let pace: ShowPace
  private let stages: [HearingStage]
  private let messages: BoundedChannel<Message>
  private let ending = Mutex(Ending())
  private let done = DispatchSemaphore(value: 0)
  /// The end of the audio that was received, in microseconds.
  private let received = Atomic<Int64>(0)
  /// What the stream itself told since the last block: the source counts as one more stage.
  private let told = Mutex<[RoomInput.Content]>([])

  /// - Parameters:
  ///   - speechPriority: recognising speech takes nearly all the time that hearing takes.
  ///   - makeFollower: called on the room's thread.
  ///   - takesRest: see `ShowFollower.finish`.
  public init(
    pace: ShowPace, model: any RecognizerSource, markers: MarkerLibrary?, catalog: Catalog, cleaning: CleaningSettings?,
    takesRest: Bool, speechPriority: ThreadPriority = .ordinary,
    watch: @escaping @Sendable (ShowEvent) -> Void,
    makeFollower: @escaping @Sendable () throws -> any ShowFollower<Outcome>
  ) {
    let messages = BoundedChannel<Message>(capacity: 4096)
    self.messages = messages
    self.pace = pace
    let report: @Sendable (Result<StageReport, any Error>) -> Void = { result in
      switch result {
      case .success(let report): messages.push(.report(report))
      case .failure(let error): messages.push(.failure(error))
      }
    }
    var stages = [
      HearingStage(
        name: "speech", index: 0, priority: speechPriority,
        make: {
          let recognizer: any SpeechRecognizer =
            switch pace {
            case .recording: try model.recordingRecognizer()
            case .live: try model.streamRecognizer()
            }
          return try SpeechWork(recognizer: recognizer, catalog: catalog, cleaning: cleaning)
        }, report: report)
    ]
    if let markers {
      stages.append(
        HearingStage(name: "markers", index: 1, make: { try MarkerWork(markers) }, report: report))
    }
    stages.append(
      HearingStage(name: "boundaries", index: stages.count, make: { try BoundaryWork() }, report: report))
    self.stages = stages
    let count = stages.count + 1
    let room = Thread { [self] in
      defer { done.signal() }
      do {
        let follower = try makeFollower()
        try feed(follower, stages: count, pace: pace, watch: watch)
        let end = StreamTime(microseconds: received.load(ordering: .acquiring))
        let result = try follower.finish(at: end, takesRest: takesRest)
        ending.withLock { $0.result = result }
      } catch {
        ending.withLock { $0.error = error }
        messages.close()
      }
    }
    room.name = "room"
    room.stackSize = 8 << 20
    room.start()
  }

  /// Gives the next audio to all stages; waits while one of them is too far behind.
  ///
  /// - Throws: what stopped the room, such as a full disk.
  public func hear(_ block: AudioBlock) throws {
    try checkForFailure()
    received.store(block.end.microseconds, ordering: .releasing)
    for stage in stages { stage.hear(block) }
    let found = takeTold().map { (at: block.end, content: $0) }
    messages.push(.report(StageReport(stage: stages.count, found: found, heardTo: block.end, warning: nil)))
  }

  /// How far the recogniser is behind the audio that has been received, in seconds. From any thread.
  var recognitionLag: Double { stages.first?.lag ?? 0 }

  /// Whether `hear` would not wait.
  public var hasRoom: Bool { messages.hasRoom && stages.allSatisfy(\.hasRoom) }

  /// Something that came with the stream, or happened to it. Live it counts at once; in a recording it takes its place
  /// among what is heard.
  public func post(_ content: RoomInput.Content) {
    switch pace {
    case .live: messages.push(.input(content))
    case .recording: told.withLock { $0.append(content) }
    }
  }

  private func takeTold() -> [RoomInput.Content] {
    told.withLock { told in
      defer { told = [] }
      return told
    }
  }

  public func warn(_ text: String) {
    messages.push(.warning(text))
  }

  public func noteLoss(seconds: Double) {
    messages.push(.lost(seconds: seconds))
  }

  /// The stream is over: waits until everything has been heard and written.
  public func finish() throws -> Outcome {
    let end = StreamTime(microseconds: received.load(ordering: .acquiring))
    messages.push(.report(StageReport(stage: stages.count, lastFound: takeTold(), end: end, warning: nil)))
    for stage in stages { stage.finish() }
    messages.close()
    done.wait()
    try checkForFailure()
    guard let result = ending.withLock({ $0.result }) else {
      throw HearingError.hearing("the show ended without a result")
    }
    return result
  }

  private func checkForFailure() throws {
    if let error = ending.withLock({ $0.error }) { throw error }
  }

  private func feed(
    _ follower: any ShowFollower<Outcome>, stages: Int, pace: ShowPace, watch: @Sendable (ShowEvent) -> Void
  ) throws {
    var merger = HearingMerger(stages: stages)
    while let message = messages.pop() {
      let position = StreamTime(microseconds: received.load(ordering: .acquiring))
      switch message {
      case .report(let report):
        if let warning = report.warning { watch(.warning(warning)) }
        let heard = merger.add(report.found, stage: report.stage, heardTo: report.heardTo)
        try follower.take(pace == .live ? heard.map { $0.dated(position) } : heard)
      case .input(let content):
        try follower.take([RoomInput(at: position, content)])
      case .warning(let text): watch(.warning(text))
      case .lost(let seconds): follower.noteLoss(seconds: seconds)
      case .failure(let error): throw error
      }
    }
  }
}

extension RoomInput {
  /// The same finding as it is known when audio up to `position` has been received.
  fileprivate func dated(_ position: StreamTime) -> RoomInput {
    switch content {
    case .utterance(var utterance):
      utterance.detectedAt = max(utterance.detectedAt, position)
      return RoomInput(at: utterance.detectedAt, .utterance(utterance))
    case .mention(var mention):
      mention.detectedAt = max(mention.detectedAt, position)
      return RoomInput(at: mention.detectedAt, .mention(mention))
    case .marker(var hit):
      hit.detectedAt = max(hit.detectedAt, position)
      return RoomInput(at: hit.detectedAt, .marker(hit))
    case .boundary(var boundary):
      boundary.detectedAt = max(boundary.detectedAt, position)
      return RoomInput(at: boundary.detectedAt, .boundary(boundary))
    default:
      return self
    }
  }
}
