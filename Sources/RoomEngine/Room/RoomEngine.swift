internal import InventoryEngine
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
  var stage: StageFollower
  var orders = OrderAccount()
  var stock: StockKeeper
  var mentions: [Mention] = []
  var comments: CommentDesk
  /// Sources of which trouble was signalled and not yet its end.
  var troubledFeeds: Set<String> = []
  /// How often each situation was signalled.
  var situationCounts: [String: Int] = [:]
  private var now: StreamTime?

  public init(room: RoomName, catalog: Catalog, clock: ShowClock) {
    self.room = room
    self.catalog = catalog
    self.clock = clock
    stage = StageFollower(catalog: catalog)
    stock = StockKeeper(catalog: catalog, clock: clock)
    comments = CommentDesk(catalog: catalog)
  }

  /// How many order events did what.
  public var orderCounts: OrderBookCounts { orders.book.counts }

  /// Takes an input in and returns what follows from it, in order.
  public mutating func consume(_ input: RoomInput) -> [RoomEffect] {
    let at = max(input.at, now ?? input.at)
    now = at
    switch input.content {
    case .heard:
      return decide(stage.advance(to: at), at: at) + signals(for: stock.advance(to: at), at: at)
        + signals(for: comments.advance(to: at), at: at)
    case .utterance(let utterance): return decide(stage.observe(.speech(utterance), at: at), at: at)
    case .mention(let mention):
      mentions.append(mention)
      return decide(stage.observe(.mention(mention), at: at), at: at)
    case .marker(let hit): return decide(stage.observe(.marker(hit), at: at), at: at)
    case .boundary(let boundary): return decide(stage.observe(.boundary(boundary), at: at), at: at)
    case .cue(let cue): return decide(stage.observe(.cuePoint(cue), at: at), at: at)
    case .click(let click): return decide(stage.observe(.click(click), at: at), at: at)
    case .order(let event):
      guard orders.apply(event) else { return [] }
      return signals(for: stock.consume(.order(event), at: at), at: at)
    case .stock(let snapshot): return signals(for: stock.consume(.snapshot(snapshot), at: at), at: at)
    case .comment(let comment):
      return signals(for: comments.consume(comment, at: clock.streamTime(of: comment.time)), at: at)
    case .feed(let change): return feedEffects(of: change, at: at)
    }
  }

  /// The stream is over: what is still on stage ends.
  public mutating func finish(at end: StreamTime) -> [RoomEffect] {
    decide(stage.finish(at: end), at: end)
  }
}
