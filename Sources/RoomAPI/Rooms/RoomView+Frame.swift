internal import Foundation
internal import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
public import Rooms
internal import Storage
internal import Wording

extension RoomView {
  /// A room's frame in the units of the API.
  public init(_ frame: RoomFrame, room: RoomName) {
    let overview = frame.overview
    let clock = frame.show?.clock
    let signals = SignalView.list(frame.signals, now: WallClock.system.now, offset: clock?.offset ?? .china)
    self.init(
      room: room.text, state: RoomState(frame), show: frame.show?.id,
      startedAt: clock.map { $0.start.formatted(in: $0.offset) }, streamTime: max(0, overview.at.seconds),
      clock: clock.map { $0.text(of: max(overview.at, .zero)) }, sequence: frame.sequence,
      now: overview.presentations.last.map { NowPresenting($0, catalog: frame.catalog) },
      totals: ShowTotals(overview), feeds: frame.feeds.map { FeedStatus($0) }, links: LinkStatus(frame),
      products: overview.products.map { ProductView($0, offset: clock?.offset ?? .china) },
      cards: CardView.list(overview.products, feeds: frame.feeds, signals: signals),
      next: overview.next.map {
        NextProductView(
          sku: $0.sku.text, product: frame.catalog[$0.sku]?.name ?? $0.sku.text,
          reason: Wording(.en).nextProduct(units: $0.expectedUnits, idleShare: $0.idleShare),
          reasonZh: Wording(.zh).nextProduct(units: $0.expectedUnits, idleShare: $0.idleShare),
          expectedUnits: NextProductView.rounded($0.expectedUnits), idleShare: NextProductView.rounded($0.idleShare))
      },
      questions: overview.questions.map { question in
        HotQuestion(
          intent: question.intent, title: Wording(.en).name(ofIntent: question.intent),
          titleZh: Wording(.zh).name(ofIntent: question.intent), sku: question.sku?.text,
          product: question.sku.map { frame.catalog[$0]?.name ?? $0.text }, count: question.count,
          example: question.example)
      },
      ledger: LedgerStatus(overview, catalog: frame.catalog, offset: clock?.offset ?? .china),
      signals: signals)
  }

  /// What differs from an earlier view; nil: nothing but the passing of time.
  public func update(since old: RoomView) -> RoomUpdate? {
    var update = RoomUpdate(room: room, sequence: sequence)
    func changed<Value: Equatable>(_ key: KeyPath<RoomView, Value>) -> Value? {
      self[keyPath: key] == old[keyPath: key] ? nil : self[keyPath: key]
    }
    update.state = changed(\.state)
    update.show = changed(\.show)
    update.startedAt = changed(\.startedAt)
    update.streamTime = changed(\.streamTime)
    update.clock = changed(\.clock)
    update.now = changed(\.now)
    update.totals = changed(\.totals)
    update.feeds = changed(\.feeds)
    update.links = changed(\.links)
    update.cards = changed(\.cards)
    update.next = changed(\.next)
    update.questions = changed(\.questions)
    update.ledger = changed(\.ledger)
    let known = Dictionary(old.products.map { ($0.sku, $0) }) { $1 }
    update.products = products.filter { known[$0.sku] != $0 }
    if products.map(\.sku) != old.products.map(\.sku) { update.catalog = products.map(\.sku) }
    let seen = Dictionary(old.signals.map { ($0.id, $0) }) { $1 }
    update.signals = signals.filter { seen[$0.id] != $0 }
    return self == old ? nil : update
  }
}

extension RoomUpdate {
  /// An update that tells everything.
  public init(whole view: RoomView) {
    self.init(
      room: view.room, sequence: view.sequence, state: view.state, show: .some(view.show),
      startedAt: .some(view.startedAt), streamTime: view.streamTime, clock: .some(view.clock), now: .some(view.now),
      totals: view.totals, feeds: view.feeds, links: view.links, products: view.products,
      catalog: view.products.map(\.sku), cards: view.cards, next: view.next, questions: view.questions,
      ledger: view.ledger,
      signals: view.signals)
  }
}

extension RoomState {
  init(_ frame: RoomFrame) {
    self =
      switch frame.shownState {
      case .idle: .idle
      case .connecting: frame.feeds.contains { $0.reason.code == "awaiting_publisher" } ? .waiting : .connecting
      case .live: .live
      case .stalled: .stalled
      case .reconnecting: .reconnecting
      case .ended: .ended
      }
  }
}

extension NowPresenting {
  init(_ presentation: Presentation, catalog: Catalog) {
    let product = catalog[presentation.sku]
    self.init(
      presentationID: presentation.id, sku: presentation.sku.text, product: product?.name ?? presentation.sku.text,
      linkNumber: product?.linkNumber, start: presentation.start.seconds, confidence: presentation.confidence,
      manual: presentation.reasons.contains(.click), reason: Wording(.en).sentence(of: presentation.reasons),
      reasonZh: Wording(.zh).sentence(of: presentation.reasons))
  }
}

extension NextProductView {
  /// Three places are enough for people, and every number is finite.
  static func rounded(_ value: Double) -> Double {
    value.isFinite ? (min(max(value, 0), 1e9) * 1000).rounded() / 1000 : 0
  }
}

extension Money {
  /// In yuan.
  public var yuan: Double { Double(hundredths) / 100 }
}

extension RecentSales {
  init(_ sales: SalesCount) {
    self.init(gmv: sales.value.yuan, units: sales.units, orders: sales.orders)
  }
}

extension ShowTotals {
  init(_ overview: RoomOverview) {
    let sales = overview.sales
    self.init(
      gmv: sales.value.yuan, units: sales.units, orders: sales.orders, paid: sales.paid, cancelled: sales.cancelled,
      refunded: sales.refunded, lastMinute: RecentSales(overview.salesOfLastMinute),
      lastFiveMinutes: RecentSales(overview.salesOfLastFiveMinutes))
  }
}

extension LedgerStatus {
  init(_ overview: RoomOverview, catalog: Catalog, offset: ZoneOffset) {
    self.init(
      differences: overview.differences.map {
        StockDifferenceView(
          sku: $0.cell.sku.text, product: catalog[$0.cell.sku]?.name ?? $0.cell.sku.text, warehouse: $0.cell.warehouse,
          time: $0.time.formatted(in: offset), counted: $0.counted, expected: $0.expected, standing: $0.standing)
      },
      remarks: overview.remarks.map {
        LedgerRemarkView(notice: LedgerNoticeView($0.notice, offset: offset), count: $0.count, at: $0.at.seconds)
      })
  }
}

extension FeedStatus {
  init(_ change: FeedChange) {
    let (zh, en) = (Wording(.zh), Wording(.en))
    self.init(
      feed: change.feed, title: en.name(ofFeed: change.feed), titleZh: zh.name(ofFeed: change.feed),
      state: change.state.rawValue, lagSeconds: change.lagSeconds, reason: en.sentence(of: change.reason),
      reasonZh: zh.sentence(of: change.reason))
  }
}

extension LinkStatus {
  init(_ frame: RoomFrame) {
    let statistics = frame.statistics
    let orders = statistics.orders
    func share(_ count: Int) -> Double { orders == 0 ? 0 : Double(count) / Double(orders) }
    func milliseconds(_ quantile: Double) -> Double {
      ((statistics.receivedToDurable.quantile(quantile) ?? 0) * 100_000).rounded() / 100
    }
    self.init(
      receivedToDurable: Percentiles(p50: milliseconds(0.5), p95: milliseconds(0.95)),
      ordersPerSecond: Double(frame.overview.salesOfLastMinute.orders) / 60,
      lateShare: share(statistics.lateOrders), duplicateShare: share(statistics.repeatedOrders),
      recognitionLagSeconds: statistics.recognitionLag.map { ($0 * 100).rounded() / 100 },
      outboxDepth: frame.outbox.values.reduce(0, +))
  }
}
