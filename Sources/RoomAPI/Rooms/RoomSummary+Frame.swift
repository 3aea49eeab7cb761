internal import Delivery
internal import LiveshelfCore
internal import RoomEngine
internal import Rooms
internal import Storage

extension RoomSummary {
  init(_ definition: RoomSetup, _ frame: RoomFrame) {
    let overview = frame.overview
    let clock = frame.show?.clock
    let signals = SignalView.list(frame.signals, now: WallClock.system.now, offset: clock?.offset ?? .china)
    self.init(
      name: definition.name.text, title: definition.title, state: RoomState(frame), url: definition.shownAddress,
      listen: definition.listens,
      shop: definition.shop?.text,
      show: frame.show?.id, startedAt: clock.map { $0.start.formatted(in: $0.offset) },
      products: frame.catalog.products.count, sequence: frame.sequence,
      now: overview.presentations.last.map { NowPresenting($0, catalog: frame.catalog) },
      totals: ShowTotals(overview),
      openSignals: CardView.list(overview.products, feeds: frame.feeds, signals: signals).count { $0.isOpen })
  }
}
