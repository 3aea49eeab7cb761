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
      name: definition.name.text, state: RoomState(frame), url: definition.shownAddress, listen: definition.listens,
      shop: definition.shop?.text,
      show: frame.show?.id, startedAt: clock.map { $0.start.formatted(in: $0.offset) },
      products: frame.catalog.products.count, sequence: frame.sequence,
      now: overview.presentations.last.map { NowPresenting($0, catalog: frame.catalog) },
      totals: ShowTotals(overview), openSignals: SignalView.openSituations(in: signals))
  }
}

extension SignalView {
  /// Signals that tell something and ask nobody to act.
  private static let informing: Set<String> = [
    "liveshelf.presentation.started", "liveshelf.presentation.ended", "liveshelf.feed.recovered",
  ]

  /// How many open situations there are: signals of one type about one subject are one, as on the wall screen.
  public static func openSituations(in signals: [SignalView]) -> Int {
    var situations: Set<String> = []
    for event in signals.lazy.filter({ $0.state == .open }).map(\.cloudevent) where !informing.contains(event.type) {
      situations.insert("\(event.type)/\(event.subject)")
    }
    return situations.count
  }
}
