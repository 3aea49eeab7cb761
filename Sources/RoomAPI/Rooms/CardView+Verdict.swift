internal import Delivery
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Wording

extension CardView {
  /// The cards of a room: products that do not stand fine, and sources in trouble. Those that wait for somebody go first, by
  /// the time that is left and the money at stake.
  ///
  /// - Parameter signals: oldest first.
  static func list(_ products: [ProductOverview], feeds: [FeedChange], signals: [SignalView]) -> [CardView] {
    var open: [String: [String: SignalView]] = [:]
    for signal in signals where signal.state != .resolved && signal.cloudevent.phase != .resolved {
      open[signal.cloudevent.subject, default: [:]][signal.cloudevent.type] = signal
    }
    let troubled = feeds.filter { $0.state == .stalled || $0.state == .reconnecting }
    let cards =
      troubled.map { CardView($0, open[$0.feed] ?? [:]) }
      + products.filter { $0.outlook.verdict.state != .fine }.map { CardView($0, open[$0.product.sku.text] ?? [:]) }
    return cards.enumerated().sorted {
      $0.element.place == $1.element.place ? $0.offset < $1.offset : $0.element.place < $1.element.place
    }.map(\.element)
  }

  private init(_ overview: ProductOverview, _ open: [String: SignalView]) {
    let (product, verdict) = (overview.product, overview.outlook.verdict)
    let (zh, en) = (Wording(.zh), Wording(.en))
    let signal = verdict.type.flatMap { open[$0.rawValue] }
    self.init(
      id: "product/\(product.sku.text)", sku: product.sku.text, product: product.name, linkNumber: product.linkNumber,
      state: verdict.state.rawValue, title: en.name(of: verdict.state), titleZh: zh.name(of: verdict.state),
      step: verdict.step.code, units: verdict.step.units, action: en.text(of: verdict.step),
      actionZh: zh.text(of: verdict.step),
      reason: verdict.reason.map { en.sentence(of: $0) } ?? "",
      reasonZh: verdict.reason.map { zh.sentence(of: $0) } ?? "", asks: verdict.asks, signal: signal,
      secondsLeft: verdict.secondsLeft, atStake: verdict.atStake.yuan,
      signals: open.values.filter { $0.cloudevent.isAboutStock }.map(\.id).sorted())
  }

  private init(_ feed: FeedChange, _ open: [String: SignalView]) {
    let (zh, en) = (Wording(.zh), Wording(.en))
    let signal = open[SignalType.feedDegraded.rawValue]
    self.init(
      id: "feed/\(feed.feed)", sku: nil, product: zh.name(ofFeed: feed.feed), linkNumber: nil, state: "source_trouble",
      title: en.title(of: .feedDegraded), titleZh: zh.title(of: .feedDegraded), step: "check_source", units: nil,
      action: en.checkSource, actionZh: zh.checkSource, reason: en.sentence(of: feed.reason),
      reasonZh: zh.sentence(of: feed.reason), asks: true, signal: signal, secondsLeft: 0, atStake: 0,
      signals: signal.map { [$0.id] } ?? [])
  }

  private init(
    id: String, sku: String?, product: String, linkNumber: Int?, state: String, title: String, titleZh: String,
    step: String, units: Int?, action: String, actionZh: String, reason: String, reasonZh: String, asks: Bool,
    signal: SignalView?,
    secondsLeft: Double?, atStake: Double, signals: [String]
  ) {
    (self.id, self.product, self.state, self.title, self.titleZh) = (id, product, state, title, titleZh)
    (self.step, self.action, self.actionZh, self.reason, self.reasonZh) = (step, action, actionZh, reason, reasonZh)
    (self.asks, self.atStake, self.signals, attention) = (asks, atStake, signals, signal?.state ?? .open)
    self.sku = sku
    self.units = units
    self.linkNumber = linkNumber
    acknowledgedBy = signal?.acknowledgedBy
    assignedTo = signal?.assignedTo
    mutedUntil = signal?.mutedUntil
    self.secondsLeft = secondsLeft.map { $0 < 90 ? $0.rounded() : ($0 / 10).rounded() * 10 }
    time = signal?.cloudevent.time
  }

  /// Smaller goes first.
  private var place: (Int, Int, Double) {
    let bounds = [0.0, 120, 300, 900]
    let hurry = secondsLeft.map { left in bounds.firstIndex { left <= $0 } ?? bounds.count } ?? bounds.count + 1
    return (isOpen ? 0 : asks ? 1 : 2, sku == nil ? -1 : hurry, -atStake)
  }
}

extension CloudEvent {
  /// What is said of a product's stock, price and demand: what its card stands for.
  fileprivate var isAboutStock: Bool {
    switch SignalType(rawValue: type) {
    case .oversold, .stockDepleted, .stockoutPredicted, .warehouseLow, .replenishmentRecommended, .slowMoving,
      .priceReviewRecommended, .demandSurge:
      true
    default: false
    }
  }
}
