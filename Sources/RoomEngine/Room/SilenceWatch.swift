public import LiveshelfCore

/// Notices when a show hears nothing, names nothing or sells nothing that it knows, for long: nobody looks for what is not there.
///
/// Works on what is handed to the room's engine, beside it: it decides nothing and is not stored.
public struct SilenceWatch: Sendable {
  /// A stretch of a show in which something was missing.
  public struct Stretch: Hashable, Sendable {
    public var missing: MissedHearing
    public var start: StreamTime
    public var end: StreamTime
  }

  /// Seconds without a word, and seconds of speech without a name, after which it is said; then at every doubling.
  public static let (withoutSpeech, withoutNames) = (120.0, 300.0)
  /// Pieces of speech without a name, at least: a host who only greets is not missed.
  private static let wordlessCount = 5
  /// Orders of unknown SKUs after which it is said that none is known.
  private static let unknownOrders = 20
  private static let mostStretches = 100

  private let catalog: Catalog
  /// Whether the stream brings sound now.
  private var isFlowing: Bool
  private var position: StreamTime?
  /// Since when nothing was said, and since when no name.
  private var (lastSpeech, lastName) = (StreamTime.zero, StreamTime.zero)
  private var speechSinceName = 0
  private var toldSpeech = 0.0
  private var toldNames = 0.0
  private var toldOrders = false

  /// Stretches that were long enough to be said and are over; `finish` adds those that last.
  public private(set) var stretches: [Stretch] = []
  /// Order events so far, and how many of them have a SKU of the catalog.
  public private(set) var orders = (all: 0, known: 0)
  /// The SKU of the first order that the catalog does not know.
  public private(set) var unknownSKU: SKU?

  /// - Parameter isFlowing: whether sound comes from the beginning on; else the feed `audio` says when.
  public init(_ catalog: Catalog, isFlowing: Bool) {
    self.catalog = catalog
    self.isFlowing = isFlowing
  }

  /// Takes in what the room is told.
  ///
  /// - Returns: what is to be said now, about the feeds `speech` and `orders`.
  public mutating func note(_ input: RoomInput) -> [FeedChange] {
    switch input.content {
    case .heard: return advance(to: input.at)
    case .utterance(let utterance):
      defer {
        lastSpeech = max(lastSpeech, utterance.end)
        speechSinceName += 1
      }
      return end(.speech, \.toldSpeech, since: lastSpeech, at: utterance.start)
    case .mention(let mention):
      defer {
        lastName = max(lastName, mention.end)
        speechSinceName = 0
      }
      return end(.names, \.toldNames, since: lastName, at: mention.start)
    case .feed(let change) where change.feed == "audio":
      isFlowing = change.state == .live
      return restart(at: input.at)
    case .row(.order(let event)): return note(event, at: input.at)
    case .marker, .boundary, .cue, .feed, .row, .fact: return []
    }
  }

  /// The show is over: what is missing still is a stretch, too.
  public mutating func finish(at end: StreamTime) {
    if toldSpeech > 0 { keep(Stretch(missing: .speech, start: lastSpeech, end: end)) }
    if toldNames > 0 { keep(Stretch(missing: .names, start: lastName, end: end)) }
    (toldSpeech, toldNames) = (0, 0)
  }

  private mutating func advance(to now: StreamTime) -> [FeedChange] {
    if position == nil { (lastSpeech, lastName) = (max(.zero, now), max(.zero, now)) }
    position = now
    guard isFlowing else { return [] }
    let (silent, nameless) = (now - lastSpeech, now - lastName)
    if silent >= max(Self.withoutSpeech, 2 * toldSpeech) {
      toldSpeech = silent
      return [FeedChange(feed: "speech", state: .stalled, at: now, reason: .noSpeech(seconds: silent.rounded()))]
    }
    guard toldSpeech == 0, speechSinceName >= Self.wordlessCount, !catalog.products.isEmpty else { return [] }
    if nameless >= max(Self.withoutNames, 2 * toldNames) {
      toldNames = nameless
      return [
        FeedChange(feed: "speech", state: .stalled, at: now, reason: .noProductNamed(seconds: nameless.rounded()))
      ]
    }
    return []
  }

  private mutating func end(
    _ missing: MissedHearing, _ told: WritableKeyPath<Self, Double>, since start: StreamTime, at now: StreamTime
  ) -> [FeedChange] {
    guard self[keyPath: told] > 0 else { return [] }
    self[keyPath: told] = 0
    keep(Stretch(missing: missing, start: start, end: max(start, now)))
    return [FeedChange(feed: "speech", state: .live, at: now, reason: .heardAgain)]
  }

  private mutating func keep(_ stretch: Stretch) {
    if stretches.count < Self.mostStretches { stretches.append(stretch) }
  }

  /// The stream comes or goes: what was missed before is its matter.
  private mutating func restart(at now: StreamTime) -> [FeedChange] {
    let wasTold = toldSpeech > 0 || toldNames > 0
    finish(at: now)
    (lastSpeech, lastName, speechSinceName) = (max(.zero, now), max(.zero, now), 0)
    return wasTold ? [FeedChange(feed: "speech", state: .live, at: now, reason: .heardAgain)] : []
  }

  private mutating func note(_ order: OrderEvent, at now: StreamTime) -> [FeedChange] {
    orders.all += 1
    if catalog[order.sku] != nil {
      orders.known += 1
    } else if unknownSKU == nil {
      unknownSKU = order.sku
    }
    if orders.known == 0, orders.all >= Self.unknownOrders, !toldOrders, !catalog.products.isEmpty {
      toldOrders = true
      return [FeedChange(feed: "orders", state: .stalled, at: now, reason: .unknownProducts(orders: orders.all))]
    }
    guard toldOrders, orders.known > 0 else { return [] }
    toldOrders = false
    return [FeedChange(feed: "orders", state: .live, at: now, reason: .heardAgain)]
  }
}
