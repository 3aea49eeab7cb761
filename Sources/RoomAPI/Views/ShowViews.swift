/// A show in a list.
public struct ShowRow: Codable, Hashable, Sendable {
  /// Its name within the room, such as `20260410T200000`.
  public var show: String
  public var startedAt: String
  /// Nil while it runs.
  @Nullable public var endedAt: String?
  public var duration: Double
  public var totals: ShowTotals
  public var presentations: Int
  public var signals: Int

  public init(
    show: String, startedAt: String, endedAt: String? = nil, duration: Double, totals: ShowTotals = ShowTotals(),
    presentations: Int = 0, signals: Int = 0
  ) {
    self.show = show
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.duration = duration
    self.totals = totals
    self.presentations = presentations
    self.signals = signals
  }

  private enum CodingKeys: String, CodingKey {
    case show, totals, presentations, signals
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case duration = "duration_s"
  }
}

/// The timeline of one show, live or past.
public struct ShowTimelineView: Codable, Hashable, Sendable {
  public var summary: ShowRow
  public var presentations: [PresentationView]
  /// One timeline for each product with anything to tell, in the catalog's order; all with the same bins.
  public var products: [ProductTimeline]
  public var signals: [SignalView]

  public init(
    summary: ShowRow, presentations: [PresentationView] = [], products: [ProductTimeline] = [],
    signals: [SignalView] = []
  ) {
    self.summary = summary
    self.presentations = presentations
    self.products = products
    self.signals = signals
  }
}
