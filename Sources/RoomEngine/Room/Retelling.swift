public import InventoryEngine
public import LiveshelfCore
internal import ViewerComments

/// A show was told anew in its middle, because its products, its thresholds or the program's rules changed, and may now come
/// to other situations than those that were sent. This is what had been sent.
public struct Retelling: Hashable, Sendable {
  /// The version of the rules by which the show goes on.
  public var rules: Int
  /// The last situation of each kind and product.
  public var situations: [ToldSituation]
  /// Presentations that began and did not end.
  public var presentations: [ToldPresentation]

  public init(rules: Int, situations: [ToldSituation] = [], presentations: [ToldPresentation] = []) {
    self.rules = rules
    self.situations = situations
    self.presentations = presentations
  }
}

/// A presentation whose start was sent.
public struct ToldPresentation: Hashable, Sendable {
  public var id: String
  public var sku: SKU

  public init(id: String, sku: SKU) {
    self.id = id
    self.sku = sku
  }
}

extension RoomEngine {
  /// Whether a situation of this kind and product is open, under whatever number.
  public func isOpen(_ situation: ToldSituation) -> Bool {
    stock.isOpen(situation.key) || comments.open.contains { ToldSituation($0.situation)?.key == situation.key }
  }

  /// Whether a presentation goes on.
  public func isOnStage(_ told: ToldPresentation) -> Bool {
    stage.announced.contains { $0.id == told.id && $0.sku == told.sku && $0.end == nil }
  }

  /// Goes on from what was sent: situations that stand keep the numbers under which they were sent, and new ones get others.
  ///
  /// - Returns: signals of what stands and was not sent. What was sent and does not stand any more is the caller's to take
  ///   back: only who keeps the signals knows what they said.
  public mutating func adopt(_ told: Retelling, at: StreamTime) -> [RoomEffect] {
    let now = max(at, now ?? at)
    let sent = Set(told.presentations)
    let started = stage.announced.filter { $0.end == nil && !sent.contains(ToldPresentation(id: $0.id, sku: $0.sku)) }
      .map { TrackerDecision.started($0) }
    let open = Set(told.situations.filter(\.isOpen).map(\.key))
    let trends = comments.open.filter { trend in ToldSituation(trend.situation).map { !open.contains($0.key) } ?? true }
    return started.map { .signal(signal($0, at: now)) }
      + signals(for: stock.adopt(told.situations, at: now), at: now)
      + signals(
        for: trends.map { trend in
          var trend = trend
          trend.situation.phase = .raised
          return trend
        }, at: now)
  }
}
