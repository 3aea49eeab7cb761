internal import LiveshelfCore
internal import RoomEngine

/// Puts the results of the hearing stages, which run side by side, into one order that does not depend on how fast each
/// of them is: by moment, then by stage, then as the stage gave them.
///
/// A result is released when every stage has heard up to its moment. One thread at a time.
struct HearingMerger {
  private struct Waiting {
    let at: StreamTime
    let stage: Int
    let sequence: Int
    let content: RoomInput.Content
  }

  private var heardByStage: [StreamTime]
  private var waiting: [Waiting] = []
  private var sequence = 0
  /// Every stage has heard up to here.
  private(set) var heardTo = StreamTime.zero

  init(stages: Int) {
    heardByStage = Array(repeating: .zero, count: stages)
  }

  /// A stage has heard up to `time` and found this on the way.
  mutating func add(_ found: [(at: StreamTime, content: RoomInput.Content)], stage: Int, heardTo time: StreamTime)
    -> [RoomInput]
  {
    for (at, content) in found {
      waiting.append(Waiting(at: at, stage: stage, sequence: sequence, content: content))
      sequence += 1
    }
    heardByStage[stage] = max(heardByStage[stage], time)
    let safe = heardByStage.min() ?? time
    let goesOn = safe > heardTo
    heardTo = max(heardTo, safe)
    let ready = waiting.filter { $0.at <= safe }
      .sorted { ($0.at, $0.stage, $0.sequence) < ($1.at, $1.stage, $1.sequence) }
    waiting.removeAll { $0.at <= safe }
    return ready.map { RoomInput(at: $0.at, $0.content) } + (goesOn ? [RoomInput(at: safe, .heard)] : [])
  }
}
