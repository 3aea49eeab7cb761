// Members are in the units of the API: money as decimal numbers in yuan, stream times in seconds, wall times RFC 3339.
// Every Double is finite: JSON has no other numbers.

/// All that a control room's screen shows of a room.
public struct RoomView: Codable, Hashable, Sendable {
  public var room: String
  public var state: RoomState
  /// The show that runs, or ran last.
  @Nullable public var show: String?
  @Nullable public var startedAt: String?
  public var streamTime: Double
  /// The wall time of `streamTime`.
  @Nullable public var clock: String?
  /// Rises with everything that changes in the room, over restarts too.
  public var sequence: Int64
  /// What is on stage.
  @Nullable public var now: NowPresenting?
  public var totals: ShowTotals
  public var feeds: [FeedStatus]
  public var links: LinkStatus
  /// In the catalog's order.
  public var products: [ProductView]
  /// What stands out: one card for each product and source, those that ask for something first, by time and money.
  public var cards: [CardView]
  /// What to present next, best first.
  public var next: [NextProductView]
  public var questions: [HotQuestion]
  /// Where ledger and inputs do not fit together.
  public var ledger: LedgerStatus
  /// The latest signals, newest last.
  public var signals: [SignalView]

  public init(
    room: String, state: RoomState, show: String? = nil, startedAt: String? = nil, streamTime: Double = 0,
    clock: String? = nil, sequence: Int64, now: NowPresenting? = nil, totals: ShowTotals = ShowTotals(),
    feeds: [FeedStatus] = [], links: LinkStatus = LinkStatus(), products: [ProductView] = [],
    cards: [CardView] = [], next: [NextProductView] = [], questions: [HotQuestion] = [],
    ledger: LedgerStatus = LedgerStatus(),
    signals: [SignalView] = []
  ) {
    self.room = room
    self.state = state
    self.show = show
    self.startedAt = startedAt
    self.streamTime = streamTime
    self.clock = clock
    self.sequence = sequence
    self.now = now
    self.totals = totals
    self.feeds = feeds
    self.links = links
    self.products = products
    self.cards = cards
    self.next = next
    self.questions = questions
    self.ledger = ledger
    self.signals = signals
  }

  private enum CodingKeys: String, CodingKey {
    case room, state, show, clock, sequence, now, totals, feeds, links, products, cards, next, questions, ledger
    case signals
    case startedAt = "started_at"
    case streamTime = "stream_time"
  }
}

/// The product that the host presents.
public struct NowPresenting: Codable, Hashable, Sendable {
  public var presentationID: String
  public var sku: String
  public var product: String
  @Nullable public var linkNumber: Int?
  /// Stream time.
  public var start: Double
  /// 0…1.
  public var confidence: Double
  /// Somebody said so, and it holds.
  public var manual: Bool
  /// In English, and in Chinese.
  public var reason: String
  public var reasonZh: String

  public init(
    presentationID: String, sku: String, product: String, linkNumber: Int? = nil, start: Double, confidence: Double,
    manual: Bool = false, reason: String, reasonZh: String = ""
  ) {
    self.presentationID = presentationID
    self.sku = sku
    self.product = product
    self.linkNumber = linkNumber
    self.start = start
    self.confidence = confidence
    self.manual = manual
    self.reason = reason
    self.reasonZh = reasonZh
  }

  private enum CodingKeys: String, CodingKey {
    case sku, product, start, confidence, manual, reason
    case presentationID = "presentation_id"
    case linkNumber = "link_no"
    case reasonZh = "reason_zh"
  }
}

/// A product to present next, and why.
public struct NextProductView: Codable, Hashable, Sendable {
  public var sku: String
  public var product: String
  /// In English, and in Chinese.
  public var reason: String
  public var reasonZh: String
  /// Units that a presentation should sell.
  public var expectedUnits: Double
  /// The share of its stock that the next hour leaves over without a presentation, 0…1.
  public var idleShare: Double

  public init(
    sku: String, product: String, reason: String, reasonZh: String = "", expectedUnits: Double = 0,
    idleShare: Double = 0
  ) {
    self.sku = sku
    self.product = product
    self.reason = reason
    self.reasonZh = reasonZh
    self.expectedUnits = expectedUnits
    self.idleShare = idleShare
  }

  private enum CodingKeys: String, CodingKey {
    case sku, product, reason
    case reasonZh = "reason_zh"
    case expectedUnits = "expected_units"
    case idleShare = "idle_share"
  }
}

/// What many viewers ask.
public struct HotQuestion: Codable, Hashable, Sendable {
  /// Such as `stock`, `price`, `size`.
  public var intent: String
  /// What it is called, in English and in Chinese.
  public var title: String
  public var titleZh: String
  @Nullable public var sku: String?
  @Nullable public var product: String?
  public var count: Int
  public var example: String

  public init(
    intent: String, title: String = "", titleZh: String = "", sku: String? = nil, product: String? = nil, count: Int,
    example: String
  ) {
    self.intent = intent
    self.title = title
    self.titleZh = titleZh
    self.sku = sku
    self.product = product
    self.count = count
    self.example = example
  }

  private enum CodingKeys: String, CodingKey {
    case intent, title, sku, product, count, example
    case titleZh = "title_zh"
  }
}
