import ArgumentParser
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import RoomEngine

/// Runs alignment, attribution and the timeline over a synthetic show and writes the files that its scorer reads.
struct OrdersBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders-benchmark", abstract: "Measures order intake, alignment and attribution.",
    subcommands: [ShowCommand.self, SpeedCommand.self], defaultSubcommand: ShowCommand.self)
}

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A synthetic show with the presentations of its truth.")

  @Argument(help: "The show's folder.")
  var folder: String
  @Argument(help: "Where to write.")
  var out: String
  @Option(help: "A presentations.jsonl to use instead of the truth.")
  var presentations: String?
  @Flag(help: "Write what the live form says of the orders as they come, instead of the full fit.")
  var live = false
  @Option(help: "Seconds by which true boundaries are moved at most.")
  var noise = 1.0
  @Option(help: "The share of presentations that is left out.")
  var missed = 0.0
  @Flag(help: "Leave the source column out.")
  var withoutSource = false
  @Flag(help: "Leave the prices out.")
  var withoutPrice = false
  @Flag(help: "Tell the model when countdowns were heard.")
  var countdowns = false

  @Flag(help: "Tell the model of products named in passing.")
  var mentions = false

  func run() throws {
    let folder = URL(filePath: folder)
    var show = try ShowFolder(folder, noise: noise, missed: missed)
    if let presentations { try show.usePresentations(of: URL(filePath: presentations)) }
    let clock = ContinuousClock()
    var began = clock.now
    let (events, rejected) = try OrderReader.readAll(folder.appending(path: "orders.csv"))
    print("read \(events.count) events, \(rejected.count) rejected, in \(clock.now - began)")
    began = clock.now
    var tracker = ClockTracker()
    var ledger = StockLedger()
    var applied: [OrderEvent] = []
    for event in events {
      let result = ledger.apply(event)
      guard !result.isRepeat, !result.isRefused else { continue }
      tracker.observe(event)
      applied.append(event)
    }
    let alignment = tracker.alignment(at: show.clock.wallTime(of: StreamTime(seconds: show.end.seconds / 2)))
    print("orders \(ledger.counts), clocks, in \(clock.now - began)")
    for estimate in alignment.estimates {
      print("  \(estimate.source) \(estimate.offset) \(estimate.interval) \(estimate.driftPerHour) \(estimate.steps)")
    }
    var timeline = OrderTimeline()
    var demand: [DemandEvent] = []
    for event in applied {
      let time = show.clock.streamTime(of: alignment.trueTime(of: event))
      timeline.add(event, at: time)
      var event = event
      let source = event.source
      if withoutSource { event.source = "" }
      if withoutPrice { event.unitPrice = nil }
      if let made = DemandEvent(
        event, at: time,
        isUndone: ledger.isUndone(source: source, orderID: event.orderID, sku: event.sku))
      {
        demand.append(made)
      }
    }
    began = clock.now
    let fit = AttributionFit(
      AttributionInput(
        presentations: show.presentations, showEnd: show.end, demand: demand, catalog: show.catalog,
        countdowns: countdowns ? show.countdowns.map { CountdownCue(at: $0) } : [],
        passingMentions: mentions ? show.passingMentions : []))
    print("fit in \(clock.now - began)\n\(fit.summary)")
    began = clock.now
    let uplift = fit.uplift
    print("intervals in \(clock.now - began)")
    if let calibration = try Calibration(folder.appending(path: "orders_truth.csv")) {
      print(calibration.table(fit.orders).joined(separator: "\n"))
    }
    let files = ResultFiles(folder: URL(filePath: out))
    try files.presentations(show.presentations)
    try files.alignment(alignment, lag: fit.lag)
    try files.attribution(live ? attributedLive(demand, show) : fit.orders)
    try files.uplift(uplift)
    try files.timeline(
      timeline.rows(
        skus: show.catalog.products.map(\.sku), show: show.end, presentations: show.presentations, rates: fit),
      clock: show.clock)
  }
}

extension ShowCommand {
  /// Orders in order of time, presentations as they begin and end; the lag is the typical one, nothing is known beforehand.
  private func attributedLive(_ demand: [DemandEvent], _ show: ShowFolder) -> [OrderAttribution] {
    var live = LiveAttribution(catalog: show.catalog)
    var starts = show.presentations.sorted { $0.announcedAt < $1.announcedAt }[...]
    var ends = show.presentations.sorted { ($0.end ?? show.end) < ($1.end ?? show.end) }[...]
    var result: [OrderAttribution] = []
    for event in demand.sorted(by: { ($0.time, $0.orderID) < ($1.time, $1.orderID) }) {
      while let next = starts.first, next.announcedAt <= event.time {
        var open = next
        open.end = nil
        live.update(open)
        starts.removeFirst()
      }
      while let next = ends.first, (next.end ?? show.end) <= event.time {
        live.update(next)
        ends.removeFirst()
      }
      if event.time > show.end { live.endShow(at: show.end) }
      if let attribution = live.observe(event) { result.append(attribution) }
    }
    return result
  }
}

OrdersBenchmark.main()
