public import LiveshelfCore

/// The part of a room that follows what is on stage, apart from the rest of it.
///
/// The stage knows nothing of orders and stock, and takes half of the time of a replay: it can run ahead on another
/// thread. An engine that is given every input of a show with what its `StageReplay` decided, and adopts the replay at the
/// end, is in the same state as one that was given the inputs alone.
public struct StageReplay: Sendable {
  /// What an input, or the end of the show, means for the stage.
  public struct Decisions: Sendable {
    let decisions: [TrackerDecision]
  }

  fileprivate var stage: StageFollower
  private var now: StreamTime?

  /// - Parameter engine: one that has consumed nothing.
  public init(of engine: RoomEngine) {
    stage = engine.stage
    now = engine.now
  }

  public mutating func follow(_ input: RoomInput) -> Decisions {
    let at = max(input.at, now ?? input.at)
    now = at
    return Decisions(decisions: stage.follow(input.content, at: at))
  }

  public mutating func finish(at end: StreamTime) -> Decisions {
    Decisions(decisions: stage.finish(at: end))
  }
}

extension RoomEngine {
  /// The same as `consume(_:)` for an engine whose stage is replayed apart.
  public mutating func consume(_ input: RoomInput, _ decisions: StageReplay.Decisions) -> [RoomEffect] {
    let at = begin(input)
    stage.note(decisions.decisions, at: at)
    return react(to: input, decisions.decisions, at: at)
  }

  /// The same as `finish(at:)` for an engine whose stage is replayed apart.
  public mutating func finish(at end: StreamTime, _ decisions: StageReplay.Decisions) -> [RoomEffect] {
    endShow(at: end)
    stage.note(decisions.decisions, at: end)
    return decide(decisions.decisions, at: end)
  }

  /// Takes the replayed stage over, when every input has been consumed.
  public mutating func adopt(_ replay: StageReplay) {
    stage = replay.stage
  }
}
