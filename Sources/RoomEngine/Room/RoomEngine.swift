public import LiveshelfCore

/// A room: what the host is selling, what it does to orders and stock, and who should know.
///
/// A deterministic fold over inputs: the same inputs give the same effects and the same conclusion, live or replayed. It
/// does no I/O and reads no clock. Use it from one thread at a time.
public struct RoomEngine: Sendable {
  public let room: RoomName
  public let catalog: Catalog
  /// Ties the stream's clock to the world's.
  public let clock: ShowClock
  private var now: StreamTime?
  private var stage: StageFollower
  /// Sources of which trouble was signalled and not yet its end.
  var troubledFeeds: Set<String> = []

  public init(room: RoomName, catalog: Catalog, clock: ShowClock) {
    self.room = room
    self.catalog = catalog
    self.clock = clock
    stage = StageFollower(catalog: catalog)
  }

  /// Takes an input in and returns what follows from it, in order.
  public mutating func consume(_ input: RoomInput) -> [RoomEffect] {
    let at = max(input.at, now ?? input.at)
    now = at
    switch input.content {
    case .heard: return effects(of: stage.advance(to: at), at: at)
    case .utterance(let utterance): return effects(of: stage.observe(.speech(utterance), at: at), at: at)
    case .mention(let mention): return effects(of: stage.observe(.mention(mention), at: at), at: at)
    case .marker(let hit): return effects(of: stage.observe(.marker(hit), at: at), at: at)
    case .cue(let cue): return effects(of: stage.observe(.cuePoint(cue), at: at), at: at)
    case .click(let click): return effects(of: stage.observe(.click(click), at: at), at: at)
    case .order, .stock, .comment: return []
    case .feed(let change): return feedEffects(of: change, at: at)
    }
  }

  /// Ends the show: what is still on stage is over.
  ///
  /// - Parameter end: the end of the stream.
  public mutating func finish(at end: StreamTime) -> [RoomEffect] {
    effects(of: stage.finish(at: end), at: end)
  }

  /// The presentations as the whole show explains them, none open.
  public func presentations(until end: StreamTime) -> [Presentation] {
    stage.presentations(until: end)
  }
}
