public import InventoryEngine
public import LiveshelfCore
internal import ViewerComments

/// A room: what the host is selling, what it does to orders and stock, and who should know.
///
/// A deterministic fold over inputs: the same inputs give the same effects and the same conclusion, live or replayed. It
/// does no I/O and reads no clock. Use it from one thread at a time.
public struct RoomEngine: Sendable {
  public let room: RoomName
  public let catalog: Catalog
  /// Ties the stream's clock to the world's.
  public let clock: ShowClock
  /// Tells the signals of one telling of a show from those of others; part of their ids. See `ShowConditions`.
  let edition: String
  /// The shop that keeps the stock; nil: this room does, for itself and for those that report what they show.
  let shop: RoomName?
  /// What other rooms show, of which this one keeps the stock.
  var floor = ShopFloor()
  var stage: StageFollower
  var orders: OrderAccount
  var stock: StockKeeper
  var sales = RoomSales()
  var mentions: [Mention] = []
  var mentionCounts: [SKU: Int] = [:]
  var comments: CommentDesk
  /// Sources of which trouble was signalled and not yet its end.
  var troubledFeeds: Set<String> = []
  /// How often each situation was signalled.
  var situationCounts: [String: Int] = [:]
  /// Where the sound stopped, while it is away.
  private var soundEnd: StreamTime?
  /// The moment of the newest input.
  private(set) var now: StreamTime?

  /// - Parameters:
  ///   - clock: ties the stream's clock to the world's.
  ///   - settings: thresholds of the advice.
  ///   - priors: what earlier shows taught about demand, by category.
  ///   - edition, shop: see `ShowConditions`.
  public init(
    room: RoomName, catalog: Catalog, clock: ShowClock, settings: AdvisorSettings = AdvisorSettings(),
    priors: [String: CategoryPrior] = [:], edition: String = "", shop: RoomName? = nil
  ) {
    self.room = room
    self.edition = edition
    self.shop = shop
    self.catalog = catalog
    self.clock = clock
    stage = StageFollower(catalog: catalog, clock: clock)
    orders = OrderAccount(catalog: catalog, clock: clock)
    stock = StockKeeper(catalog: catalog, clock: clock, settings: settings, priors: priors, isLed: shop != nil)
    comments = CommentDesk(catalog: catalog)
  }

  /// How many order events did what.
  public var orderCounts: OrderCounts { stock.orderCounts }

  /// Takes an input in and returns what follows from it, in order.
  public mutating func consume(_ input: RoomInput) -> [RoomEffect] {
    let at = begin(input)
    return react(to: input, stage.follow(input.content, at: at), at: at)
  }

  /// The stream is over: what is still on stage ends.
  public mutating func finish(at end: StreamTime) -> [RoomEffect] {
    endShow(at: end)
    return decide(stage.finish(at: end), at: end)
  }

  /// Notes an input's moment, before what it means for the stage is known.
  mutating func begin(_ input: RoomInput) -> StreamTime {
    let at = max(input.at, now ?? input.at)
    now = at
    if case .heard = input.content { orders.learn(stage.announced, mentions: mentions, at: at) }
    return at
  }

  /// What follows of an input, and of what the tracker decided because of it.
  mutating func react(to input: RoomInput, _ decisions: [TrackerDecision], at: StreamTime) -> [RoomEffect] {
    switch input.content {
    case .heard:
      return decide(decisions, at: at) + signals(for: stock.advance(to: at), at: at)
        + signals(for: comments.advance(to: at), at: at)
    case .mention(let mention):
      mentions.append(mention)
      mentionCounts[mention.sku, default: 0] += 1
      if mention.kind == .countdown { orders.countDown(of: mention.sku, at: mention.end) }
      return decide(decisions, at: at)
    case .utterance(let utterance):
      // Whoever speaks is heard, whatever was told of the connection.
      if let stopped = soundEnd, utterance.start > stopped { soundEnd = nil }
      return decide(decisions, at: at)
    case .marker, .boundary, .cue: return decide(decisions, at: at)
    case .feed(let change):
      follow(change, at: at)
      return feedEffects(of: change, at: at)
    case .row(let row): return decide(decisions, at: at) + effects(of: row, at: at)
    case .fact(let fact): return effects(of: fact, at: at)
    }
  }

  /// Nothing more belongs to the show but late orders: they are counted as the show's length says.
  mutating func endShow(at end: StreamTime) {
    orders.endShow(at: end)
    sales = orders.sales(at: end, SalesWindow(length: length(until: end).seconds))
  }

  /// How long the show is: until its sound stopped for good, else until its end.
  ///
  /// - Parameter end: when the show ended, or now.
  public func length(until end: StreamTime) -> StreamTime { max(.zero, min(end, soundEnd ?? end)) }

  /// The connection's trouble is told some seconds after the last sound came.
  private mutating func follow(_ change: FeedChange, at: StreamTime) {
    guard change.feed == "audio" else { return }
    switch change.state {
    case .live: soundEnd = nil
    case .stalled, .reconnecting, .ended:
      // The first of several changes says where the sound stopped.
      if soundEnd == nil { soundEnd = change.at > .zero ? min(change.at, at) : at }
    case .connecting: break
    }
  }

  /// What the comment that was taken in last asks, and the product that it is about; nil: it was not let in.
  public var latestComment: (intent: String, sku: SKU?)? {
    comments.latest.map { ($0.intent.rawValue, $0.sku) }
  }

  /// What a row does besides what it means for the stage.
  private mutating func effects(of row: Row, at: StreamTime) -> [RoomEffect] {
    switch row {
    case .order(let event):
      return take(event, at: at)
    case .stock(let snapshot): return take(snapshot, at: at)
    case .transaction(let transaction): return take(transaction, at: at)
    case .comment(let comment):
      return signals(
        // Nobody writes after it was received, whatever the sender's clock says.
        for: comments.consume(
          comment, at: min(clock.streamTime(of: comment.time), at), reception: clock.wallTime(of: at)), at: at)
    case .click: return []
    }
  }
}
