/// What changed in a room: the shape of a `RoomView` with only the members that changed, each with its new value (never a
/// difference), so that applying an update twice does no harm. A member that is nil has not changed.
public struct RoomUpdate: Hashable, Sendable {
  public var room: String
  /// The room's sequence number after the change; rises from update to update.
  public var sequence: Int64
  public var state: RoomState?
  /// `.some(nil)`: there is none any more. So for `startedAt`, `clock` and `now`.
  public var show: String??
  public var startedAt: String??
  public var streamTime: Double?
  public var clock: String??
  public var now: NowPresenting??
  public var totals: ShowTotals?
  public var feeds: [FeedStatus]?
  public var links: LinkStatus?
  /// Changed products, each whole; found by SKU. Products that left the catalog: see `catalog`.
  public var products: [ProductView]
  /// The SKUs of all products in the catalog's order, when the catalog changed.
  public var catalog: [String]?
  public var cards: [CardView]?
  public var next: [NextProductView]?
  public var questions: [HotQuestion]?
  public var ledger: LedgerStatus?
  /// New or changed signals, newest last; found by id.
  public var signals: [SignalView]

  public init(
    room: String, sequence: Int64, state: RoomState? = nil, show: String?? = nil, startedAt: String?? = nil,
    streamTime: Double? = nil, clock: String?? = nil, now: NowPresenting?? = nil, totals: ShowTotals? = nil,
    feeds: [FeedStatus]? = nil, links: LinkStatus? = nil, products: [ProductView] = [], catalog: [String]? = nil,
    cards: [CardView]? = nil, next: [NextProductView]? = nil, questions: [HotQuestion]? = nil,
    ledger: LedgerStatus? = nil,
    signals: [SignalView] = []
  ) {
    self.room = room
    self.sequence = sequence
    self.state = state
    self.show = show
    self.startedAt = startedAt
    self.streamTime = streamTime
    self.clock = clock
    self.now = now
    self.totals = totals
    self.feeds = feeds
    self.links = links
    self.products = products
    self.catalog = catalog
    self.cards = cards
    self.next = next
    self.questions = questions
    self.ledger = ledger
    self.signals = signals
  }
}

extension RoomUpdate {
  /// Takes a later update in: its members win.
  public mutating func merge(_ later: RoomUpdate) {
    sequence = max(sequence, later.sequence)
    state = later.state ?? state
    show = later.show ?? show
    startedAt = later.startedAt ?? startedAt
    streamTime = later.streamTime ?? streamTime
    clock = later.clock ?? clock
    now = later.now ?? now
    totals = later.totals ?? totals
    feeds = later.feeds ?? feeds
    links = later.links ?? links
    catalog = later.catalog ?? catalog
    cards = later.cards ?? cards
    next = later.next ?? next
    questions = later.questions ?? questions
    ledger = later.ledger ?? ledger
    products = Self.replacing(products, by: later.products, key: \.sku)
    signals = Self.replacing(signals, by: later.signals, key: \.id)
  }

  /// Many updates as one, in the order in which they came; nil: there are none.
  public static func merged(_ updates: [RoomUpdate]) -> RoomUpdate? {
    guard var result = updates.first else { return nil }
    guard updates.count > 1 else { return result }
    for update in updates.dropFirst() {
      var rest = update
      rest.products = []
      rest.signals = []
      result.merge(rest)
    }
    result.products = replacing([], by: updates.flatMap(\.products), key: \.sku)
    result.signals = replacing([], by: updates.flatMap(\.signals), key: \.id)
    return result
  }

  /// The old elements with the new ones in their places, and those without a place behind them.
  static func replacing<Element>(
    _ old: [Element], by new: [Element], key: (Element) -> String
  ) -> [Element] {
    guard !new.isEmpty else { return old }
    var result = old
    var places: [String: Int] = [:]
    for (index, element) in old.enumerated() { places[key(element)] = index }
    for element in new {
      if let place = places[key(element)] {
        result[place] = element
      } else {
        places[key(element)] = result.count
        result.append(element)
      }
    }
    return result
  }
}

extension RoomView {
  /// The view after an update.
  ///
  /// - Parameter keptSignals: the oldest signals above this number are left out.
  public mutating func apply(_ update: RoomUpdate, keptSignals: Int = 200) {
    sequence = max(sequence, update.sequence)
    state = update.state ?? state
    if let value = update.show { show = value }
    if let value = update.startedAt { startedAt = value }
    streamTime = update.streamTime ?? streamTime
    if let value = update.clock { clock = value }
    if let value = update.now { now = value }
    totals = update.totals ?? totals
    feeds = update.feeds ?? feeds
    links = update.links ?? links
    cards = update.cards ?? cards
    next = update.next ?? next
    questions = update.questions ?? questions
    ledger = update.ledger ?? ledger
    products = RoomUpdate.replacing(products, by: update.products, key: \.sku)
    if let catalog = update.catalog {
      let bySKU = Dictionary(products.map { ($0.sku, $0) }, uniquingKeysWith: { _, last in last })
      products = catalog.compactMap { bySKU[$0] }
    }
    signals = RoomUpdate.replacing(signals, by: update.signals, key: \.id).suffix(max(0, keptSignals))
  }
}

extension RoomUpdate: Codable {
  private enum CodingKeys: String, CodingKey {
    case room, sequence, state, show, clock, now, totals, feeds, links, products, catalog, cards, next, questions,
      ledger
    case signals
    case startedAt = "started_at"
    case streamTime = "stream_time"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func changed<Value: Decodable>(_ type: Value.Type, _ key: CodingKeys) throws -> Value?? {
      container.contains(key) ? .some(try container.decodeIfPresent(type, forKey: key)) : nil
    }
    self.init(
      room: try container.decode(String.self, forKey: .room),
      sequence: try container.decode(Int64.self, forKey: .sequence),
      state: try container.decodeIfPresent(RoomState.self, forKey: .state), show: try changed(String.self, .show),
      startedAt: try changed(String.self, .startedAt),
      streamTime: try container.decodeIfPresent(Double.self, forKey: .streamTime),
      clock: try changed(String.self, .clock), now: try changed(NowPresenting.self, .now),
      totals: try container.decodeIfPresent(ShowTotals.self, forKey: .totals),
      feeds: try container.decodeIfPresent([FeedStatus].self, forKey: .feeds),
      links: try container.decodeIfPresent(LinkStatus.self, forKey: .links),
      products: try container.decodeIfPresent([ProductView].self, forKey: .products) ?? [],
      catalog: try container.decodeIfPresent([String].self, forKey: .catalog),
      cards: try container.decodeIfPresent([CardView].self, forKey: .cards),
      next: try container.decodeIfPresent([NextProductView].self, forKey: .next),
      questions: try container.decodeIfPresent([HotQuestion].self, forKey: .questions),
      ledger: try container.decodeIfPresent(LedgerStatus.self, forKey: .ledger),
      signals: try container.decodeIfPresent([SignalView].self, forKey: .signals) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func write<Value: Encodable>(_ change: Value??, _ key: CodingKeys) throws {
      if let change { try container.encode(change, forKey: key) }
    }
    try container.encode(room, forKey: .room)
    try container.encode(sequence, forKey: .sequence)
    try container.encodeIfPresent(state, forKey: .state)
    try write(show, .show)
    try write(startedAt, .startedAt)
    try container.encodeIfPresent(streamTime, forKey: .streamTime)
    try write(clock, .clock)
    try write(now, .now)
    try container.encodeIfPresent(totals, forKey: .totals)
    try container.encodeIfPresent(feeds, forKey: .feeds)
    try container.encodeIfPresent(links, forKey: .links)
    if !products.isEmpty { try container.encode(products, forKey: .products) }
    try container.encodeIfPresent(catalog, forKey: .catalog)
    try container.encodeIfPresent(cards, forKey: .cards)
    try container.encodeIfPresent(next, forKey: .next)
    try container.encodeIfPresent(questions, forKey: .questions)
    try container.encodeIfPresent(ledger, forKey: .ledger)
    if !signals.isEmpty { try container.encode(signals, forKey: .signals) }
  }
}
