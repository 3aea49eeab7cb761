internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore

extension ReportData {
  /// The most entries of one kind, and bytes of transcript, that the page carries.
  private static let (mostSpans, mostSignals, mostTranscriptBytes) = (6000, 3000, 400_000)

  init(_ folder: ShowFolder, earlier: [EarlierShow] = []) throws(TimelineError) {
    let show = folder.show
    let catalog = ShowFigures(folder)
    let timeline = try ReportGrid(folder.timeline, products: catalog.products.count, show: show)
    self.show = Show(
      room: show.room, recording: Self.publicName(of: show.recording), start: show.clock.start.microseconds / 1000,
      offset: show.clock.offset.seconds, duration: show.durationSeconds.rounded(places: 1),
      aftermath: SalesWindow.aftermath, service: StockAdvice.serviceLevel, cut: show.isCutShort)
    has = [
      "timeline": folder.timeline != nil, "uplift": folder.uplift != nil, "signals": folder.signals != nil,
      "presentations": folder.presentations != nil, "markers": folder.markers != nil,
      "mentions": folder.mentions != nil, "transcript": folder.transcript != nil, "alignment": folder.alignment != nil,
      "stock": catalog.products.contains { $0.stockAtEnd != nil },
      "missed": catalog.products.contains { $0.missedOrders != nil || $0.countsRefusals },
    ]
    grid = timeline.grid
    let warehouses = Dictionary(grouping: folder.inventory ?? [], by: \.sku)
    products = catalog.products.map { summary in
      let sku = summary.product.sku
      return Item(
        summary, warehouses: warehouses[sku] ?? [],
        earlier: EarlierShow.last(of: sku, before: show.clock.start, in: earlier),
        series: summary.isActive || summary.stockAtEnd != nil ? timeline.series[sku] : nil)
    }
    var upliftByID: [String: UpliftEntry] = [:]
    for entry in folder.uplift ?? [] { upliftByID[entry.presentationID] = entry }
    talks = folder.stood.sorted { ($0.start, $0.id) < ($1.start, $1.id) }.compactMap { entry in
      catalog.place(of: entry.sku).map { Talk(entry, product: $0, uplift: upliftByID[entry.id]) }
    }
    markers = (folder.markers ?? []).prefix(Self.mostSpans).map {
      Span(p: nil, start: $0.start.tenths, end: $0.end.tenths, text: String($0.marker.prefix(80)))
    }
    mentions = (folder.mentions ?? []).prefix(Self.mostSpans).compactMap { mention in
      catalog.place(of: mention.sku).map {
        Span(p: $0, start: mention.start.tenths, end: mention.end.tenths, text: String(mention.text.prefix(80)))
      }
    }
    let spoken = folder.transcript ?? []
    transcriptCut = spoken.reduce(0) { $0 + $1.text.utf8.count } > Self.mostTranscriptBytes || spoken.count > 20_000
    transcript =
      transcriptCut
      ? [] : spoken.map { Span(p: nil, start: $0.start.tenths, end: $0.end.tenths, text: $0.text) }
    let sent = folder.signals ?? []
    signals = sent.prefix(Self.mostSignals).map { ReportSignal($0, place: catalog.place) }
    signalTypes = ReportSignalType.all
    states = ReportSignalType.states
    signalsCut = max(0, sent.count - Self.mostSignals)
    clocks = (folder.alignment?.sources ?? []).prefix(200).map(Clock.init)
    lag = folder.alignment?.orderLag.map { Lag(p10: $0.p10, p50: $0.p50, p90: $0.p90) }
    leftOut = folder.linesLeftOut
  }
}

extension ReportData {
  /// The file's name without its folders, or the stream's host without the path: pages are passed on, and paths of
  /// streams hold keys.
  private static func publicName(of recording: String) -> String {
    guard let scheme = recording.range(of: "://") else { return String(recording.split(separator: "/").last ?? "") }
    let host = recording[scheme.upperBound...].prefix { !"/?#".contains($0) }
    return recording[..<scheme.upperBound] + String(host.split(separator: "@").last ?? "")
  }
}

extension ReportData.Item {
  fileprivate init(
    _ summary: ProductFigures, warehouses: [InventoryEntry], earlier: [ReportData.Earlier], series: ReportData.Series?
  ) {
    let product = summary.product
    self.init(
      sku: product.sku.text, name: product.name, category: product.category,
      list: product.listPrice.map { Double($0.hundredths) / 100 },
      live: product.livePrice.map { Double($0.hundredths) / 100 }, link: product.linkNumber)
    (orders, paid, units) = (summary.sold.orders, summary.paid, summary.sold.units)
    (sales, kept) = (summary.sold.sales.rounded(places: 2), summary.sold.keptSales.rounded(places: 2))
    (lost, empty) = (summary.lostSales.rounded(places: 2), summary.stockoutMinutes.rounded(places: 1))
    (earned, self.earlier) = (summary.earnedPerMinute?.rounded(places: 2), earlier)
    margin = summary.margin?.rounded(places: 2)
    variants = summary.variants.sorted { ($0.value.units, $1.key) > ($1.value.units, $0.key) }.prefix(40).map {
      ReportData.Variant(
        name: $0.key, orders: $0.value.orders, units: $0.value.units, sales: $0.value.sales.rounded(places: 2))
    }
    (cancelled, refunded, comments) = (summary.cancelled, summary.refunded, summary.comments)
    (mentions, talks, talk) = (summary.mentions, summary.presentations, summary.presentedSeconds.rounded(places: 1))
    uplift = summary.upliftOrders?.rounded(places: 1)
    (stockStart, stockEnd, soldOut) = (summary.stockAtStart, summary.stockAtEnd, summary.soldOutAt?.tenths)
    let advice = StockAdvice(summary)
    missed = advice.missedUnits.rounded(places: 1)
    if !summary.countsRefusals, missed > 0 {
      missedLow = advice.missedInterval.lowerBound.rounded(places: 1)
      missedHigh = advice.missedInterval.upperBound.rounded(places: 1)
    }
    self.advice = advice.verdict.rawValue
    state = summary.stateAtEnd == .fine ? nil : summary.stateAtEnd.rawValue
    (suggest, toOrder, showsLeft) = (advice.suggestedStock, advice.toOrder, advice.showsLeft?.rounded(places: 1))
    self.warehouses = warehouses.prefix(40).map {
      ReportData.Warehouse(name: $0.warehouse, available: $0.available, reserved: $0.reserved)
    }
    self.series = series
  }
}

extension ReportData.Talk {
  fileprivate init(_ entry: PresentationEntry, product: Int, uplift: UpliftEntry?) {
    (p, start, end) = (product, entry.start.tenths, entry.end.tenths)
    confidence = entry.confidence.isFinite ? entry.confidence.rounded(places: 2) : 0
    (orders, units) = (uplift?.orders.rounded(places: 1), uplift?.units.rounded(places: 1))
    baseline = uplift?.baselineOrders.rounded(places: 1)
    self.uplift = uplift?.upliftOrders.rounded(places: 1)
    (low, high) = (uplift?.upliftLow.rounded(places: 1), uplift?.upliftHigh.rounded(places: 1))
    revenue = uplift?.revenue.rounded(places: 2)
  }
}

extension ReportData.Clock {
  fileprivate init(_ source: AlignmentEntry.Source) {
    (self.source, offset, events) = (source.source, source.offset, source.events)
    let interval = source.interval ?? []
    (low, high) = interval.count == 2 ? (interval[0], interval[1]) : (nil, nil)
  }
}
