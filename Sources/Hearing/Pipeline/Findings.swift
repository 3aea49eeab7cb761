internal import Concurrency
internal import LiveshelfCore
internal import RoomEngine
internal import Synchronization

/// Puts what the stages of a pipeline find into one order and hands it to the follower. Thread-safe: whoever completes what
/// all have heard hands it on, and the others wait for as long.
final class Findings: Sendable {
  private struct State {
    var merger: HearingMerger
    /// What the stream itself told since the last block: the source counts as one more stage.
    var told: [RoomInput.Content] = []
  }

  let follower: any ShowFollower
  private let pace: ShowPace
  private let state: Mutex<State>
  /// The first thing that went wrong; nothing is handed on after it.
  private let failure = OneShot<any Error>()
  /// The end of the audio that was received, in microseconds.
  private let end = Atomic<Int64>(0)

  /// - Parameter stages: how many report, the source among them.
  init(of stages: Int, _ pace: ShowPace, _ follower: any ShowFollower) {
    state = Mutex(State(merger: HearingMerger(stages: stages)))
    self.pace = pace
    self.follower = follower
  }

  var received: StreamTime { StreamTime(microseconds: end.load(ordering: .acquiring)) }

  func note(received time: StreamTime) { end.store(time.microseconds, ordering: .releasing) }

  func checkForFailure() throws {
    if let error = failure.settledValue { throw error }
  }

  /// What a stage found, or why it can no longer hear.
  func take(_ result: Result<StageReport, any Error>) {
    switch result {
    case .success(let report):
      if let warning = report.warning { follower.warn(warning) }
      state.withLock { hand(on: report, &$0) }
    case .failure(let error): failure.settle(error)
    }
  }

  /// The source has given its audio up to here, and told what was posted.
  func takeSource(heardTo time: StreamTime, of stage: Int) {
    state.withLock { state in
      let found = state.told.map { (at: time, content: $0) }
      state.told = []
      hand(on: StageReport(stage: stage, found: found, heardTo: time, warning: nil), &state)
    }
  }

  /// The source is over.
  func endSource(of stage: Int) {
    state.withLock { state in
      let report = StageReport(stage: stage, lastFound: state.told, end: received, warning: nil)
      state.told = []
      hand(on: report, &state)
    }
  }

  func post(_ content: RoomInput.Content) {
    state.withLock { state in
      switch pace {
      case .live: give([RoomInput(at: received, content)])
      case .recording: state.told.append(content)
      }
    }
  }

  private func hand(on report: StageReport, _ state: inout State) {
    let heard = state.merger.add(report.found, stage: report.stage, heardTo: report.heardTo)
    give(pace == .live ? heard.map { $0.dated(received) } : heard)
  }

  /// Under the lock, so that what is handed on keeps its order.
  private func give(_ inputs: [RoomInput]) {
    guard !inputs.isEmpty, failure.settledValue == nil else { return }
    do {
      try follower.take(inputs)
    } catch {
      failure.settle(error)
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
