public import LiveshelfCore

extension RoomEngine {
  /// What the show comes to. Fits the attribution model anew: seconds of work for a long show.
  ///
  /// - Parameters:
  ///   - end: the end of the stream, or of what has been heard of it.
  ///   - findsUnheard: orders may show presentations that nobody heard; false for a show that was cut short, whose last words are not
  ///     recognised yet.
  public func conclusion(until end: StreamTime, findsUnheard: Bool = true) -> ShowConclusion {
    let heard = stage.presentations(until: end)
    let alignment = orders.alignment(at: clock.wallTime(of: StreamTime(microseconds: end.microseconds / 2)))
    let demand = orders.demand(alignment: alignment, clock: clock, isUndone: stock.isUndone)
    let fit = orders.log.isEmpty ? nil : fit(heard, demand, until: end)
    // What nobody heard and the orders still show: causes of orders are presentations like the others.
    let unheard = findsUnheard ? fit?.suspectedPresentations ?? [] : []
    let presentations = (heard + unheard).sorted { ($0.start, $0.id) < ($1.start, $1.id) }
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

  private func fit(_ presentations: [Presentation], _ demand: [DemandEvent], until end: StreamTime) -> AttributionFit {
    let passing = mentions.filter { mention in
      [.comparing, .passing, .announcing, .recalling].contains(mention.kind)
        || !presentations.contains { shown in
          shown.sku == mention.sku && shown.start <= mention.end && mention.start <= shown.end ?? end
        }
    }
    return AttributionFit(
      AttributionInput(
        presentations: presentations, showEnd: end, demand: demand, catalog: catalog,
        countdowns: CountdownCue.all(in: mentions),
        passingMentions: passing.map { (sku: $0.sku, at: $0.end) }))
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
