public import LiveshelfCore

/// What viewers saw when they wrote: the product on stage at their moment, and those shortly before and after.
public struct StageView: Hashable, Sendable {
  /// Nil before the first presentation.
  public var current: SKU?
  /// Presented within a few seconds of the moment, the nearest first: the delay is known only roughly.
  public var nearby: [SKU]

  public init(current: SKU? = nil, nearby: [SKU] = []) {
    self.current = current
    self.nearby = nearby
  }

  public static let empty = StageView()
}

/// The order in which products came on stage. A product stays in viewers' minds until the next one comes.
public struct StageTimeline: Sendable {
  /// Seconds by which viewers see the stream later than it was made, when nobody measured it: HTTP-FLV players.
  public static let usualViewerDelay = 7.0
  /// Seconds that a viewer takes from hearing of a product to having written about it.
  public static let writingTime = 2.5
  /// Seconds around the moment within which another product may be the one that is meant.
  private static let doubt = 15.0
  /// Older entries are forgotten: comments come a few minutes late at most.
  private static let longest = 4096

  private var entries: [(sku: SKU, start: StreamTime)] = []

  public init() {}

  /// Notes that a product came on stage. Later corrections of earlier moments are sorted in.
  public mutating func present(_ sku: SKU, from start: StreamTime) {
    let place = entries.lastIndex { $0.start <= start }.map { $0 + 1 } ?? 0
    entries.insert((sku, start), at: place)
    if entries.count > Self.longest { entries.removeFirst(entries.count - Self.longest) }
  }

  /// The product that came on stage last before a moment.
  func product(at moment: StreamTime) -> SKU? {
    entries.last { $0.start <= moment }?.sku
  }

  /// What a viewer had before them who wrote at `time`.
  /// - Parameter viewerDelay: seconds by which viewers see the stream later than it was made, 0…600.
  public func view(at time: StreamTime, viewerDelay: Double = usualViewerDelay) -> StageView {
    let moment = time - (min(600, max(0, viewerDelay)) + Self.writingTime)
    guard let index = entries.lastIndex(where: { $0.start <= moment }) else {
      let next = entries.first { $0.start - moment <= Self.doubt }
      return StageView(current: nil, nearby: next.map { [$0.sku] } ?? [])
    }
    let current = entries[index]
    var others: [(distance: Double, sku: SKU)] = []
    if index > 0, moment - current.start <= Self.doubt {
      others.append((moment - current.start, entries[index - 1].sku))
    }
    if index + 1 < entries.count, entries[index + 1].start - moment <= Self.doubt {
      others.append((entries[index + 1].start - moment, entries[index + 1].sku))
    }
    others.sort { $0.distance < $1.distance }
    return StageView(current: current.sku, nearby: others.map(\.sku))
  }
}
