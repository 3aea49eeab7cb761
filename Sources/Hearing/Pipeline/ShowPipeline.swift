public import AudioMarkers
public import Concurrency
public import LiveshelfCore
public import MediaIngest
public import RoomEngine
public import SpeechRecognition

/// How results are dated.
public enum ShowPace: Sendable {
  /// By the audio that they needed: the same recording always gives the same results.
  case recording
  /// By the audio that had been received when they came out, which counts the time that the computation took.
  case live
}

/// The hearing of one show: the stages side by side, each on a thread of its own, and their findings in one order.
///
/// Audio is given by one thread or task. The stage that completes what all have heard puts it into order and hands it to the
/// follower itself, so that nothing stands between hearing and the follower's own queue. Every queue is bounded: a slow part
/// slows the giver, and nothing piles up.
public final class ShowPipeline<Outcome: Sendable>: Sendable {
  private let takesRest: Bool
  private let stages: [HearingStage]
  private let findings: Findings
  private let follower: any ShowFollower<Outcome>

  /// - Parameters:
  ///   - takesRest: see `ShowFollower.finish`.
  ///   - speechPriority: recognising speech takes nearly all the time that hearing takes.
  ///   - follower: is called by one thread at a time.
  public init(
    pace: ShowPace, model: any RecognizerSource, markers: MarkerLibrary?, catalog: Catalog, cleaning: CleaningSettings?,
    takesRest: Bool, speechPriority: WorkerThread.Priority = .ordinary, follower: any ShowFollower<Outcome>
  ) {
    self.takesRest = takesRest
    self.follower = follower
    let findings = Findings(of: markers == nil ? 3 : 4, pace, follower)
    self.findings = findings
    let report: @Sendable (Result<StageReport, any Error>) -> Void = { findings.take($0) }
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
  }

  /// Gives the next audio to all stages; waits while one of them is too far behind.
  ///
  /// - Throws: what stopped the follower, such as a full disk, or a stage.
  public func hear(_ block: AudioBlock) throws {
    try findings.checkForFailure()
    findings.note(received: block.end)
    for stage in stages { stage.hear(block) }
    findings.takeSource(heardTo: block.end, of: stages.count)
  }

  /// Whether `hear` would not wait.
  public var hasRoom: Bool { follower.hasRoom && stages.allSatisfy(\.hasRoom) }

  /// Something that came with the stream, or happened to it. Live it counts at once; in a recording it takes its place
  /// among what is heard.
  public func post(_ content: RoomInput.Content) { findings.post(content) }

  public func warn(_ text: String) { follower.warn(text) }

  public func noteLoss(seconds: Double) { follower.noteLoss(seconds: seconds) }

  /// The stream is over: waits until everything has been heard and written.
  ///
  /// - Parameters:
  ///   - isCutShort: what came after was not heard, so that what was to follow it has no cause.
  ///   - seconds: what waits to be heard is dropped after that, and the follower is told; nil: everything is heard.
  public func finish(isCutShort: Bool = false, within seconds: Double? = nil) throws -> Outcome {
    findings.endSource(of: stages.count)
    let end = seconds.map { ContinuousClock.now + .seconds($0) }
    let lag = stages.map(\.lag).max() ?? 0
    var isComplete = true
    for stage in stages {
      isComplete = stage.finish(within: end.map { ($0 - .now) / .seconds(1) }) && isComplete
    }
    if !isComplete {
      follower.warn("the stream was left when hearing was \(Int(lag.rounded(.up))) s behind: what waited was not heard")
    }
    try findings.checkForFailure()
    return try follower.finish(at: findings.received, takesRest: takesRest && !isCutShort)
  }
}
