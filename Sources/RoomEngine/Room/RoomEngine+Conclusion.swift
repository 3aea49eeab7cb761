public import LiveshelfCore

extension RoomEngine {
  /// What the show comes to. Fits the attribution model anew: seconds of work for a long show.
  ///
  /// - Parameters:
  ///   - end: the end of the stream, or of what has been heard of it.
  ///   - findsUnheard: orders may show presentations that nobody heard; false for a show that was cut short, whose last words are not
  ///     recognised yet.
  public func conclusion(until end: StreamTime, findsUnheard: Bool = true) -> ShowConclusion {
    let alignment = orders.alignment(at: clock.wallTime(of: StreamTime(microseconds: end.microseconds / 2)))
    let demand = orders.demand(alignment: alignment, clock: clock, isUndone: stock.isUndone)
    let (presentations, fit) = explanation(demand, until: end, findsUnheard: findsUnheard)
    let timeline = timeline(presentations, until: end, alignment: alignment, rates: fit)
    return ShowConclusion(
      presentations: presentations, withdrawn: stage.withdrawn(besides: presentations, at: end),
      orders: fit.map {
        OrderConclusion(
          clocks: alignment.estimates, lag: $0.lag, productLags: $0.productLags, delayChange: $0.delayChange,
          demand: demand.sorted { ($0.time, $0.orderID, $0.sku) < ($1.time, $1.orderID, $1.sku) },
          attributions: $0.orders, uplift: $0.uplift)
      },
      stock: stock.table, differences: stock.differences, remarks: stock.notices.remarks, timeline: timeline.rows,
      farEvents: timeline.far, orderCounts: stock.orderCounts, revisions: revisions)
  }

  /// What the show has come to while it goes on: presentations as announced, orders as the online form attributes them.
  /// The end of the show, which sees everything at once, may say otherwise.
  ///
  /// - Parameter now: what has been heard of the stream.
  public func interimConclusion(until now: StreamTime) -> ShowConclusion {
    let alignment = orders.alignment(at: clock.wallTime(of: StreamTime(microseconds: now.microseconds / 2)))
    let live = orders.log.isEmpty ? nil : orders.live
    let timeline = timeline(stage.announced, until: now, alignment: alignment, rates: live)
    return ShowConclusion(
      presentations: stage.announced, withdrawn: stage.withdrawn,
      orders: live.map {
        OrderConclusion(
          clocks: alignment.estimates, lag: $0.lag, productLags: [], delayChange: nil,
          demand: orders.demand(alignment: alignment, clock: clock, isUndone: stock.isUndone),
          attributions: orders.attributions, uplift: orders.uplift(isUndone: stock.isUndone))
      },
      stock: stock.table, differences: stock.differences, remarks: stock.notices.remarks, timeline: timeline.rows,
      farEvents: timeline.far, orderCounts: stock.orderCounts, revisions: revisions)
  }

  /// What each presentation has brought by now, in the order in which they were announced. Cheap; withdrawn ones are
  /// left out.
  public var progress: [PresentationProgress] {
    orders.live.progress.filter { !$0.isWithdrawn }
  }

  /// Counts of the timeline that had been called final and were changed by late events, in the order of the changes; the
  /// first 100,000.
  public var revisions: [BinRevision] { orders.finality.revisions }

  /// Bins of the timeline that ended before it are final, until a late event says otherwise; nil before the first order.
  public var finalUntil: StreamTime? { orders.finality.finalUntil.map { clock.streamTime(of: $0) } }

  /// What was on stage and what it did to orders. Each tells of the other: a rise of orders that nothing heard explains
  /// speaks for its product having been on stage, and is weighed there against what was heard. Where somebody has clicked
  /// what is on stage, orders have nothing to tell.
  private func explanation(
    _ demand: [DemandEvent], until end: StreamTime, findsUnheard: Bool
  ) -> (presentations: [Presentation], fit: AttributionFit?) {
    let heard = stage.presentations(until: end)
    guard !orders.log.isEmpty else { return (heard, nil) }
    let first = AttributionFit(input(heard, demand, until: end, pulses: findsUnheard ? nil : []))
    let pulses = first.unexplainedPulses
    if pulses.isEmpty { return (heard, first) }
    let clicked = heard.filter { $0.reasons.contains(.click) }
    let telling = pulses.filter { pulse in
      let middle = pulse.start + (pulse.end - pulse.start) / 2
      return !clicked.contains { $0.start <= middle && middle <= $0.end ?? end }
    }
    let presentations = telling.isEmpty ? heard : stage.presentations(until: end, pulses: telling)
    return (presentations, AttributionFit(input(presentations, demand, until: end, pulses: pulses)))
  }

  /// - Parameter pulses: rises of orders that have been looked for; nil: they are to be found.
  private func input(
    _ presentations: [Presentation], _ demand: [DemandEvent], until end: StreamTime, pulses: [OrderPulse]? = nil
  ) -> AttributionInput {
    func isShown(_ sku: SKU, _ from: StreamTime, _ to: StreamTime) -> Bool {
      presentations.contains { $0.sku == sku && $0.start <= to && from <= $0.end ?? end }
    }
    let passing = mentions.filter { mention in
      [.comparing, .passing, .announcing, .recalling].contains(mention.kind)
        || !isShown(mention.sku, mention.start, mention.end)
    }
    // A rise that turned out to be no presentation is no part of the baseline either.
    let others = (pulses ?? []).filter { !isShown($0.sku, $0.start, $0.end) }
    return AttributionInput(
      presentations: presentations, showEnd: end, demand: demand, catalog: catalog,
      countdowns: CountdownCue.all(in: mentions),
      passingMentions: passing.map { (sku: $0.sku, at: $0.end) } + others.map { (sku: $0.sku, at: $0.start) },
      findsPulses: pulses == nil)
  }

  private func timeline(
    _ presentations: [Presentation], until end: StreamTime, alignment: ClockAlignment, rates: (any DemandRates)?
  ) -> (rows: [TimelineRow], far: FarEvents?) {
    var timeline = OrderTimeline()
    for index in orders.log.indices {
      let event = orders.log[index]
      timeline.add(event, at: clock.streamTime(of: alignment.trueTime(of: event)))
    }
    for mention in mentions { timeline.addMention(of: mention.sku, at: mention.start) }
    for comment in comments.linked { timeline.addComment(about: comment.sku, at: comment.at) }
    let rows = timeline.rows(
      skus: catalog.products.map(\.sku), show: end, presentations: presentations, rates: rates,
      stock: { stock.levels.level(of: $0, at: $1) })
    return (rows, timeline.farEvents(show: end))
  }
}
