public import InventoryEngine
public import LiveshelfCore

/// What a show comes to, as far as it is known.
public struct ShowConclusion: Sendable {
  /// As the whole show explains them, none open.
  public var presentations: [Presentation]
  /// What was announced and taken back.
  public var withdrawn: [WithdrawnPresentation]
  /// The part that rests on orders; nil when none came.
  public var orders: OrderConclusion?
  /// Every cell of the stock ledger; empty when no snapshot opened it.
  public var stock: [StockRow]
  /// Where later stock snapshots differ from the ledger, and what else the ledger remarked.
  public var differences: [StockDifference]
  public var remarks: [LedgerRemark]
  public var timeline: [TimelineRow]
  /// Order events that are in no row of the timeline because they lie far from the show; nil: there are none.
  public var farEvents: FarEvents?
  public var orderCounts: OrderCounts
  /// Counts that had been called final and were changed by late events.
  public var revisions: [BinRevision]
}

/// A presentation that was announced and turned out to be none.
public struct WithdrawnPresentation: Hashable, Sendable {
  /// As it was last known.
  public var presentation: Presentation
  /// When it was taken back.
  public var at: StreamTime
}

/// What follows from a show's orders.
public struct OrderConclusion: Sendable {
  public var clocks: [ClockEstimate]
  /// From the host's word to the order.
  public var lag: LagSummary
  public var productLags: [ProductLag]
  /// The viewers' delay changed in mid-show; nil when it did not.
  public var delayChange: DelayChange?
  /// The demand that the figures are counted from, in order of time.
  public var demand: [DemandEvent]
  public var attributions: [OrderAttribution]
  public var uplift: [PresentationUplift]
}
